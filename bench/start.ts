/**
 * P11: `npm start` on data that are there, from the command to the answer of `/readyz`: database, engine, directory,
 * pages, server and workers. The first start, which makes the database, is not counted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages } from '../local/pages.ts';
import { npmStart } from '../test/house/npm-start.ts';
import { processorSeconds } from './processor.ts';
import { judged, rounds } from './rounds.ts';
import { keep, printed } from './table.ts';

await buildPages();
const folder = await mkdtemp(join(tmpdir(), 'bench-start-'));
const seconds: number[] = [];
const cpu: number[] = [];
try {
  for (let turn = 0; turn <= rounds(5); turn += 1) {
    const began = performance.now();
    const { child, ended } = await npmStart(folder);
    const took = (performance.now() - began) / 1000;
    const spent = await processorSeconds(child.pid!);
    process.kill(child.pid!, 'SIGTERM');
    await ended;
    if (turn === 0) continue;
    seconds.push(took);
    cpu.push(spent);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const rows = [
  judged({
    p: 'P11',
    name: 'second start of everything',
    what: 'from `npm start` to the first answer of /readyz, data and pages there already',
    unit: 's',
    product: seconds,
    goal: { kind: 'at most', value: 8, of: 'figure' },
    note: 'published for another engine alone, without a server or a database: 7 s.',
  }),
  judged({
    name: 'its CPU',
    what: 'processor time of all its processes until then: what a busy machine does not lengthen',
    unit: 's',
    product: cpu,
  }),
];
console.log(printed('start', rows));
await keep('start', rows);
process.exit(0);
