/**
 * P11: from nothing to the first answered call, beside a process that only loads the same libraries; memory of an engine
 * that nobody uses.
 */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startEngineProcess } from '../../test/contract/engine-process.ts';
import { rawGateway } from '../../test/contract/raw-grpc.ts';
import { inTurns, judged, type Row } from '../rounds.ts';
import { keep, printed } from '../table.ts';

const memory: number[] = [];
async function engine(): Promise<number> {
  const began = performance.now();
  // As `npm start` starts it: with what Node compiled before (tools/run.mjs).
  const engineProcess = await startEngineProcess(
    process.env.NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE } : {},
  );
  const gateway = rawGateway(engineProcess.address);
  await gateway.call('Topology', {});
  const ms = performance.now() - began;
  gateway.close();
  const status = await readFile(`/proc/${engineProcess.pid}/status`, 'utf8');
  memory.push(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1000);
  // Only a process that ends by itself keeps what it compiled.
  await engineProcess.stop();
  await engineProcess.dispose();
  return ms;
}
async function libraries(): Promise<number> {
  const file = fileURLToPath(new URL('./libraries.ts', import.meta.url));
  const began = performance.now();
  if (spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0)
    throw new Error('the libraries do not load');
  return performance.now() - began;
}

await engine();
await libraries();
memory.length = 0;
const { product, limit } = await inTurns(7, engine, libraries);
const rows: Row[] = [
  judged({
    p: 'P11',
    name: 'start',
    what: 'from the start of the process to the first answered gRPC call, empty journal',
    unit: 'ms',
    product,
    limit: { what: 'Node loading the same libraries', figures: limit },
    goal: { kind: 'at most', value: 1.6, of: 'ratio' },
  }),
  judged({
    p: 'P11',
    name: 'idle memory',
    what: 'resident, after the first call',
    unit: 'MB',
    product: memory,
    goal: { kind: 'at most', value: 150, of: 'figure' },
  }),
];
console.log(printed('engine/start', rows));
await keep('engine/start', rows);
process.exit(0);
