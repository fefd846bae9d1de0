/** Files as the law reads them, by a process of its own; the last few answers are kept, for they are asked for again. */
import { createHash } from 'node:crypto';
import type { ModelFile } from '../../../domain/api/models.ts';
import type { SandboxJobs } from '../../../domain/sandbox.ts';
import { processId } from '../../deploy.ts';
import type { House } from '../../house.ts';

export type LawOfFiles = SandboxJobs['law']['output'];

const known = new WeakMap<House, Map<string, LawOfFiles>>();
const mostKnown = 20;

/** @throws JobRefused `unreadable`, `no-process`; what the sandbox throws */
export async function lawOfFiles(house: House, files: readonly ModelFile[], signal?: AbortSignal): Promise<LawOfFiles> {
  const read = files.filter(({ name }) => /\.(bpmn|dmn)$/.test(name));
  const hash = createHash('sha256');
  for (const { name, content } of read) hash.update(`${name}\0${content}\0`);
  const key = hash.digest('hex');
  const readings = known.get(house) ?? new Map<string, LawOfFiles>();
  known.set(house, readings);
  const before = readings.get(key);
  if (before) return before;
  const found = await house.sandbox.run('law', { files: read, processId }, signal ? { signal } : {});
  readings.set(key, found);
  for (const oldest of readings.keys()) {
    if (readings.size <= mostKnown) break;
    readings.delete(oldest);
  }
  return found;
}
