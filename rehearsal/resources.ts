/** The files that are deployed together: the diagram with its tables and forms. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Resource {
  readonly name: string;
  readonly content: string;
}

/** Every `.bpmn`, `.dmn` and `.form` of `bpmn/` and the folders in it, by name. */
export async function shippedResources(): Promise<Resource[]> {
  const folder = join(import.meta.dirname, '../bpmn');
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(bpmn|dmn|form)$/.test(name)).sort();
  return Promise.all(names.map(async (name) => ({ name, content: await readFile(join(folder, name), 'utf8') })));
}
