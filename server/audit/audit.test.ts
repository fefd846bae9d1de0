/** The log as administrators read it, and the anchors that vouch for its end. */
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { anchorsIn } from '../../store/audit-anchors.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { anchorWork } from './anchor.ts';

let house: TestHouse;
let folder: string;
let file: string;
let admin: { cookie: string; origin: string };
const start = Date.parse('2026-03-02T01:00:00Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  file = join(folder, 'audit-anchors.log');
  house = await openTestHouse({ DATA_DIR: folder });
  admin = await house.as('ioc.admin', 'admin');
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await house.store.audit.model.deleteMany({});
  await rm(file, { force: true });
});

/** Entry n is written n minutes after nine o'clock. */
async function keep(count: number, from = 1): Promise<void> {
  for (let n = from; n < from + count; n += 1) {
    const what = n % 2 ? 'look-confidential' : 'take-down';
    const entry = {
      who: n % 3 ? 'ioc.admin' : '=cmd',
      what,
      reportCode: `QN-${n % 5}`,
      data: { reason: `"ổ gà", ${n}` },
    };
    await house.store.audit.append(entry, start + n * 60_000);
  }
}
const get = async (path: string) => (await house.ask('GET', `/api/audit${path}`, { headers: admin })).body;
const numbers = (body: { items: { number: number }[] }) => body.items.map((one) => one.number);

describe('the list', () => {
  test('comes newest first, page by page, each entry once', async () => {
    await keep(7);
    const first = await get('?limit=3');
    expect(numbers(first)).toEqual([7, 6, 5]);
    await keep(1, 8);
    const second = await get(`?limit=3&after=${first.next}`);
    const third = await get(`?limit=3&after=${second.next}`);
    expect([numbers(second), numbers(third), third.next]).toEqual([[4, 3, 2], [1], null]);
    expect(first.items[0]).toMatchObject({
      who: 'ioc.admin',
      whoName: 'Cán bộ ioc.admin',
      data: { reason: '"ổ gà", 7' },
    });
  });

  test('is asked by who, what, report and time, and by all of them', async () => {
    await keep(12);
    expect(numbers(await get(`?who=${encodeURIComponent('=cmd')}`))).toEqual([12, 9, 6, 3]);
    expect(numbers(await get('?what=take-down&who=ioc.admin'))).toEqual([10, 8, 4, 2]);
    expect(numbers(await get('?reportCode=QN-2'))).toEqual([12, 7, 2]);
    const between = `?from=${encodeURIComponent('2026-03-02T08:04:00+07:00')}&to=2026-03-02T01:07:00Z`;
    expect(numbers(await get(between))).toEqual([6, 5, 4]);
    expect(numbers(await get(`${between}&what=take-down`))).toEqual([6, 4]);
  });

  test('leaves as a table that a spreadsheet reads and does not run, and that is on record itself', async () => {
    await keep(4);
    const answer = await house.ask('GET', '/api/audit/export?what=look-confidential', { headers: admin });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows = parse(answer.body as string, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row.number, row.who])).toEqual([
      ['3', "'=cmd"],
      ['1', 'ioc.admin'],
    ]);
    expect(JSON.parse(rows[0]!.data!)).toEqual({ reason: '"ổ gà", 3' });
    expect((await get('?limit=1')).items).toMatchObject([{ what: 'export-audit', who: 'ioc.admin' }]);
  });
});

describe('the anchors', () => {
  const work = () => anchorWork({ ...house.house, machineNow: () => now }, (error) => complaints.push(String(error)));
  const complaints: string[] = [];
  let now = start;
  beforeEach(() => {
    now = start;
    complaints.length = 0;
  });
  const anchored = async () => (await anchorsIn(file).read()).anchors.map(({ number }) => number);

  test('are put at the start, after a hundred entries and after an hour, where there is something new', async () => {
    const anchors = work();
    await anchors.work();
    expect(await anchored()).toEqual([]);
    await keep(2);
    await anchors.work();
    await keep(50, 3);
    await anchors.work();
    expect(await anchored()).toEqual([2]);
    now += 3_600_000;
    await anchors.work();
    await anchors.work();
    await keep(100, 53);
    await anchors.work();
    now += 3_600_000;
    await anchors.work();
    await work().work();
    expect(await anchored()).toEqual([2, 52, 152]);
  });

  test('of several servers on one folder make one chain', async () => {
    await keep(3);
    const { hash } = await house.store.audit.head();
    const added = await Promise.all([4, 5, 6, 7].map((number) => anchorsIn(file).add({ number, hash }, now)));
    const { anchors, broken } = await anchorsIn(file).read();
    // One that comes after a newer one says nothing new.
    expect([added, broken, anchors.at(-1)?.number]).toEqual([[true, true, true, true], null, 7]);
  });

  test('find what was cut off, written anew, or done to their own file', async () => {
    await keep(5);
    await work().work();
    expect(await get('/verification')).toMatchObject({
      ...{ entries: 5, complete: true, fault: null },
      anchors: { count: 1, newest: 5, broken: null },
    });
    await house.store.audit.model.deleteMany({ _id: { $gte: 4 } });
    expect((await get('/verification')).fault).toEqual({ number: 4, kind: 'cut-off' });
    await house.store.audit.append({ who: 'somebody', what: 'take-down', data: {} }, start);
    await keep(3, 5);
    expect((await get('/verification')).fault).toEqual({ number: 5, kind: 'rewritten' });

    await house.store.audit.model.deleteMany({});
    await rm(file);
    for (const n of [1, 2, 3]) {
      await keep(1, n);
      await work().work();
    }
    const lines = await readFile(file, 'utf8');
    await writeFile(file, lines.replace('"number":2', '"number":1'));
    expect(await get('/verification')).toMatchObject({ fault: null, anchors: { count: 1, broken: 2 } });
    await keep(1, 4);
    await work().work();
    expect(complaints).toHaveLength(1);
    expect(await get('/verification')).toMatchObject({ anchors: { count: 1, broken: 2 } });
  });

  test('go on behind a line that a crash has torn', async () => {
    await keep(1);
    await work().work();
    await appendFile(file, '{"at":"2026-03-02T');
    await keep(1, 2);
    await work().work();
    expect(await anchored()).toEqual([1, 2]);
    expect((await get('/verification')).anchors).toMatchObject({ count: 2, broken: null });
  });
});
