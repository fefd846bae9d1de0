/** People and groups: what administrators change, what it does to log-ins and tasks, and how a password is set. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../../testing/records.ts';
import { monday, openTestHouse, origin, type TestHouse } from '../../testing/test-house.ts';
import { EngineDown } from '../../zeebe.ts';
import { releaseHeldWork } from './release.ts';

let house: TestHouse;
let admin: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  admin = await house.as('ioc.admin', 'admin');
});
afterAll(() => house?.close());

const people = '/api/directory/people';
const add = (payload: object) => house.ask('POST', people, { payload, headers: admin });
const get = async (url: string) => (await house.ask('GET', url, { headers: admin })).body;
const put = (username: string, payload: object, version?: number) =>
  house.ask('PUT', `${people}/${username}`, {
    payload,
    headers: { ...admin, ...(version !== undefined && { 'if-match': `"${version}"` }) },
  });
const binh = { name: 'Trần Thị Bình', email: 'binh@quangnam.gov.vn', phone: '0235 381 0123', groups: ['ioc-intake'] };
const audited = async (what: string) => house.store.audit.model.find({ what }).sort({ _id: 1 }).lean().exec();

let seed = 10;
/** A task of the intake that this person holds. */
async function held(username: string): Promise<string> {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  const task = stream.task('intake', ['ioc-intake']);
  stream.assign(task, username);
  await house.records(stream.take());
  return task.key;
}

describe('a person', () => {
  test('is added, found by name without diacritics, by group and page by page', async () => {
    expect((await add({ username: 'binh', ...binh })).status).toBe(201);
    expect((await get(`${people}?q=tran%20binh`)).items).toMatchObject([
      { username: 'binh', ...binh, active: true, hasPassword: false, version: 1 },
    ]);
    expect((await get(`${people}?group=admin`)).items.map(({ username }: { username: string }) => username)).toEqual([
      'ioc.admin',
    ]);
    const first = await get(`${people}?limit=1`);
    const second = await get(`${people}?limit=1&after=${encodeURIComponent(first.next)}`);
    expect([first.items[0].username, second.items[0].username]).toEqual(['ioc.admin', 'binh']);
  });

  test.each([
    ['a name that is taken', { username: 'binh', ...binh }, '/username', 422],
    ['a group that nobody knows', { username: 'x1', ...binh, groups: ['ioc-intake', 'king'] }, '/groups/1', 422],
    ['an agency that is none', { username: 'x1', ...binh, groups: ['agency:nowhere:officer'] }, '/groups/0', 422],
    ['a blank name', { username: 'x1', ...binh, name: '  ' }, '/name', 422],
    ['a user name with spaces', { username: 'x 1', ...binh }, '/username', 400],
  ])('with %s is refused at its field', async (_what, payload, pointer, status) => {
    const answer = await add(payload);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer]);
  });

  test('is changed by who has seen the newest, and the log tells which groups, but no address', async () => {
    const change = { ...binh, email: undefined, groups: ['ioc-intake', 'ioc-duty'], active: true };
    expect((await put('binh', change, 7)).status).toBe(412);
    const answer = await put('binh', change, 1);
    expect(answer).toMatchObject({ status: 200, body: { version: 2, groups: ['ioc-intake', 'ioc-duty'] } });
    expect(answer.body.email).toBeUndefined();
    const [entry] = await audited('change-person');
    expect(entry).toMatchObject({
      who: 'ioc.admin',
      data: { username: 'binh', changed: ['email'], added: ['ioc-duty'] },
    });
    // Of the entry itself: its hash may hold any digits.
    expect(JSON.stringify(entry!.data)).not.toMatch(/quangnam\.gov\.vn|381/);
  });
});

describe('closing an account', () => {
  test('ends its log-ins at once and gives its tasks back, over an engine that is away', async () => {
    const headers = await house.as('chau', 'ioc-intake');
    const key = await held('chau');
    expect(await get(`${people}/chau`)).toMatchObject({ sessions: 1, holds: [{ key, stage: 'intake' }] });
    house.engine.asked.length = 0;
    const closed = await put('chau', { name: 'Châu', groups: ['ioc-intake'], active: false });
    expect(closed.body).toMatchObject({ active: false, sessions: 0, holds: [{ key }] });
    expect((await house.ask('GET', '/api/session', { headers })).status).toBe(401);
    house.engine.answer = () => {
      throw new EngineDown('away');
    };
    expect(await releaseHeldWork(house.house).work()).toBe('waits');
    house.engine.answer = () => {};
    expect(await releaseHeldWork(house.house).work()).toBe('idle');
    expect(house.engine.asked.at(-1)).toEqual({ what: 'unassign', key });
    house.engine.asked.length = 0;
    await releaseHeldWork(house.house).work();
    expect(house.engine.asked).toEqual([]);
  });

  test('or losing a group gives back what was held by it, and nothing else', async () => {
    await house.as('dung', 'ioc-intake', 'ioc-duty');
    const key = await held('dung');
    await put('dung', { name: 'Dũng', groups: ['ioc-intake'], active: true });
    await releaseHeldWork(house.house).work();
    expect(house.engine.asked).toEqual([]);
    await put('dung', { name: 'Dũng', groups: ['ioc-duty'], active: true });
    await releaseHeldWork(house.house).work();
    expect(house.engine.asked).toEqual([{ what: 'unassign', key }]);
  });

  test('of the last administrator is refused, also when two send each other away at once', async () => {
    const own = { name: 'Quản trị', groups: ['admin'], active: true };
    expect((await put('ioc.admin', { ...own, active: false })).body.type).toMatch(/last-administrator$/);
    expect((await put('ioc.admin', { ...own, groups: ['watch'] })).status).toBe(409);
    const other = await house.as('second.admin', 'admin');
    const statuses = await Promise.all([
      put('second.admin', { ...own, active: false }).then(({ status }) => status),
      house
        .ask('PUT', `${people}/ioc.admin`, { payload: { ...own, active: false }, headers: other })
        .then(({ status }) => status),
    ]);
    expect(await house.store.people.model.countDocuments({ groups: 'admin', active: true })).toBe(1);
    expect(statuses).toContain(200);
    await house.store.people.model.updateOne({ _id: 'ioc.admin' }, { active: true });
    admin = await house.as('ioc.admin', 'admin');
  });
});

