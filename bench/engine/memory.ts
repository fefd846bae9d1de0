/**
 * P12: what a waiting instance costs in memory: heap after a full collection, engine in memory only, divided by the
 * instances that wait. The peer is `bpmn-engine`, as many instances as it can bear.
 */
import { EventEmitter } from 'node:events';
import { Engine as PeerEngine } from 'bpmn-engine';
import { ManualClock } from '../../engine/clock.ts';
import { judged, type Row } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { driver, procedureDeeds } from './drive.ts';
import { letter, load, oneTask, procedure } from './loads.ts';

const collect = globalThis.gc;
if (!collect) throw new Error('run with --expose-gc');
/** Bytes of heap and of buffers outside of it. */
async function inUse(): Promise<number> {
  for (let times = 0; times < 3; times++) {
    collect!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function waitingTasks(count: number): Promise<number> {
  const { engine, close } = await load([{ name: 'one-task.bpmn', content: oneTask }], false);
  for (let at = 0; at < 100; at++) await engine.createInstance({ bpmnProcessId: 'one-task', variables: { n: at } });
  const before = await inUse();
  for (let at = 0; at < count; at++) await engine.createInstance({ bpmnProcessId: 'one-task', variables: { n: at } });
  const after = await inUse();
  await close();
  return (after - before) / count / 1000;
}

/** Reports that wait for an officer at the intake, with their deadline's watch. */
async function waitingReports(count: number): Promise<number> {
  const clock = new ManualClock(Date.parse('2026-03-02T08:00:00+07:00'));
  const deeds = procedureDeeds(() => clock.now());
  const d = driver({ job: deeds.job, task: async () => {} });
  const { engine, close } = await load(await procedure(), false, { clock, onRecords: d.onRecords });
  d.drive(engine);
  const begin = async (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const reportCode = `QN-${at}`;
      await engine.publishMessage({
        name: 'field-report-received',
        correlationKey: reportCode,
        messageId: reportCode,
        timeToLive: 0,
        variables: { reportCode, receivedAt: new Date(clock.now()).toISOString(), confidential: false },
      });
    }
    await d.done('job intake', to);
    await engine.idle();
    // The deadline's message is buffered for a minute.
    clock.forward(61_000);
    await engine.idle();
  };
  await begin(0, 100);
  const before = await inUse();
  await begin(100, 100 + count);
  const after = await inUse();
  await close();
  return (after - before) / count / 1000;
}

async function waitingPeers(count: number): Promise<number> {
  const kept: unknown[] = [];
  const source = letter('bpmn-engine');
  const begin = async (times: number) => {
    for (let at = 0; at < times; at++) {
      const engine = new PeerEngine({ name: `letter-${at}`, source } as ConstructorParameters<typeof PeerEngine>[0]);
      const listener = new EventEmitter();
      const waits = new Promise((resolve) => listener.once('activity.wait', resolve));
      kept.push(engine, await engine.execute({ listener }));
      await waits;
    }
  };
  await begin(10);
  const before = await inUse();
  await begin(count);
  const figure = (await inUse()) - before;
  // Still held here: what is measured must not have been collected.
  if (kept.length < count) throw new Error('the peers are gone');
  return figure / count / 1000;
}

const peers = [await waitingPeers(100)];
const rows: Row[] = [];
for (const count of [1000, 10_000, 100_000]) {
  rows.push(
    judged({
      p: 'P12',
      name: `one task, ${count.toLocaleString('en')} waiting`,
      what: 'heap of an instance with one variable that waits at a job',
      unit: 'kB',
      product: [await waitingTasks(count)],
      limit: { what: 'bpmn-engine, a letter at its first task', figures: peers },
      goal: { kind: 'at most', value: 4, of: 'figure' },
    }),
  );
}
rows.push(
  judged({
    p: 'P12',
    name: 'procedure, 10,000 waiting',
    what: 'heap of a report that waits at the intake, its deadline watched',
    unit: 'kB',
    product: [await waitingReports(10_000)],
    limit: { what: 'bpmn-engine, a letter at its first task', figures: peers },
    goal: { kind: 'at most', value: 12, of: 'figure' },
  }),
);

console.log(printed('engine/memory', rows));
await keep('engine/memory', rows);
process.exit(0);
