/** Days that are over are kept by column: what is counted stays the same, and is made anew where something changed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../../bench/data/fill.ts';
import { divided, valuesOf } from '../../domain/statistics/count.ts';
import { countTables } from '../../domain/statistics/count-columns.ts';
import { figures } from '../../domain/statistics/figures.ts';
import { readDays, readPeriod } from '../../domain/statistics/periods.ts';
import { readRows } from '../plugins/statistics-rows.ts';
import { readTables } from '../plugins/statistics-tables.ts';
import { ReportWay } from '../testing/report-way.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { figureDayWork } from './keep-days.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  await fill(house.store, { reports: 6_000, from: 5_400, now: monday, definitionKey: '1', backlog: 0.05 });
});
afterAll(() => house?.close());

/** From the first day on: a day and another one are counted with the rest of them kept. */
const spans = [
  readPeriod('2026-02')!,
  readPeriod('2025-Q4')!,
  readDays('2025-10-20', '2026-01-21')!,
  readDays('2026-02-20', '2026-03-31')!,
];

/** Every figure of every span as counted over the rows themselves, and as it is answered. */
async function bothWays() {
  const { store } = house;
  const [byRow, byColumn]: [unknown[], unknown[]] = [[], []];
  for (const span of spans) {
    const cut = Math.min(span.to - 1, monday);
    const rows = await readRows(store, span, cut);
    byRow.push(valuesOf(figures, rows, span), divided(figures, rows, span, 'agency'));
    const asked = { span, division: 'agency' as const, filter: {}, agencies: null };
    const { total, cells } = countTables(figures, await readTables(store, span, cut), asked);
    byColumn.push(total, cells);
  }
  return { byRow, byColumn };
}

async function keepAll(): Promise<void> {
  const days = figureDayWork(house.house);
  while ((await days.work()) === 'waits');
}

const keptDays = () => house.store.connection.collection('figure-days').countDocuments({ value: { $exists: true } });

test('figures are the same with no day kept, with some, and with all', async () => {
  const before = await bothWays();
  expect(before.byColumn).toEqual(before.byRow);
  await keepAll();
  const all = await keptDays();
  expect(all).toBeGreaterThan(130);
  expect((await bothWays()).byColumn).toEqual(before.byRow);
  await house.store.connection.collection('figure-days').deleteMany({ _id: /-[01]\d$/ as never });
  expect(await keptDays()).toBeLessThan(all);
  expect((await bothWays()).byColumn).toEqual(before.byRow);
});

test('a kept day is read instead of its dossiers', async () => {
  await keepAll();
  const { byColumn } = await bothWays();
  const { collection } = house.store.dossiers.model;
  const gone = await collection.find({ until: { $ne: null, $lt: monday - 86_400_000 } }).toArray();
  await collection.deleteMany({ _id: { $in: gone.map(({ _id }) => _id) } });
  try {
    // Of past periods those that came to an end after it are read still, and are missing now.
    expect((await bothWays()).byColumn.at(-2)).toEqual(byColumn.at(-2));
  } finally {
    await collection.insertMany(gone);
  }
});

test('what becomes known of a kept day is counted at once, and the day is made anew', async () => {
  const received = Date.parse('2026-02-23T08:00:00+07:00');
  const way = await ReportWay.begin(house, received);
  await (await way.ended(received + 3_600_000)).told();
  house.clock.set(monday);
  await keepAll();
  const kept = await keptDays();
  const before = await bothWays();
  expect(before.byColumn).toEqual(before.byRow);
  // Its end is told again, for a report that was thought to be over: the engine's records are what holds.
  const late = await ReportWay.begin(house, received + 60_000);
  await (await late.ended(received + 3_600_000)).told();
  house.clock.set(monday);
  expect(await keptDays()).toBe(kept - 1);
  const after = await bothWays();
  expect(after.byColumn).toEqual(after.byRow);
  expect(after.byColumn).not.toEqual(before.byColumn);
  await keepAll();
  expect(await keptDays()).toBe(kept);
  expect((await bothWays()).byColumn).toEqual(after.byRow);
});

test('a value that was begun before a change is not kept', async () => {
  const { figureDays, transaction } = house.store;
  const begun = await figureDays.begin('2026-02-01');
  await transaction((session) => figureDays.touch(['2026-02-01'], session));
  expect(await figureDays.keep('2026-02-01', begun, 'any', {} as never)).toBe(false);
  expect(await figureDays.keep('2026-02-01', await figureDays.begin('2026-02-01'), 'any', {} as never)).toBe(true);
});