describe('a link to set a password', () => {
  const set = (token: string, password: string) =>
    house.ask('POST', '/api/password', { payload: { token, password }, headers: { origin } });
  const logIn = (password: string) =>
    house.ask('POST', '/api/session', { payload: { username: 'binh', password }, headers: { origin } });
  const tokenOf = (link: string) => link.split('#')[1]!;
  const make = async (username = 'binh') =>
    (await house.ask('POST', `${people}/${username}/password-link`, { headers: admin })).body;

  test('is shown once where there is no mail, works once, and logs out who was in', async () => {
    const { link, sent } = await make();
    expect(sent).toBe(false);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:8080\/password#/);
    const stored = JSON.stringify(await house.store.passwordLinks.model.find().lean().exec());
    expect(stored).not.toContain(tokenOf(link).split('.')[1]);
    const cookie = await house.as('binh', 'ioc-intake');
    expect((await set(tokenOf(link), 'mật khẩu dài hơn')).status).toBe(204);
    expect((await house.ask('GET', '/api/session', { headers: cookie })).status).toBe(401);
    expect((await set(tokenOf(link), 'mật khẩu khác hẳn')).status).toBe(404);
    expect((await logIn('mật khẩu dài hơn')).status).toBe(200);
    expect(await audited('set-password')).toMatchObject([{ who: 'binh', data: { madeBy: 'ioc.admin' } }]);
  });

  test('is void after a newer one, after a day, and where its seal is not ours', async () => {
    const first = tokenOf((await make()).link);
    const second = tokenOf((await make()).link);
    expect((await set(first, 'mật khẩu dài hơn')).status).toBe(404);
    expect(
      (
        await set(
          second.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
          'mật khẩu dài hơn',
        )
      ).status,
    ).toBe(404);
    await house.store.passwordLinks.model.updateMany({ usedAt: null }, { expiresAt: new Date(0) });
    expect((await set(second, 'mật khẩu dài hơn')).status).toBe(404);
  });

  test('takes no password that is short or holds the name', async () => {
    const token = tokenOf((await make()).link);
    expect((await set(token, 'ngắn')).status).toBe(400);
    expect((await set(token, 'Binh-2026-Binh')).status).toBe(422);
    expect((await set(token, 'một câu đủ dài')).status).toBe(204);
  });

  test('goes by mail where there is a mail server, and is then shown to nobody', async () => {
    const other = await openTestHouse({ SMTP_URL: 'smtp://127.0.0.1:1' });
    try {
      const headers = await other.as('ioc.admin', 'admin');
      await other.ask('POST', people, { payload: { username: 'binh', ...binh }, headers });
      const { body } = await other.ask('POST', `${people}/binh/password-link`, { headers });
      expect(body).toMatchObject({ sent: true });
      expect(body.link).toBeUndefined();
      const owed = await other.store.outbox.model.find({ 'mail.template': 'set-password' }).lean().exec();
      expect(owed).toMatchObject([{ kind: 'mail', mail: { to: { username: 'binh' } } }]);
    } finally {
      await other.close();
    }
  });
});

test('points of contact tell which agencies have not one leader and one officer, and who stands in', async () => {
  await house.as('syt.leader', 'agency:syt:leader');
  await house.as('syt.officer', 'agency:syt:officer');
  await house.as('sct.officer', 'agency:sct:officer');
  await house.as('sct.other', 'agency:sct:officer');
  const absence = { absent: 'syt.leader', standIn: 'syt.officer', startsAt: monday, endsAt: monday + 3_600_000 };
  await house.store.delegations.add({ _id: 'a'.repeat(32), ...absence, reason: 'x', createdAt: monday, endedBy: null });
  const { items } = await get('/api/directory/focal-points');
  const of = (agency: string) => items.find((one: { agency: string }) => one.agency === agency);
  expect(of('syt')).toMatchObject({
    leaders: [{ username: 'syt.leader', standIn: { username: 'syt.officer' } }],
    officers: [{ username: 'syt.officer' }],
  });
  expect(of('sct')).toMatchObject({ leaders: [], officers: [{}, {}] });
  expect(items.at(-1).agency).toBe('syt');
});
