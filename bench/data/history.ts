/**
 * P7, P8 and P15: what screens ask of a long history. The same product over made-up histories of 1,000, 10,000 and 100,000
 * reports, and with `--long` of 1,000,000 (as many reports, tasks and instances each), all in one database server and
 * asked by turns. The product is asked through its own routes without a network between, as many times as needed for
 * nothing to be shared with the ask before; beside it stands the raw find by the same index.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod } from '../../local/mongod/server.ts';
import { choosePort } from '../../local/ports.ts';
import { figureDayWork } from '../../server/statistics/keep-days.ts';
import { deployed } from '../../server/testing/procedure.ts';
import { Stream } from '../../server/testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../../server/testing/test-house.ts';
import { judged, median, type Row } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { fill } from './fill.ts';
import { profiled } from './plans.ts';
import { filledIn, people, type Question, sampleOf, taskLists, type Who } from './questions.ts';

const sizes = [1_000, 10_000, 100_000, ...(process.env.BENCH_LONG ? [1_000_000] : [])];
const rounds = 5;
const named = (size: number): string => size.toLocaleString('en');

interface Filled {
  size: number;
  house: TestHouse;
  headers: Record<string, Record<string, string>>;
  sample: Record<string, string>;
}

async function openFilled(size: number): Promise<Filled> {
  const stream = new Stream(monday - 5 * 365 * 86_400_000);
  const { definition: definitionKey } = stream;
  let began = performance.now();
  const step = (what: string): void => {
    console.log(`  ${named(size)}: ${what} in ${Math.round((performance.now() - began) / 1_000)} s`);
    began = performance.now();
  };
  const house = await openTestHouse({}, async (store) => {
    await fill(store, { reports: size, now: monday, definitionKey });
    step('written');
  });
  step('indexed');
  deployed(stream, definitionKey, 1);
  await house.records(stream.take());
  const days = figureDayWork(house.house);
  while ((await days.work()) === 'waits');
  step('days kept');
  const headers: Filled['headers'] = { anyone: {} };
  for (const [who, groups] of Object.entries(people)) headers[who] = await house.as(`bench.${who}`, ...groups);
  return { size, house, headers, sample: await sampleOf(house.store) };
}

/** Milliseconds that one answer takes; nothing is left of the one before that was kept for a second. */
async function once({ house, headers, sample }: Filled, { who, path }: Question): Promise<number> {
  house.clock.forward(1_001);
  const url = filledIn(path, sample);
  const began = performance.now();
  const { status } = await house.ask('GET', url, { headers: headers[who]! });
  if (status !== 200) throw new Error(`${status} for ${url}`);
  return performance.now() - began;
}

async function middle(times: number, work: () => Promise<number>): Promise<number> {
  const figures: number[] = [];
  for (let n = 0; n < times; n += 1) figures.push(await work());
  return median(figures);
}

/** One question at every size by turns, a figure a round. */
async function curveOf(all: readonly Filled[], question: Question, times: number): Promise<number[][]> {
  const figures: number[][] = all.map(() => []);
  for (const one of all) await middle(2, () => once(one, question));
  for (let round = 0; round < rounds; round += 1)
    for (const [n, one] of all.entries()) figures[n]!.push(await middle(times, () => once(one, question)));
  return figures;
}

/** The find that a page of the list is made of, by its index, with nothing of the product around it. */
const rawFind = ({ house }: Filled) =>
  middle(5, async () => {
    const began = performance.now();
    const { collection } = house.store.tasks.model;
    await collection.find({ state: 'completed' }, { sort: { createdAt: -1, _id: -1 }, limit: 51 }).toArray();
    return performance.now() - began;
  });

interface Timed extends Question {
  name: string;
  p?: Row['p'];
  /** Milliseconds. */
  goal?: number;
  times?: number;
}
const of = (who: Who, path: string, name: string, more: Partial<Timed> = {}): Timed => ({ who, path, name, ...more });
const timed: readonly Timed[] = [
  of('duty', '/api/tasks?state=open&sort=dueAt&q=den tin hieu', 'search in the list', { p: 'P7', goal: 100 }),
  of('duty', '/api/tasks/views', 'counts of saved lists', { p: 'P7', goal: 10 }),
  of('watch', '/api/diagrams/{definition}/counts', 'counts on the diagram', { p: 'P8', goal: 20, times: 9 }),
  of('watch', '/api/watch/board', 'the live board'),
  of('anyone', '/api/published?field=transport', 'published reports of a field'),
  of('anyone', '/api/published?district=tamky', 'published reports of a district'),
  of('anyone', '/api/published?q=rac thai', 'search in published reports', { times: 1 }),
  of('anyone', '/api/published/{published}', 'one published report'),
  of('watch', '/api/instances', 'instances'),
  of('watch', '/api/instances?state=active&sort=dueAt', 'instances by date'),
  of('watch', '/api/timers', 'timers'),
  of('watch', '/api/watch/needs', 'what needs somebody', { times: 3 }),
  of('watch', '/api/watch/board?at=2025-06-02T10:00:00%2B07:00', 'the board of a past day', { times: 3 }),
  of('admin', '/api/audit?what=see-sender', 'a page of the audit log'),
  of('duty', '/api/statistics?period=2026-02&by=agency', 'statistics of a month', { goal: 300, times: 1 }),
  of('duty', '/api/statistics?period=2025-Q3&by=stage', 'statistics of a quarter', { times: 1 }),
  of('duty', '/api/statistics?from=2025-03-01&to=2026-02-28&by=month', 'statistics of a year', {
    goal: 1_000,
    times: 1,
  }),
];

