/**
 * `npm run bench [-- name …] [--long]`: each bench in a process of its own, so that none inherits another's heap; one
 * that fails or hangs is named at the end and stops no other. Prints each bench's table, then every line of the table of
 * goals, and writes `bench/results/`, the charts and the tables of docs/quality.md. `npm run bench -- page` only writes
 * those. Exits with 1 only when a bench could not run: figures are for readers, no test hangs on them.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benches } from './list.ts';
import { writePage } from './report/page.ts';
import { readResults } from './report/results.ts';
import { summary } from './report/summary.ts';

const words = process.argv.slice(2);
const long = words.includes('--long');
/** Far more than any bench takes: for one that hangs. To write a million reports takes ten minutes. */
const patienceMs = (long ? 60 : 15) * 60_000;
const asked = words.filter((word) => word !== '--long' && word !== 'page');
const unknown = asked.filter((name) => !benches.some((bench) => bench.name.startsWith(name)));
if (unknown.length > 0) {
  const all = benches.map(({ name, onlyWhenAsked }) => (onlyWhenAsked ? `${name} (${onlyWhenAsked})` : name));
  console.error(`No bench ${unknown.join(', ')}. There are:\n  ${all.join('\n  ')}`);
  process.exit(2);
}

/** Seconds it took; undefined when it could not run. */
async function run(name: string): Promise<number | undefined> {
  const began = performance.now();
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const env = { ...process.env, ...(long ? { BENCH_LONG: '1' } : {}) };
  const child = spawn(process.execPath, ['--expose-gc', file], { stdio: 'inherit', env });
  const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const code = await new Promise<number | null>((ended) => child.once('exit', ended));
  clearTimeout(late);
  return code === 0 ? (performance.now() - began) / 1000 : undefined;
}

const failed: string[] = [];
if (!words.includes('page')) {
  for (const { name, onlyWhenAsked } of benches) {
    if (asked.length === 0 ? onlyWhenAsked : !asked.some((one) => name.startsWith(one))) continue;
    const seconds = await run(name);
    if (seconds === undefined) failed.push(name);
    console.log(seconds === undefined ? `  ${name} could not run\n` : `  ${Math.round(seconds)} s\n`);
  }
}
const results = await readResults();
console.log(summary(results));
await writePage(results);
if (failed.length > 0) console.log(`Could not run, their figures are of before: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);
