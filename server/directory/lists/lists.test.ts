/** What anyone reads of the directory, and how soon a change is seen. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeOver } from '../../../store/store.ts';
import { openTestHouse, type TestHouse } from '../../testing/test-house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.close());

const get = (url: string, headers = {}) => house.ask('GET', url, { headers });

test('anyone reads each list as it is on a day, under the names of that day', async () => {
  const { model } = house.store.agencies;
  const names = [
    { vi: 'Sở Công thương', en: 'Industry and Trade', from: '2020-11-01' },
    { vi: 'Sở Công thương mới', en: 'New Industry', from: '2026-06-01' },
  ];
  await model.updateOne({ _id: 'sct' }, { $set: { names, contact: { phone: '0235' } } });
  await house.store.directory.touch();
  house.store.directory.forget();
  const nameOn = async (query: string) => {
    const { body } = await get(`/api/directory/agencies${query}`);
    return body.items.find(({ id }: { id: string }) => id === 'sct');
  };
  expect(await nameOn('')).toEqual({
    id: 'sct',
    kind: 'department',
    name: { vi: 'Sở Công thương', en: 'Industry and Trade' },
    validFrom: '2020-11-01',
    validTo: null,
  });
  expect((await nameOn('?at=2026-06-01')).name.vi).toBe('Sở Công thương mới');
  expect((await nameOn('?at=2026-05-31T23:00:00%2B07:00')).name.vi).toBe('Sở Công thương');
  expect((await get('/api/directory/areas')).body.items).toHaveLength(18);
  expect((await get('/api/directory/fields')).body.items.map(({ row }: { row: number }) => row)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  expect((await get('/api/directory/fields?at=2019-01-01')).body.items).toEqual([]);
  for (const wrong of ['2026-02-30', 'yesterday-or-so'])
    expect((await get(`/api/directory/areas?at=${wrong}`)).status).toBe(400);
});

test('who has it already is told that nothing has changed', async () => {
  const first = await get('/api/directory');
  expect(first.body.agencies[0]).toMatchObject({ id: 'sttt', successor: null });
  expect(JSON.stringify(first.body)).not.toContain('0235');
  const again = await get('/api/directory', { 'if-none-match': first.headers.etag });
  expect(again.status).toBe(304);
});

test('a change by another server is seen within a quarter of a second of the machine', async () => {
  const other = storeOver(house.store.connection.useDb(house.store.connection.name, { useCache: false }));
  expect((await other.directory.read()).agencies).toHaveLength(26);
  await house.store.agencies.model.updateOne({ _id: 'syt' }, { $set: { 'names.0.en': 'Health, renamed' } });
  await house.store.directory.touch();
  const name = async () => (await other.directory.at(0)).agencyName('syt', 'en');
  await expect.poll(name, { interval: 20, timeout: 2_000 }).toBe('Health, renamed');
});
