/** The outline of a draft's diagram, read in the sandbox: it may be anything. Kept by content for a while. */
import type { Outline } from '../../../domain/migration/outline.ts';
import type { ModelFile } from '../../../store/models.ts';
import { processId } from '../../deploy.ts';
import type { House } from '../../house.ts';
import { filesHash } from './files-hash.ts';

const known = new Map<string, Promise<Outline | null>>();
const mostKnown = 20;

/** Null where no file has the process. @throws JobRefused for what is no BPMN */
export function outlineOfFiles(house: House, files: readonly ModelFile[]): Promise<Outline | null> {
  const diagrams = files.filter(({ name }) => name.endsWith('.bpmn'));
  const hash = filesHash(diagrams);
  const kept = known.get(hash);
  if (kept) return kept;
  const outline = house.sandbox.run('outline', { files: diagrams, processId }).then((found) => found.outline);
  known.set(hash, outline);
  outline.catch(() => known.delete(hash));
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break;
    known.delete(oldest);
  }
  return outline;
}
