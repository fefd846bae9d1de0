/** Two sets of files side by side: which are there in both, which came, which went, and which say the same. */
import type { ModelFile } from '../../data/models.ts';
import { byKind } from '../edit/files.ts';

export interface FilePair {
  name: string;
  state: 'added' | 'removed' | 'changed' | 'same';
  before: string;
  after: string;
}

export type ChangedPair = FilePair & { state: Exclude<FilePair['state'], 'same'> };
export const isChanged = (pair: FilePair): pair is ChangedPair => pair.state !== 'same';

/** In the order of the list of files: diagrams, tables, forms. */
export function filePairs(before: readonly ModelFile[], after: readonly ModelFile[]): FilePair[] {
  const [olds, nows] = [before, after].map((files) => new Map(files.map((one) => [one.name, one.content])));
  const all = [...new Map([...before, ...after].map((one) => [one.name, one])).values()];
  return byKind(all)
    .flatMap(({ files }) => files)
    .map(({ name }) => {
      const [old, now] = [olds!.get(name), nows!.get(name)];
      const state = old === undefined ? 'added' : now === undefined ? 'removed' : old === now ? 'same' : 'changed';
      return { name, state, before: old ?? '', after: now ?? '' };
    });
}
