/** The last results of every test file, kept beside the project's data: what the conformance table is checked against. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface TestResult {
  file: string;
  name: string;
  state: string;
}

const folder = (root: string) => join(root, '.data', 'test-results');

/** One document for each test file, so that a run of some files leaves the results of the others. */
export async function keepResults(root: string, file: string, tests: readonly TestResult[]): Promise<void> {
  await mkdir(folder(root), { recursive: true });
  await writeFile(join(folder(root), `${file.replaceAll('/', '+')}.json`), JSON.stringify(tests));
}

/** All results that are kept, of files that are still there; none is no error. */
export async function readResults(root: string): Promise<TestResult[]> {
  const names = await readdir(folder(root)).catch(() => [] as string[]);
  const all = await Promise.all(names.map((name) => readFile(join(folder(root), name), 'utf8')));
  return all.flatMap((text) => JSON.parse(text) as TestResult[]).filter(({ file }) => existsSync(join(root, file)));
}
