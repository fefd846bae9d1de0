/**
 * P5: from the moment at which the engine wrote a record to the moment at which an officer's event stream has told of it,
 * over exporter, record endpoint, projection and hub. Idle, one report at a time; at 200 records a second; and how long
 * ten thousand records take that had to wait. Beside one acknowledged write to the same database.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../test/house/until.ts';
import { openRecordsHouse } from './records-house.ts';
import { judged, median, quantile, type Row, rounds } from './rounds.ts';
import { keep, printed } from './table.ts';

const turns = rounds(5);
const idleReports = 15;
const recordsASecond = 200;
const loadedMs = 10_000;
const burst = 10_000;

const opened = await openRecordsHouse();
const { house, tap, once, quiet } = opened;
const client = await house.database();
const positions = client.db().collection<{ _id: number; position: number }>('positions');
const writes = client.db().collection('bench-writes', { writeConcern: { w: 'majority', journal: true } });
/** Milliseconds of one write after the other, each acknowledged by majority and journal. */
async function write(): Promise<number[]> {
  const each: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const began = performance.now();
    await writes.insertOne({ n, filler: 'x'.repeat(300) });
    each.push(performance.now() - began);
  }
  return each;
}

const idle = () => opened.oneByOne(idleReports);

/** So many reports a second that the engine writes 200 records a second of its own accord. */
async function loaded(recordsAReport: number): Promise<{ each: number[]; rate: number }> {
  const began = performance.now();
  const before = tap.count();
  const waiting: Promise<number>[] = [];
  for (let n = 0; performance.now() - began < loadedMs; n += 1) {
    waiting.push(once());
    await pause(Math.max(0, began + ((n + 1) * recordsAReport * 1000) / recordsASecond - performance.now()));
  }
  const each = await Promise.all(waiting);
  await quiet();
  return { each, rate: (tap.count() - before) / ((performance.now() - began) / 1000) };
}

const exporting = async (phase: 'pause' | 'resume') => {
  const url = `http://127.0.0.1:${house.env.ENGINE_MANAGEMENT_PORT}/actuator/exporting/${phase}`;
  if (!(await fetch(url, { method: 'POST' })).ok) throw new Error(`Exporting does not ${phase}`);
};

/** Seconds for ten thousand records that waited, until the store has the last of them. */
async function afterBurst(recordsAReport: number): Promise<{ seconds: number; records: number }> {
  const many = Math.ceil(burst / recordsAReport);
  await exporting('pause');
  const before = tap.count();
  await Promise.all(Array.from({ length: many }, () => house.anyone.sends()));
  // Its instances are there when each has its first task, which the engine tells itself.
  const rest = `http://127.0.0.1:${house.env.ENGINE_REST_PORT}/v2/user-tasks/search`;
  const open = async (): Promise<number> => {
    const body = JSON.stringify({ filter: { state: 'CREATED' }, page: { limit: 1 } });
    const answer = await fetch(rest, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return ((await answer.json()) as { page: { totalItems: number } }).page.totalItems;
  };
  reported += many;
  await until(async () => (await open()) >= reported, 'every report to have its task', 120_000);
  const began = performance.now();
  await exporting('resume');
  let last = began;
  let known = -1;
  // Over when the position has not moved for a second; the time is that of its last move.
  while (tap.count() - before < burst * 0.9 || performance.now() - last < 1000) {
    const { position } = (await positions.findOne({ _id: 1 }))!;
    if (position !== known) [known, last] = [position, performance.now()];
    if (performance.now() - began > 120_000) throw new Error('The records do not come through');
    await pause(2);
  }
  return { seconds: (last - began) / 1000, records: tap.count() - before };
}

let reported = 0;
const rows: Row[] = [];
try {
  const sends = async (work: () => Promise<number[]>) => {
    const each = await work();
    reported += each.length;
    return each;
  };
  await quiet();
  const start = tap.count();
  const warm = await sends(idle);
  const recordsAReport = (tap.count() - start) / warm.length;
  await write();
  const figures = { idle: [] as number[][], write: [] as number[][], loaded: [] as number[][], rate: [] as number[] };
  for (let turn = 0; turn < turns; turn += 1) {
    figures.write.push(await write());
    figures.idle.push(await sends(idle));
    await sends(async () => {
      const { each, rate } = await loaded(recordsAReport);
      figures.loaded.push(each);
      figures.rate.push(rate);
      return each;
    });
  }
  const bursts: { seconds: number; records: number }[] = [];
  for (let turn = 0; turn < 3; turn += 1) bursts.push(await afterBurst(recordsAReport));
  const p = (of: number[][], share: number) => of.map((each) => quantile(each, share));
  const limit = (share: number) => ({
    what: 'one write, majority and journal, same quantile',
    figures: p(figures.write, share),
  });
  const what = 'from the engine’s time of a record to the event on an officer’s stream';
  rows.push(
    judged({ p: 'P5', name: 'idle, median', what, unit: 'ms', product: p(figures.idle, 0.5), limit: limit(0.5) }),
    judged({
      p: 'P5',
      name: 'idle, p95',
      what,
      unit: 'ms',
      product: p(figures.idle, 0.95),
      limit: limit(0.95),
      goal: { kind: 'at most', value: 40, of: 'figure' },
      note: `${idleReports} reports a round, one at a time.`,
    }),
    judged({
      p: 'P5',
      name: 'at 200 records/s, p95',
      what,
      unit: 'ms',
      product: p(figures.loaded, 0.95),
      limit: limit(0.95),
      goal: { kind: 'at most', value: 250, of: 'figure' },
      note: `${Math.round(median(figures.rate))} records/s were written; ${Math.round(recordsAReport)} a report up to its first task, reports and workers on the same cores.`,
    }),
    judged({
      p: 'P5',
      name: '10,000 records that waited',
      what: 'from the exporter’s resuming to the last of them in the store, for each 10,000',
      unit: 's',
      product: bursts.map(({ seconds, records }) => (seconds * burst) / records),
      goal: { kind: 'at most', value: 5, of: 'figure' },
      note: `${bursts.map(({ records }) => records.toLocaleString('en')).join(', ')} records.`,
    }),
  );
} finally {
  await client.close();
  await opened.close();
}
console.log(printed('records', rows));
await keep('records', rows);
process.exit(0);
