/**
 * P15 for P5: a record's way to an officer's event stream over a past of 500, 5,000 and 50,000 reports (twenty times
 * as many with `--long`), each in a database of its own, by turns.
 */
import { openStore } from '../store/store.ts';
import { fill } from './data/fill.ts';
import { openRecordsHouse } from './records-house.ts';
import { judged, median, rounds } from './rounds.ts';
import { keep, printed } from './table.ts';

const smallest = process.env.BENCH_LONG ? 10_000 : 500;
const reportsATurn = 8;

async function over(reports: number) {
  const opened = await openRecordsHouse();
  const store = await openStore({ uri: opened.house.databaseUri });
  const definition = await store.definitions.latest('field-report');
  if (!definition) throw new Error('The procedure is not projected yet');
  await fill(store, { reports, now: await opened.house.clock.now(), definitionKey: definition._id });
  await store.close();
  return { ...opened, reports, figures: [] as number[] };
}

const places: Awaited<ReturnType<typeof over>>[] = [];
try {
  for (const times of [1, 10, 100]) places.push(await over(smallest * times));
  for (const { oneByOne } of places) await oneByOne(3);
  for (let turn = 0; turn < rounds(5); turn += 1)
    for (const { oneByOne, figures } of turn % 2 === 0 ? places : places.toReversed())
      figures.push(median(await oneByOne(reportsATurn)));
} finally {
  for (const { close } of places) await close();
}
const size = (reports: number) => reports.toLocaleString('en');
const [first, last] = [places[0]!, places.at(-1)!];
const rows = [
  judged({
    p: 'P15',
    name: `a record’s way over ${size(last.reports)} reports`,
    what: 'from the engine’s time of a record to the event on an officer’s stream, median',
    unit: 'ms',
    product: last.figures,
    limit: { what: `over ${size(first.reports)}`, figures: first.figures },
    goal: { kind: 'at most', value: 2, of: 'ratio' },
    curve: places.map(({ reports, figures }) => ({ size: size(reports), figures })),
  }),
];
console.log(printed('records-growth', rows));
await keep('records-growth', rows);
process.exit(0);
