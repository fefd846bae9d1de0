/**
 * What may stand on either side of a comparison: the draft as it is edited just now, and each version that was ever
 * deployed. A side is named in the address: `draft`, `in-force`, or the key of a deployed version.
 */
import { type DefinitionItem, readDefinition } from '../../data/definitions.ts';
import type { ModelDetail, ModelFile } from '../../data/models.ts';
import { t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';

export interface Side {
  id: string;
  text: string;
  files: () => Promise<readonly ModelFile[]>;
}

export function sidesOf(model: ModelDetail, deployed: readonly DefinitionItem[]): Side[] {
  const read = new Map<string, Promise<readonly ModelFile[]>>();
  // What is deployed never changes: each version is read once.
  const filesOf = (key: string): Promise<readonly ModelFile[]> => {
    const known = read.get(key) ?? readDefinition(key).then(({ files }) => files);
    read.set(key, known);
    return known;
  };
  return [
    { id: 'draft', text: t('studio.compare.side.draft'), files: async () => model.files },
    ...deployed.map(({ definitionKey, version, deployedAt, inForce }) => ({
      id: inForce ? 'in-force' : definitionKey,
      text: t(inForce ? 'studio.compare.side.inForce' : 'studio.compare.side.version', {
        n: version,
        at: shortTime(deployedAt),
      }),
      files: () => filesOf(definitionKey),
    })),
  ];
}
