/** Whether two sets of files are the same, whatever their order. */
import { createHash } from 'node:crypto';
import type { ModelFile } from '../../../store/models.ts';

export function filesHash(files: readonly ModelFile[]): string {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const hash = createHash('sha256');
  // Lengths before texts: no two sets of files are written alike.
  for (const { name, content } of sorted) hash.update(`${name.length}:${name}${content.length}:${content}`);
  return hash.digest('hex');
}
