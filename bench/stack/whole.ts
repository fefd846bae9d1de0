/**
 * P14: the whole stack on this machine's cores: engine, its records, the projection, workers, callers. Letters (three
 * user tasks, two jobs) from start until the projection has their end, beside what the parts cost bare in the same run;
 * and reports through the procedure with officers who act at once, over HTTP as their pages do.
 */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { Pool } from 'undici';
import { rawGateway } from '../../test/contract/raw-grpc.ts';
import { House } from '../../test/house/house.ts';
import { until } from '../../test/house/until.ts';
import { helper } from '../child.ts';
import { letter } from '../engine/loads.ts';
import { processorSecondsBy } from '../processor.ts';
import { inFlight, judged, median, type Row, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { officers } from './officers.ts';
import { bareParts, type Costs } from './parts.ts';

const turns = rounds(3);
const letters = 300;
const reports = 40;
const cores = 2;

const house = await House.open({ ownDatabase: true, env: { REPORTS_PER_10MIN: '1000000' } });
const client = await house.database();
const owner = await new mongoose.mongo.MongoClient(house.ownerUri).connect();
const { pid: mongod } = (await owner.db('admin').command({ serverStatus: 1 })) as unknown as { pid: number };
const database = client.db();
const instances = database.collection('instances');
const gateway = rawGateway(house.env.ZEEBE_ADDRESS!);
const rest = new Pool(house.env.ZEEBE_REST_ADDRESS!, { connections: 32 });
const { child: worker } = await helper('./worker.ts', import.meta.url, [house.env.ZEEBE_ADDRESS!]);

async function ask<Answer>(path: string, body: object): Promise<Answer | undefined> {
  const headers = { 'content-type': 'application/json' };
  const answer = await rest.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
  return text ? (JSON.parse(text) as Answer) : undefined;
}

/** Completes every user task of letters as it comes, until so many are done. */
async function clerks(tasks: number): Promise<void> {
  const done = new Set<string>();
  while (done.size < tasks) {
    const found = await ask<{ items: { userTaskKey: string }[] }>('/v2/user-tasks/search', {
      filter: { state: 'CREATED' },
      page: { limit: 100 },
    });
    const fresh = found!.items.filter(({ userTaskKey }) => !done.has(userTaskKey));
    for (const { userTaskKey } of fresh) done.add(userTaskKey);
    // As a list does that somebody looks at; without a pause half of the engine's work would be to answer this question.
    if (fresh.length === 0) await pause(20);
    await inFlight(fresh.length, 32, (n) =>
      ask(`/v2/user-tasks/${fresh[n]!.userTaskKey}/completion`, { variables: { done: true } }),
    );
  }
}

/** By what each part's process is known. */
const parts = { engine: 'engine/main.ts', server: 'server/main.ts', workers: 'workers/main.ts', database: 'mongod' };
type Part = keyof typeof parts | 'rest';
const names: Part[] = ['engine', 'server', 'workers', 'database', 'rest'];

interface Run {
  rate: number;
  /** CPU seconds of one, by part; `rest`: the callers and their worker. */
  cpu: Record<Part, number>;
}

/** Does `count` things and answers how many a second, and what each took of the processor. */
async function timed(count: number, work: () => Promise<void>): Promise<Run> {
  const before = await processorSecondsBy(process.pid, parts);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const after = await processorSecondsBy(process.pid, parts);
  const cpu = Object.fromEntries(names.map((name) => [name, (after[name] - before[name]) / count]));
  return { rate: count / seconds, cpu: cpu as Run['cpu'] };
}

const whole = ({ cpu }: Run): number => names.reduce((sum, name) => sum + cpu[name], 0);

/** What each part took, as medians of the rounds, ms. */
const byPart = (runs: readonly Run[]): string =>
  names
    .map(
      (name) => `${name === 'rest' ? 'callers' : name} ${(median(runs.map(({ cpu }) => cpu[name])) * 1000).toFixed(1)}`,
    )
    .join(', ');

let ended = 0;
/** Letters until the projection has the last one's end. */
const manyLetters = (): Promise<Run> =>
  timed(letters, async () => {
    const variables = JSON.stringify({ urgent: true });
    await Promise.all([
      inFlight(letters, 32, () =>
        gateway.call('CreateProcessInstance', { bpmnProcessId: 'letter', version: -1, variables }),
      ),
      clerks(letters * 3),
    ]);
    ended += letters;
    await until(
      async () => (await instances.countDocuments({ processId: 'letter', state: 'completed' })) >= ended,
      'every letter’s end to be projected',
      300_000,
    );
  });

let answered = 0;
const manyReports = (): Promise<Run> =>
  timed(reports, async () => {
    await Promise.all([inFlight(reports, 16, () => house.anyone.sends()), officers(house, reports)]);
    answered += reports;
    await until(
      async () => (await database.collection('reports').countDocuments({ status: 'answered' })) >= answered,
      'every report to be answered',
      300_000,
    );
  });

/** Documents that there are, whatever of. */
async function documents(): Promise<number> {
  let sum = 0;
  for (const { name } of await database.listCollections().toArray())
    sum += await database.collection(name).estimatedDocumentCount();
  return sum;
}

const rows: Row[] = [];
try {
  await gateway.call('DeployResource', { resources: [{ name: 'letter.bpmn', content: Buffer.from(letter()) }] });
  await manyLetters();
  const left = await documents();
  const runs: Run[] = [];
  const bare: Costs[] = [];
  const procedure: Run[] = [];
  let records = 0;
  let kept = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    runs.push(await manyLetters());
    if (turn === 0) kept = ((await documents()) - left) / letters;
    const once = await bareParts(database, mongod, Math.round(kept));
    bare.push(once.costs);
    records = once.records;
  }
  await manyReports();
  for (let turn = 0; turn < turns; turn += 1) procedure.push(await manyReports());
  const sum = ({ engine, wire, records, database }: Costs) => engine + wire + records + database;
  const ms = (of: (one: Costs) => number) => (median(bare.map(of)) * 1000).toFixed(2);
  const alone = `engine ${ms((one) => one.engine)}, wire ${ms((one) => one.wire)}, records ${ms((one) => one.records)}, database ${ms((one) => one.database)} ms`;
  const what =
    'start until the projection has its end: engine, records, projection, workers, callers on the same cores';
  rows.push(
    judged({
      p: 'P14',
      name: 'letters',
      what,
      unit: 'instances/s',
      product: runs.map(({ rate }) => rate),
      limit: { what: `${cores} cores by the CPU of the bare parts`, figures: bare.map((one) => cores / sum(one)) },
      goal: { kind: 'at least', value: 0.6, of: 'ratio' },
      note: `on a machine that others use too, the row below is the calmer one.`,
    }),
    judged({
      p: 'P14',
      name: 'CPU of a letter',
      what: 'processor time of all processes for one letter, callers and database too',
      unit: 'ms',
      product: runs.map((run) => whole(run) * 1000),
      limit: { what: 'the bare parts together', figures: bare.map((one) => sum(one) * 1000) },
      goal: { kind: 'at most', value: 1.67, of: 'ratio' },
      note: `here: ${byPart(runs)} ms; bare: ${alone}; ${Math.round(records)} records and ${Math.round(kept)} documents a letter.`,
    }),
    judged({
      p: 'P14',
      name: 'reports, officers at once',
      what: 'sent, seven stages claimed and completed over HTTP, answered and projected',
      unit: 'reports/s',
      product: procedure.map(({ rate }) => rate),
      note: `${Math.round(median(procedure.map(whole)) * 1000)} ms of CPU a report: ${byPart(procedure)}.`,
    }),
  );
} finally {
  worker.disconnect();
  gateway.close();
  await Promise.all([client.close(), owner.close(), rest.close()]);
  await house.close();
}
console.log(printed('stack/whole', rows));
await keep('stack/whole', rows);
process.exit(0);