const folder = await mkdtemp(join(tmpdir(), 'history-'));
const database = await startMongod(folder, await choosePort('the bench', 0), 2);
process.env.MONGODB_TEST_URI = database.ownerUri;
const all: Filled[] = [];
try {
  for (const size of sizes) all.push(await openFilled(size));
  const rows = [...(await listRows(all)), ...(await timedRows(all))];
  console.log(printed('data/history', rows));
  await keep('data/history', rows);
} finally {
  for (const { house } of all) await house.close();
  await database.part.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

/** Every list that the screen offers, for who sees all and for who sees one agency; the slowest is judged. */
async function listRows(filled: readonly Filled[]): Promise<Row[]> {
  const largest = filled.at(-1)!;
  const lists = taskLists
    .filter((path) => !path.includes('&q='))
    .flatMap((path): Question[] => [
      { who: 'duty', path },
      { who: 'officer', path },
    ]);
  const each: { list: Question; figures: number[][] }[] = lists.map((list) => ({
    list,
    figures: filled.map(() => []),
  }));
  const raw: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    raw.push(await rawFind(largest));
    for (const { list, figures } of each)
      for (const [n, one] of filled.entries()) figures[n]!.push(await once(one, list));
  }
  const byCost = each
    .map(({ list, figures }) => ({ list, figures, middles: figures.map(median) }))
    .sort((a, b) => b.middles.at(-1)! - a.middles.at(-1)!);
  const slowest = byCost[0]!;
  const sums = filled.map((_, n) =>
    Array.from({ length: rounds }, (__, round) => median(byCost.map(({ figures }) => figures[n]![round]!))),
  );
  const size = named(largest.size);
  const asked = await profiled(largest.house.store.connection.db!, async () => {
    await once(largest, slowest.list);
  });
  const read = asked.filter(({ ns }) => ns.endsWith('.tasks'));
  const looked = read
    .map(({ planSummary, docsExamined }) => `${docsExamined} documents by ${planSummary}`)
    .join(' and ');
  return [
    judged({
      name: 'the slowest task list',
      p: 'P7',
      what: `a page of 50 among ${size} tasks: ${lists.length} lists (state × sort × filter × person), the slowest`,
      unit: 'ms',
      product: slowest.figures.at(-1)!,
      limit: { what: 'the raw find', figures: raw },
      goal: { kind: 'at most', value: 2 * median(raw) + 5, of: 'figure' },
      note: `${slowest.list.who} ${slowest.list.path}: ${looked}; goal: twice the raw find and 5 ms`,
    }),
    judged({
      name: 'the usual task list',
      p: 'P15',
      what: `the median of all lists among ${size} tasks, beside ${named(filled[0]!.size)}`,
      unit: 'ms',
      product: sums.at(-1)!,
      limit: { what: `${named(filled[0]!.size)} tasks`, figures: sums[0]! },
      goal: { kind: 'at most', value: 2, of: 'ratio' },
      curve: filled.map((one, n) => ({ size: named(one.size), figures: sums[n]! })),
    }),
  ];
}

async function timedRows(filled: readonly Filled[]): Promise<Row[]> {
  const rows: Row[] = [];
  const size = named(filled.at(-1)!.size);
  for (const { name, p, goal, times = 5, ...question } of timed) {
    const figures = await curveOf(filled, question, times);
    const curve = filled.map((one, n) => ({ size: named(one.size), figures: figures[n]! }));
    const what = `GET ${question.path.split('?')[0]} over ${size} reports`;
    const base = { name, what, unit: 'ms', product: figures.at(-1)! };
    const smallest = { what: `${named(filled[0]!.size)} reports`, figures: figures[0]! };
    rows.push(
      judged({
        ...base,
        ...(p ? { p } : {}),
        limit: smallest,
        ...(goal === undefined ? {} : { goal: { kind: 'at most', value: goal, of: 'figure' } }),
        curve,
      }),
    );
    if (p === 'P8')
      rows.push(
        judged({
          ...base,
          name: `${name}, grown`,
          p: 'P15',
          limit: smallest,
          goal: { kind: 'at most', value: 2, of: 'ratio' },
        }),
      );
  }
  return rows;
}
