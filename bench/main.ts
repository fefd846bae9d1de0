/**
 * `npm run bench [-- name …]`: each bench in a process of its own, so that none inherits another's heap; prints a table
 * and writes `bench/results/`. Exits with 1 only when a bench cannot run: figures are for readers, no test hangs on them.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const benches = [
  'engine/commands',
  'engine/instances',
  'engine/gateway',
  'engine/memory',
  'engine/recovery',
  'engine/start',
  'web/first-load',
  'web/task-list',
  'web/live-row',
  'watch/counts',
  'watch/viewers-1000',
  'rehearsal',
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches.some((bench) => bench.startsWith(name)));
if (unknown.length > 0) {
  console.error(`No bench ${unknown.join(', ')}. There are: ${benches.join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const bench of benches.filter((name) => asked.length === 0 || asked.some((one) => name.startsWith(one)))) {
  const file = fileURLToPath(new URL(`./${bench}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { stdio: 'inherit' });
  if (status !== 0) failed++;
}
process.exit(failed > 0 ? 1 : 0);
