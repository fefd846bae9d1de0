/**
 * P4: instances from start to end, everything that waits done at once: durable, in memory, and beside `bpmn-engine` (npm)
 * on the same diagram. The peer keeps nothing on disk, takes no commands and has no variables' scopes; it is told here
 * which work is done by what it emits.
 */
import { Engine as PeerEngine } from 'bpmn-engine';
import { ManualClock } from '../../engine/clock.ts';
import { inFlight, inTurns, judged, median, type Row } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { type Deeds, driver, lastDeed, plainDeeds, procedureDeeds } from './drive.ts';
import { letter, load, oneTask, procedure } from './loads.ts';

const atATime = 32;
const rounds = 5;

/** Starts `count` instances, so many at a time, and waits for the end of each; answers instances per second. */
async function straight(file: string, id: string, count: number, durable: boolean, deeds: Deeds = plainDeeds) {
  const d = driver(deeds);
  const { engine, close } = await load([{ name: `${id}.bpmn`, content: file }], durable, { onRecords: d.onRecords });
  d.drive(engine);
  const run = async (from: number, to: number) => {
    const began = performance.now();
    // The next one begins when one has ended, as callers that wait would have it.
    await inFlight(to - from, atATime, async (at) => {
      await engine.createInstance({ bpmnProcessId: id, variables: { urgent: true } });
      await d.ended(Math.max(1, from + at + 1 - (atATime - 1)));
    });
    await d.ended(to);
    return (to - from) / ((performance.now() - began) / 1000);
  };
  await run(0, count >> 2);
  const rate = await run(count >> 2, count + (count >> 2));
  await close();
  return rate;
}

/** The same diagram on the peer, with as many at a time. */
async function peer(count: number): Promise<number> {
  const source = letter('bpmn-engine');
  const one = async () => {
    const engine = new PeerEngine({
      name: 'letter',
      source,
      services: { work: (_scope: unknown, done: () => void) => done() },
      variables: { urgent: true },
    } as ConstructorParameters<typeof PeerEngine>[0]);
    const ended = engine.waitFor('end');
    await engine.execute({ listener: waiting });
    await ended;
  };
  await inFlight(count >> 2, atATime, one);
  return count / (await inFlight(count, atATime, one)).seconds;
}
const { EventEmitter } = await import('node:events');
const waiting = new EventEmitter();
waiting.on('activity.wait', (api: { signal(): void }) => api.signal());

/** Reports on the straight way of the product's procedure: per second, and elements entered per second. */
async function reports(count: number, durable: boolean): Promise<{ rate: number; elements: number; records: number }> {
  const clock = new ManualClock(Date.parse('2026-03-02T08:00:00+07:00'));
  const d = driver(procedureDeeds(() => clock.now()));
  const { engine, close } = await load(await procedure(), durable, { clock, onRecords: d.onRecords });
  d.drive(engine);
  const before = d.counts();
  const began = performance.now();
  await inFlight(count, atATime, async (at) => {
    const reportCode = `QN-${at}`;
    await engine.publishMessage({
      name: 'field-report-received',
      correlationKey: reportCode,
      messageId: reportCode,
      timeToLive: 3_600_000,
      variables: { reportCode, receivedAt: new Date(clock.now()).toISOString(), confidential: false },
    });
    await d.done(lastDeed, Math.max(1, at + 1 - (atATime - 1)));
  });
  await d.done(lastDeed, count);
  await engine.idle();
  // The days in which the sender may comment pass, then each instance ends by its timer.
  clock.forward(15 * 86_400_000);
  await d.ended(count);
  const seconds = (performance.now() - began) / 1000;
  const after = d.counts();
  await close();
  return {
    rate: count / seconds,
    elements: (after.elements - before.elements) / seconds,
    records: (after.records - before.records) / seconds,
  };
}

const rows: Row[] = [];
const letters = await inTurns(
  rounds,
  () => straight(letter(), 'letter', 1000, true),
  () => peer(60),
);
rows.push(
  judged({
    p: 'P4',
    name: 'letter, durable',
    what: 'start to end, three user tasks and two jobs done at once, each answer on disk',
    unit: 'instances/s',
    product: letters.product,
    limit: { what: 'bpmn-engine in memory', figures: letters.limit },
    goal: { kind: 'at least', value: 10, of: 'ratio' },
    note: `${atATime} at a time; the same diagram on both sides.`,
  }),
);
const tasks = await inTurns(
  rounds,
  () => straight(oneTask, 'one-task', 20000, false),
  () => straight(oneTask, 'one-task', 20000, true),
);
rows.push(
  judged({
    name: 'one task, in memory',
    what: 'no disk, no ports: what tests and rehearsals use',
    unit: 'instances/s',
    product: tasks.product,
    limit: { what: 'the same, durable', figures: tasks.limit },
    goal: { kind: 'at least', value: 5, of: 'ratio' },
    note: `${atATime} at a time on both sides.`,
  }),
);
const alone = await inTurns(
  3,
  () => aloneRate(false),
  () => aloneRate(true),
);
rows.push(
  judged({
    name: 'one task, one at a time, in memory',
    what: 'a caller that waits for each answer before the next',
    unit: 'instances/s',
    product: alone.product,
    limit: { what: 'the same, durable', figures: alone.limit },
    goal: { kind: 'at least', value: 5, of: 'ratio' },
  }),
);
const ways: Awaited<ReturnType<typeof reports>>[] = [];
const inMemory: Awaited<ReturnType<typeof reports>>[] = [];
for (let round = 0; round < 3; round++) {
  ways.push(await reports(200, true));
  inMemory.push(await reports(200, false));
}
rows.push(
  judged({
    p: 'P4',
    name: 'procedure, durable',
    what: 'a report from reception to its end, workers and officers at once',
    unit: 'instances/s',
    product: ways.map((way) => way.rate),
    note: `${Math.round(median(ways.map((way) => way.elements)))} elements/s, ${Math.round(median(ways.map((way) => way.records)))} records/s; in memory ${Math.round(median(inMemory.map((way) => way.rate)))} instances/s.`,
  }),
);
rows.push(
  judged({
    p: 'P4',
    name: 'procedure, elements',
    what: 'elements entered per second on the way of a report, durable',
    unit: 'elements/s',
    product: ways.map((way) => way.elements),
    limit: { what: 'bpmn-engine, 11 elements a letter', figures: letters.limit.slice(0, 3).map((rate) => rate * 11) },
    goal: { kind: 'at least', value: 10, of: 'ratio' },
  }),
);

async function aloneRate(durable: boolean): Promise<number> {
  const { engine, close } = await load([{ name: 'one.bpmn', content: oneTask }], durable);
  const count = durable ? 200 : 2000;
  const began = performance.now();
  for (let at = 0; at < count; at++) {
    await engine.createInstance({ bpmnProcessId: 'one-task' });
    const [job] = await engine.activateJobs({ type: 'work', worker: 'bench', timeout: 60_000, maxJobsToActivate: 1 });
    await engine.completeJob({ jobKey: job!.key });
  }
  const seconds = (performance.now() - began) / 1000;
  await close();
  return count / seconds;
}

console.log(printed('engine/instances', rows));
await keep('engine/instances', rows);
