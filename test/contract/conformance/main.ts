/**
 * `npm run conformance`: writes docs/engine-conformance.md if the last results of its tests bear every row out;
 * `-- --check` only says whether it would stay as it is. The results are those that test/house/reporter.ts has kept.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readResults } from '../../house/results.ts';
import { unproven } from './check.ts';
import { page } from './table.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const file = join(root, 'docs', 'engine-conformance.md');

const wrong = unproven(await readResults(root));
for (const line of wrong) console.error(line);
const wanted = page();
const there = await readFile(file, 'utf8').catch(() => '');
if (wrong.length > 0) {
  console.error(`${wrong.length} rows are not borne out by test results: run \`npm test\` first, then look at these.`);
  process.exitCode = 1;
} else if (there === wanted) {
  console.log('docs/engine-conformance.md says what the tests have shown.');
} else if (process.argv.includes('--check')) {
  console.error('docs/engine-conformance.md is behind its rows: run `npm run conformance` and commit it.');
  process.exitCode = 1;
} else {
  await writeFile(file, wanted);
  console.log('docs/engine-conformance.md is written anew.');
}
