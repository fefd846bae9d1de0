/**
 * P12: how long an engine needs to know again what it knew, in a process of its own each time: with the snapshots that
 * came by themselves, and from the log alone beside reading and parsing the same log into a map.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ManualClock } from '../../engine/clock.ts';
import { createEngine } from '../../engine/engine.ts';
import { openJournal } from '../../engine/journal/journal.ts';
import { snapshotThread } from '../../engine/snapshot-maker.ts';
import { inFlight, inTurns, judged, type Row } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { driver, procedureDeeds } from './drive.ts';
import { oneTask, procedure } from './loads.ts';

interface Made {
  dir: string;
  megabytes: number;
}

/** A journal in which `count` instances wait. */
async function journalOf(
  count: number,
  snapshots: boolean,
  begin: (engine: Awaited<ReturnType<typeof createEngine>>, count: number) => Promise<void>,
  onRecords?: Parameters<typeof createEngine>[0]['onRecords'],
  clock = new ManualClock(Date.parse('2026-03-02T08:00:00+07:00')),
): Promise<Made> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-recovery-'));
  const journal = await openJournal({
    dir,
    warn: () => {},
    makeSnapshot: snapshotThread,
    ...(snapshots ? {} : { snapshotBytes: Number.MAX_SAFE_INTEGER }),
  });
  journal.exported(Number.MAX_SAFE_INTEGER);
  const engine = await createEngine({ clock, journal, onRecords });
  await begin(engine, count);
  await engine.close();
  await journal.close();
  let bytes = 0;
  for (const name of await readdir(dir)) bytes += (await stat(join(dir, name))).size;
  return { dir, megabytes: bytes / 1e6 };
}

async function tasks(engine: Awaited<ReturnType<typeof createEngine>>, count: number): Promise<void> {
  await engine.deploy([{ name: 'one-task.bpmn', content: oneTask }]);
  await inFlight(count, 256, (at) => engine.createInstance({ bpmnProcessId: 'one-task', variables: { n: at } }));
}

/** Milliseconds that a fresh process takes, and how many instances or records it then knows. */
function again(how: 'engine' | 'bare', dir: string): { ms: number; known: number } {
  const file = fileURLToPath(new URL('./recover-once.ts', import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, [file, how, dir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { ms: number; known: number };
}

const rows: Row[] = [];
async function withSnapshot(name: string, made: Made, count: number, goal: number): Promise<void> {
  const product: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { ms, known } = again('engine', made.dir);
    if (known < count) throw new Error(`${known} of ${count} instances came back`);
    product.push(ms / 1000);
  }
  rows.push(
    judged({
      p: 'P12',
      name,
      what: 'from opening the journal to an engine that takes commands',
      unit: 's',
      product,
      goal: { kind: 'at most', value: goal, of: 'figure' },
      note: `${made.megabytes.toFixed(0)} MB on disk.`,
    }),
  );
  await rm(made.dir, { recursive: true, force: true });
}

await withSnapshot('100,000 of one task', await journalOf(100_000, true, tasks), 100_000, 5);

const clock = new ManualClock(Date.parse('2026-03-02T08:00:00+07:00'));
const deeds = procedureDeeds(() => clock.now());
const d = driver({ job: deeds.job, task: async () => {} });
await withSnapshot(
  '20,000 of the procedure',
  await journalOf(
    20_000,
    true,
    async (engine, count) => {
      d.drive(engine);
      await engine.deploy(await procedure());
      await inFlight(count, 64, async (at) => {
        const reportCode = `QN-${at}`;
        await engine.publishMessage({
          name: 'field-report-received',
          correlationKey: reportCode,
          messageId: reportCode,
          timeToLive: 0,
          variables: { reportCode, receivedAt: new Date(clock.now()).toISOString(), confidential: false },
        });
      });
      await d.done('job intake', count);
    },
    d.onRecords,
    clock,
  ),
  20_000,
  5,
);

const log = await journalOf(20_000, false, tasks);
const rate = (how: 'engine' | 'bare', records: number) => async () => records / (again(how, log.dir).ms / 1000);
const records = again('bare', log.dir).known;
const replayed = await inTurns(5, rate('engine', records), rate('bare', records));
rows.push(
  judged({
    p: 'P12',
    name: 'replay without a snapshot',
    what: 'records per second from the log into a living state',
    unit: 'records/s',
    product: replayed.product,
    limit: { what: 'the same log read, parsed and put in a map', figures: replayed.limit },
    goal: { kind: 'at least', value: 0.6, of: 'ratio' },
    note: `${records.toLocaleString('en')} records, ${log.megabytes.toFixed(0)} MB.`,
  }),
);
await rm(log.dir, { recursive: true, force: true });

console.log(printed('engine/recovery', rows));
await keep('engine/recovery', rows);
process.exit(0);
