/** The regulation over HTTP: what is in force when, who entered what, and what may not be rewritten. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
let analyst: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  analyst = await house.as('analyst', 'analyst');
  const stream = new Stream(monday, 1);
  stream.process(await readFile(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8'), 'field-report');
  await house.records(stream.take());
});
afterAll(() => house?.close());

const textAt = async (clause: string, at?: string): Promise<string | undefined> => {
  const query = at ? `?at=${encodeURIComponent(at)}` : '';
  const { body } = await house.ask('GET', `/api/articles${query}`);
  return body.items.find((one: { clause: string }) => one.clause === clause)?.text;
};
const wording = {
  title: 'Xử lý phản ánh hiện trường',
  text: 'Thời gian xử lý tối đa không quá 04 ngày làm việc.',
  binds: 'process',
  why: 'Đặt thời hạn xử lý.',
  validFrom: '2026-03-02',
  source: 'Quyết định 12/QĐ-UBND',
  reason: 'Rút ngắn thời hạn',
};

test('anyone reads the clauses in force, in order, and no name of who entered them', async () => {
  const { status, body } = await house.ask('GET', '/api/articles');
  expect(status).toBe(200);
  expect(body.day).toBe('2026-03-02');
  expect(body.items.length).toBe(54);
  expect(body.items[0].clause).toBe('1.1');
  expect(body.items[0]).not.toHaveProperty('by');
});

test('an analyst sees what carries a clause', async () => {
  const { body } = await house.ask('GET', '/api/articles/8.3', { headers: analyst });
  expect(body.wordings).toMatchObject([{ by: null, validTo: null, ended: null }]);
  expect(body.elements).toContainEqual({
    id: 'handling-open',
    name: 'Mở hạn xử lý',
    type: 'ServiceTask',
    budget: '6d',
  });
});

test('a new wording holds from its day on, and what was in force before stays readable', async () => {
  const made = await house.ask('POST', '/api/articles/8.3/wordings', { payload: wording, headers: analyst });
  expect(made.status).toBe(201);
  expect(made.body.wordings).toMatchObject([
    { validTo: '2026-03-02', ended: { by: 'analyst', byName: 'Cán bộ analyst', reason: 'Rút ngắn thời hạn' } },
    { by: 'analyst', validFrom: '2026-03-02', validTo: null, source: 'Quyết định 12/QĐ-UBND' },
  ]);
  expect(await textAt('8.3')).toContain('04 ngày');
  expect(await textAt('8.3', '2026-03-01T23:59:00+07:00')).toContain('06 ngày');
  const audit = await house.store.audit.model.find({ what: 'article-wording' }).lean().exec();
  expect(audit).toMatchObject([{ who: 'analyst', data: { clause: '8.3', validFrom: '2026-03-02' } }]);
});

test('the past is not rewritten', async () => {
  const payload = { ...wording, validFrom: '2026-01-01' };
  const { status, body } = await house.ask('POST', '/api/articles/8.3/wordings', { payload, headers: analyst });
  expect(status).toBe(422);
  expect(body.errors[0]).toMatchObject({ pointer: '/validFrom' });
});

test('days that do not exist and words of blanks are refused', async () => {
  for (const change of [{ validFrom: '2026-02-30' }, { source: '  ' }]) {
    const payload = { ...wording, ...change };
    expect((await house.ask('POST', '/api/articles/9.2/wordings', { payload, headers: analyst })).status).toBe(422);
  }
});

test('a clause of a new decision is entered, and one is repealed', async () => {
  const added = { ...wording, text: 'Gia hạn không quá hai lần.', validFrom: '2026-03-01' };
  expect((await house.ask('POST', '/api/articles/17.1/wordings', { payload: added, headers: analyst })).status).toBe(
    201,
  );
  expect(await textAt('17.1')).toContain('hai lần');
  const payload = { validTo: '2026-03-02', source: 'Quyết định 12/QĐ-UBND', reason: 'Bãi bỏ' };
  const ended = await house.ask('POST', '/api/articles/14.2/repeal', { payload, headers: analyst });
  expect(ended).toMatchObject({ status: 200, body: { wordings: [{ validTo: '2026-03-02' }] } });
  expect(await textAt('14.2')).toBeUndefined();
  expect(await textAt('14.2', '2026-03-01T12:00:00+07:00')).toContain('máy vi tính');
  const again = await house.ask('POST', '/api/articles/14.2/repeal', { payload, headers: analyst });
  expect(again.status).toBe(409);
  expect((await house.ask('POST', '/api/articles/99.9/repeal', { payload, headers: analyst })).status).toBe(404);
});
