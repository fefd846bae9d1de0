/** The public figures by month: kept for months that are over, made anew where one of their reports is changed. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../bench/data/fill.ts';
import { districts } from '../domain/districts.ts';
import { periodOf } from '../domain/statistics/periods.ts';
import type { FigureCell } from './figures.ts';
import type { Report } from './reports.ts';
import { openStore, type Store } from './store.ts';

const now = Date.parse('2026-03-02T08:00:00+07:00');
let store: Store;
beforeAll(async () => {
  const dbName = `figures_${randomBytes(6).toString('hex')}`;
  store = await openStore({ uri: process.env.MONGODB_TEST_URI as string, dbName });
  await store.prepare();
  await fill(store, { reports: 600, now, definitionKey: '1' });
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
});

/** Month, field, district → received and answered. */
const inShort = (cells: readonly FigureCell[]) =>
  cells
    .map(({ month, field, district, counts }) => [month, field, district, counts.received, counts.answered].join(' '))
    .sort();

async function byHand(): Promise<string[]> {
  const sums = new Map<string, [received: number, answered: number]>();
  for (const report of await store.reports.model.find().lean<Report[]>()) {
    const district = report.district ?? report.place.district ?? '';
    const key = [periodOf(report.receivedAt, 'month'), report.field ?? '', district].join(' ');
    const [received, answered] = sums.get(key) ?? [0, 0];
    sums.set(key, [received + 1, answered + (report.publishedAt ? 1 : 0)]);
  }
  return [...sums].map(([key, both]) => [key, ...both].join(' ')).sort();
}

test('every report stands in the cell of its month, field and district, asked once and asked again', async () => {
  const right = await byHand();
  expect(inShort(await store.figures.count(now))).toEqual(right);
  expect(inShort(await store.figures.count(now))).toEqual(right);
});

test('a month that is over is read, and counted anew once one of its reports is changed', async () => {
  const before = inShort(await store.figures.count(now));
  const report = await store.reports.model.findOne({ receivedAt: { $lt: now - 300 * 86_400_000 } }).lean<Report>();
  const { _id, district } = report!;
  const elsewhere = districts.find(({ id }) => id !== district)!.id;
  await store.reports.model.updateOne({ _id }, { $set: { district: elsewhere } });
  expect(inShort(await store.figures.count(now))).toEqual(before);
  await store.transaction((session) => store.figures.touch([report!.receivedAt], session));
  expect(inShort(await store.figures.count(now))).toEqual(await byHand());
});
