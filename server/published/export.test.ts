/** Open data: what is published and nothing else, readable by a spreadsheet and running nothing in it. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvCell } from '../../domain/open-data.ts';
import { ReportWay } from '../testing/report-way.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+07:00`);
let house: TestHouse;
let codes: string[];

beforeAll(async () => {
  house = await openTestHouse();
  const send = async (day: string, body: object, kind: 'public' | 'private' = 'public') => {
    const way = await ReportWay.begin(house, at(`${day}T08:00`), { body });
    const variables = { field: 'transport', district: 'tamky', leadAgency: 'sgtvt' };
    await way.step('intake', {
      groups: ['ioc-intake'],
      opened: at(`${day}T08:00`),
      done: at(`${day}T09:00`),
      outcome: 'accepted',
      variables,
    });
    await (await way.answered(at(`${day}T10:00`), 'fixed', kind)).told();
    return way.code;
  };
  codes = [
    await send('03-03', { content: 'Hố ga mất nắp, "nguy hiểm",\nxin xử lý' }),
    await send('03-04', {
      content: '=HYPERLINK("http://xau.example","x")',
      place: { text: '@SUM(A1)', district: 'tamky' },
    }),
    await send('03-05', { content: 'Không công khai' }, 'private'),
    await send('03-06', { content: 'Giữ bí mật', confidential: true }, 'private'),
    await send('03-07', { content: 'Bị gỡ' }),
  ];
  const taken = { takenDown: { at: at('03-08T08:00'), by: 'duty', reason: 'x' } };
  await house.store.reports.model.updateOne({ _id: codes[4] }, { $set: taken });
  house.clock.set(at('03-10T08:00'));
});
afterAll(() => house?.close());

const ask = (url: string) => house.ask('GET', `/api/published/export.${url}`);

test('the table has a row for each published report, without its sender', async () => {
  const { status, body, headers } = await ask('csv');
  expect(status).toBe(200);
  expect(body.startsWith('\uFEFFcode,field,district,agency,')).toBe(true);
  const rows = parse(body, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows.map(({ code }) => code)).toEqual([codes[1], codes[0]]);
  expect(rows[1]).toMatchObject({
    content: 'Hố ga mất nắp, "nguy hiểm",\nxin xử lý',
    agency: 'sgtvt',
    resolution: 'fixed',
    receivedAt: '2026-03-03T08:00:00+07:00',
  });
  expect(body).not.toMatch(/Bình|0905/);
  expect(headers).toMatchObject({
    link: '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
    'x-as-of': '2026-03-10T08:00:00+07:00',
  });
});

test('nothing in it is a formula', async () => {
  const rows = parse((await ask('csv')).body, { bom: true, columns: true }) as Record<string, string>[];
  expect([rows[0]!.content, rows[0]!.place]).toEqual([`'=HYPERLINK("http://xau.example","x")`, `'@SUM(A1)`]);
});

test.each([
  ['=1', "'=1"],
  [' +1', "' +1"],
  ['-x', "'-x"],
  ['\t=1', "'\t=1"],
  ['a=1', 'a=1'],
  [-1.5, '-1.5'],
  [null, ''],
  ['a,"b"', '"a,""b"""'],
])('a cell %j is written %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('the same as JSON says its licence and its moment', async () => {
  const { body } = await ask('json?field=transport');
  expect(body).toMatchObject({
    asOf: '2026-03-10T08:00:00+07:00',
    licence: { id: 'CC-BY-4.0' },
    filter: { field: 'transport' },
  });
  expect(body.items).toMatchObject([
    { code: codes[1], content: '=HYPERLINK("http://xau.example","x")' },
    { code: codes[0], lat: null },
  ]);
});

test.each([
  ['from=2026-03-04&to=2026-03-04', 1],
  ['to=2026-03-03', 1],
  ['field=health', 0],
  ['agency=sgtvt&district=tamky', 2],
  ['district=hoian', 0],
])('%s leaves %i', async (query, count) => {
  expect((await ask(`json?${query}`)).body.items).toHaveLength(count);
});

test('days that there are not are refused', async () => {
  expect(await ask('csv?from=2026-02-30')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/from' }] } });
});
