/**
 * P3: commands in the process, each answered when it is on disk, beside a bare loop over the same journal with the very
 * records that the engine wrote (build, JSON, group commit, put in a map); one idle command beside one fdatasync; the
 * cost of a command at 1,000, 10,000 and 100,000 live instances.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../engine/journal/journal.ts';
import { snapshotThread } from '../../engine/snapshot-maker.ts';
import type { LogRecord } from '../../engine/types.ts';
import { inFlight, inTurns, judged, median, quantile, type Row, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { activate, load, oneTask } from './loads.ts';

const resources = [{ name: 'one-task.bpmn', content: oneTask }];
const rows: Row[] = [];

/**
 * Completes `count` jobs, so many at a time. Records are counted; only when `written` is given are they kept, for the
 * bare loop: what a caller keeps would be collected at the engine's cost.
 */
async function complete(count: number, atATime: number, written?: LogRecord[]) {
  let records = 0;
  const { engine, close } = await load(resources, true, {
    onRecords: (batch) => {
      records += batch.length;
      if (written) for (const record of batch) written.push(record);
    },
  });
  await inFlight(count, 256, () => engine.createInstance({ bpmnProcessId: 'one-task' }));
  const jobs = await activate(engine, 'work', count);
  records = 0;
  if (written) written.length = 0;
  const { seconds, each } = await inFlight(count, atATime, (at) => engine.completeJob({ jobKey: jobs[at]!.key }));
  await close();
  return { commands: count / seconds, records: records / seconds, each };
}

/** The same records once more, without an engine. */
async function bare(written: readonly LogRecord[], atATime: number): Promise<number> {
  const batches = batched(written);
  const dir = await mkdtemp(join(tmpdir(), 'bench-bare-'));
  const journal = await openJournal({ dir, warn: () => {}, makeSnapshot: snapshotThread });
  await journal.recover(
    () => {},
    () => {},
  );
  journal.exported(Number.MAX_SAFE_INTEGER);
  const known = new Map<string, object>();
  let position = 0;
  const { seconds } = await inFlight(batches.length, atATime, (at) => {
    const records = batches[at]!.map((record) => ({ ...record, position: ++position, value: { ...record.value } }));
    for (const record of records) known.set(record.key, record.value);
    return journal.append({ records });
  });
  await journal.close();
  await rm(dir, { recursive: true, force: true });
  return written.length / seconds;
}
function batched(written: readonly LogRecord[]): LogRecord[][] {
  const batches: LogRecord[][] = [];
  for (const record of written) {
    if (record.recordType === 'COMMAND' && record.sourceRecordPosition === -1) batches.push([]);
    batches.at(-1)?.push(record);
  }
  return batches;
}

for (const atATime of [32, 256]) {
  const commands: number[] = [];
  const late: number[] = [];
  const written: LogRecord[] = [];
  await complete(8000, atATime, written);
  const { product, limit } = await inTurns(
    rounds(5),
    async () => {
      const run = await complete(8000, atATime);
      commands.push(run.commands);
      late.push(quantile(run.each, 0.99));
      return run.records;
    },
    () => bare(written, atATime),
  );
  rows.push(
    judged({
      p: 'P3',
      name: `complete job, ${atATime} in flight`,
      what: 'records per second of completed jobs, each answered when durable',
      unit: 'records/s',
      product,
      limit: { what: 'a bare loop of the same journal', figures: limit },
      goal: { kind: 'at least', value: 0.5, of: 'ratio' },
      note: `${Math.round(median(commands))} commands/s; p99 ${median(late).toFixed(1)} ms at saturation.`,
    }),
  );
}

/** One command after the other beside one fdatasync of 4 KiB after the other. */
async function idle(): Promise<number> {
  const { each } = await complete(300, 1);
  return median(each);
}
async function sync(): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-sync-'));
  const file = await open(join(dir, 'file'), 'w');
  const block = Buffer.alloc(4096, 1);
  await file.write(Buffer.alloc(300 * 4096));
  await file.sync();
  const { each } = await inFlight(300, 1, async (at) => {
    await file.write(block, 0, block.length, at * 4096);
    await file.datasync();
  });
  await file.close();
  await rm(dir, { recursive: true, force: true });
  return median(each);
}
const alone = await inTurns(5, idle, sync);
rows.push(
  judged({
    p: 'P3',
    name: 'one idle command',
    what: 'median of one complete-job command after the other',
    unit: 'ms',
    product: alone.product,
    limit: { what: 'write and fdatasync of 4 KiB', figures: alone.limit },
    goal: { kind: 'at most', value: 3, of: 'ratio' },
  }),
);

/** p99 with a few callers, well below saturation. */
const below: number[] = [];
for (let round = 0; round < 5; round++) below.push(quantile((await complete(2000, 8)).each, 0.99));
rows.push(
  judged({
    p: 'P3',
    name: 'p99, 8 in flight',
    what: 'complete job',
    unit: 'ms',
    product: below,
    goal: { kind: 'at most', value: 5, of: 'figure' },
  }),
);

/** Create, activate, complete with so many others waiting: microseconds of the process for each instance, in memory. */
async function among(live: number): Promise<() => Promise<number>> {
  const { engine } = await load(resources, false);
  for (let at = 0; at < live; at++) await engine.createInstance({ bpmnProcessId: 'one-task' });
  return async () => {
    const count = 500;
    const began = performance.now();
    for (let at = 0; at < count; at++) {
      await engine.createInstance({ bpmnProcessId: 'one-task' });
      const [job] = await engine.activateJobs({
        type: 'work',
        worker: 'bench',
        timeout: 3_600_000,
        maxJobsToActivate: 1,
      });
      await engine.completeJob({ jobKey: job!.key });
    }
    return ((performance.now() - began) / count) * 1000;
  };
}
const sizes = [1_000, 10_000, 100_000];
const living = await Promise.all(
  sizes.map(async (live) => ({ live, once: await among(live), figures: [] as number[] })),
);
for (const { once } of living) await once();
for (let turn = 0; turn < rounds(5); turn++) {
  for (const { once, figures } of turn % 2 === 0 ? living : living.toReversed()) figures.push(await once());
}
rows.push(
  judged({
    p: 'P15',
    name: 'an instance among 100,000',
    what: 'create, activate, complete in the process while so many wait',
    unit: 'µs',
    product: living.at(-1)!.figures,
    limit: { what: 'among 1,000', figures: living[0]!.figures },
    goal: { kind: 'at most', value: 2, of: 'ratio' },
    curve: living.map(({ live, figures }) => ({ size: live.toLocaleString('en'), figures })),
  }),
);

console.log(printed('engine/commands', rows));
await keep('engine/commands', rows);
process.exit(0);
