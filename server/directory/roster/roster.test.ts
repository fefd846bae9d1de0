/** The roster: rows by hand, by pattern and by swap; gaps shown beforehand and told once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monday, openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { rosterGapWork } from './gap-work.ts';

let house: TestHouse;
let duty: Record<string, string>;
const roster = '/api/directory/roster';
beforeAll(async () => {
  house = await openTestHouse();
  duty = await house.as('ioc.duty', 'ioc-duty');
  await house.as('an', 'ioc-duty', 'ioc-intake');
  await house.as('binh', 'ioc-duty');
});
afterAll(() => house?.close());

const ask = (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, version?: number) =>
  house.ask(method, roster + url, {
    ...(payload && { payload }),
    headers: { ...duty, ...(version !== undefined && { 'if-match': `"${version}"` }) },
  });
const read = async (query = '') => (await house.ask('GET', roster + query, { headers: duty })).body;
const needs = async () =>
  (await house.ask('GET', '/api/watch/needs', { headers: duty })).body.lists.find(
    ({ kind }: { kind: string }) => kind === 'roster',
  );
const row = (day: string, username = 'an', role = 'ioc-duty') => ({
  role,
  username,
  from: `${day}T07:00:00+07:00`,
  to: `${day}T17:00:00+07:00`,
});
const told = async () =>
  (await house.store.outbox.model.find({ 'mail.template': 'roster-gap' }).sort({ _id: 1 }).lean()).map(
    ({ _id }) => _id,
  );

test('where none is kept nothing is a gap, and anybody of the group is taken to be there', async () => {
  expect(await read()).toMatchObject({ from: '2026-03-02', days: 7, items: [], gaps: [], kept: false });
  expect(await needs()).toMatchObject({ count: 0, roster: { now: true, gap: null } });
  await rosterGapWork(house.house).work();
  expect(await told()).toEqual([]);
});

describe('rows', () => {
  test('come from a weekly pattern on working days, and what is there already stays', async () => {
    const line = { username: 'an', from: '07:00', to: '17:00' };
    const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, ...line }));
    const pattern = { from: '2026-03-02', until: '2026-03-15', week };
    expect((await ask('POST', '/rows', { role: 'ioc-intake', ...pattern })).body).toEqual({ made: 10, there: 0 });
    const shorter = { ...pattern, until: '2026-03-06', week: week.slice(0, 4) };
    expect((await ask('POST', '/rows', { role: 'ioc-duty', ...shorter })).body).toEqual({ made: 4, there: 0 });
    expect((await ask('POST', '/rows', { role: 'ioc-duty', ...pattern, until: '2026-03-06' })).body).toEqual({
      made: 1,
      there: 4,
    });
    const { items, kept } = await read();
    expect(kept).toBe(true);
    expect(items).toHaveLength(10);
    expect(items[0]).toMatchObject({ role: 'ioc-duty', username: 'an', name: 'Cán bộ an', holds: true, version: 1 });
  });

  test.each([
    ['a person without the group', { ...row('2026-03-09', 'binh', 'ioc-intake') }, '/username'],
    ['an end before its beginning', { ...row('2026-03-09'), to: '2026-03-09T06:00:00+07:00' }, '/to'],
    ['more than a day and a half', { ...row('2026-03-09'), to: '2026-03-11T06:00:00+07:00' }, '/to'],
  ])('with %s are refused at the field', async (_what, payload, pointer) => {
    const answer = await ask('POST', '', payload);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  test('are changed one by one by who has seen the newest, swapped and removed', async () => {
    expect((await ask('POST', '', row('2026-03-06'))).status).toBe(409);
    const { id } = (await ask('POST', '', row('2026-03-09', 'binh'))).body;
    expect((await ask('PUT', `/${id}`, row('2026-03-09', 'an'))).status).toBe(400);
    expect((await ask('PUT', `/${id}`, row('2026-03-09', 'an'), 1)).status).toBe(204);
    expect((await ask('PUT', `/${id}`, row('2026-03-09', 'binh'), 1)).status).toBe(412);
    const other = (await ask('POST', '', row('2026-03-10', 'binh'))).body.id;
    expect((await ask('POST', '/swap', { one: id, other })).status).toBe(204);
    expect((await house.store.duties.find(id))?.username).toBe('binh');
    expect((await house.store.duties.find(other))?.username).toBe('an');
    expect((await ask('DELETE', `/${other}`, undefined, 1)).status).toBe(412);
    expect((await ask('DELETE', `/${other}`, undefined, 2)).status).toBe(204);
    const audit = await house.store.audit.model
      .find({ what: /dut|roster/ })
      .sort({ _id: 1 })
      .lean();
    expect(audit.map(({ what }) => what)).toEqual([
      'make-roster',
      'make-roster',
      'make-roster',
      'add-duty',
      'change-duty',
      'add-duty',
      'swap-duties',
      'remove-duty',
    ]);
  });
});

describe('a gap', () => {
  test('of the coming working days is shown, also on the watch', async () => {
    const { gaps } = await read();
    expect(gaps[0]).toEqual({ role: 'ioc-duty', from: '2026-03-10T07:00:00+07:00', to: '2026-03-10T17:00:00+07:00' });
    expect(await needs()).toMatchObject({ count: gaps.length, roster: { now: true, gap: gaps[0].from } });
  });

  test('opens where somebody leaves, and the watch says that nobody is there now', async () => {
    const closed = { $set: { active: false } };
    await house.store.people.model.updateOne({ _id: 'an' }, closed);
    expect((await needs()).roster).toEqual({ now: false, gap: '2026-03-02T08:00:00+07:00' });
    await house.store.people.model.updateOne({ _id: 'an' }, { $set: { active: true } });
    house.clock.set(Date.parse('2026-03-02T19:00:00+07:00'));
    expect((await needs()).roster.now).toBe(true);
    house.clock.set(monday);
  });

  test('is told two working days ahead, once', async () => {
    await rosterGapWork(house.house).work();
    expect(await told()).toEqual([]);
    house.clock.set(Date.parse('2026-03-06T08:00:00+07:00'));
    await rosterGapWork(house.house).work();
    await rosterGapWork(house.house).work();
    expect(await told()).toEqual(['roster-gap:ioc-duty:2026-03-10']);
    const [entry] = await house.store.outbox.model.find({ 'mail.template': 'roster-gap' }).lean();
    expect(entry?.mail?.to).toEqual({ groups: ['ioc-duty', 'admin'] });
    house.clock.set(monday);
  });
});
