/** One's own account: the second factor, the password, and where one is logged in. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, origin, type TestHouse } from '../testing/test-house.ts';
import { hashPassword } from './passwords.ts';

const password = 'mật khẩu rất dài';
let house: TestHouse;
/** The machine's clock stands still until a test moves it: a code is good for half a minute. */
let now = Date.parse('2026-03-02T01:00:00Z');
let hash: string;
beforeAll(async () => {
  house = await openTestHouse({ SECOND_FACTOR_FOR: 'admin', LOGIN_FAILURES_PER_15MIN: '5' });
  house.house.machineNow = () => now;
  hash = await hashPassword(password);
});
afterAll(() => house?.close());

let count = 0;
async function somebody(...groups: string[]): Promise<string> {
  count += 1;
  const _id = `nguoi.${count}`;
  await house.store.people.put({
    _id,
    name: _id,
    groups: groups.length ? groups : ['ioc-intake'],
    passwordHash: hash,
    active: true,
  });
  return _id;
}
const tryLogIn = (username: string, code?: string, word = password) =>
  house.ask('POST', '/api/session', {
    payload: { username, password: word, ...(code === undefined ? {} : { code }) },
    headers: { origin, 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0' },
  });
async function logIn(username: string, code?: string) {
  const answer = await tryLogIn(username, code);
  expect(answer.status).toBe(200);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0]!, origin };
}
type Headers = Awaited<ReturnType<typeof logIn>>;
/** As a browser does, which keeps the cookie that it is given. */
async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, headers: Headers, payload?: object) {
  const answer = await house.ask(method, path, { headers, ...(payload ? { payload } : {}) });
  const given = answer.headers['set-cookie'];
  if (given) headers.cookie = String(given).split(';')[0]!;
  return answer;
}
const codeOf = (secret: string, at = now) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** Sets up a second factor; answers its secret and the codes for a lost device. */
async function secured(headers: Headers): Promise<{ secret: string; codes: string[] }> {
  const begun = await ask('POST', '/api/account/second-factor', headers, { password });
  expect(begun.status).toBe(200);
  const { secret } = begun.body;
  const done = await ask('PUT', '/api/account/second-factor', headers, { code: codeOf(secret) });
  expect(done.status).toBe(200);
  now += 30_000;
  return { secret, codes: done.body.codes };
}

describe('a second factor', () => {
  test('is asked for after the password, and a code is taken once', async () => {
    const username = await somebody();
    const { secret } = await secured(await logIn(username));
    const without = await tryLogIn(username);
    expect([without.status, without.body.type]).toEqual([401, expect.stringContaining('second-factor-needed')]);
    expect((await tryLogIn(username, undefined, 'falsch')).body.type).toContain('wrong-credentials');
    const code = codeOf(secret);
    expect((await tryLogIn(username, code)).status).toBe(200);
    expect((await tryLogIn(username, code)).status).toBe(401);
    now += 30_000;
    expect((await tryLogIn(username, codeOf(secret))).status).toBe(200);
  });

  test('forgives a clock that is half a minute off, no more', async () => {
    const username = await somebody();
    const { secret } = await secured(await logIn(username));
    now += 120_000;
    expect((await tryLogIn(username, codeOf(secret, now - 60_000))).status).toBe(401);
    expect((await tryLogIn(username, codeOf(secret, now - 30_000))).status).toBe(200);
    expect((await tryLogIn(username, codeOf(secret, now + 30_000))).status).toBe(200);
  });

  test('is replaced on the day on which the device is lost, each code once, in whatever way it is typed', async () => {
    const username = await somebody();
    const { codes } = await secured(await logIn(username));
    expect(new Set(codes).size).toBe(10);
    expect((await tryLogIn(username, codes[0]!.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await tryLogIn(username, codes[0])).status).toBe(401);
    const headers = await logIn(username, codes[1]);
    expect((await ask('GET', '/api/account', headers)).body.secondFactor.recoveryLeft).toBe(8);
    const fresh = await ask('POST', '/api/account/second-factor/recovery-codes', headers, { code: codes[2] });
    expect(fresh.body.codes).toHaveLength(10);
    expect((await tryLogIn(username, codes[3])).status).toBe(401);
  });

  test('does not count before its first right code, and is over when that comes too late', async () => {
    const username = await somebody();
    const headers = await logIn(username);
    const { secret } = (await ask('POST', '/api/account/second-factor', headers, { password })).body;
    expect((await ask('PUT', '/api/account/second-factor', headers, { code: '000000' })).status).toBe(422);
    expect((await tryLogIn(username)).status).toBe(200);
    now += 11 * 60_000;
    expect((await ask('PUT', '/api/account/second-factor', headers, { code: codeOf(secret) })).status).toBe(409);
  });

  test('is begun by who knows the password, and given up by who has the device', async () => {
    const username = await somebody();
    const headers = await logIn(username);
    expect((await ask('POST', '/api/account/second-factor', headers, { password: 'falsch' })).status).toBe(422);
    const { secret } = await secured(headers);
    expect((await ask('POST', '/api/account/second-factor', headers, { password })).status).toBe(409);
    expect((await ask('DELETE', '/api/account/second-factor', headers, { code: '123456' })).status).toBe(422);
    expect((await ask('DELETE', '/api/account/second-factor', headers, { code: codeOf(secret) })).status).toBe(204);
    expect((await tryLogIn(username)).status).toBe(200);
  });

  test('cannot be guessed: wrong codes close the account as wrong passwords do', async () => {
    const username = await somebody();
    const { secret } = await secured(await logIn(username));
    for (let n = 0; n < 5; n += 1) expect((await tryLogIn(username, '000000')).status).toBe(401);
    expect((await tryLogIn(username, codeOf(secret))).status).toBe(429);
  });

  test('that lies in the database can be read by nobody else, and not moved to another', async () => {
    const [one, two] = [await somebody(), await somebody()];
    const { secret } = await secured(await logIn(one));
    const kept = (await house.store.secondFactors.find(one))!;
    expect(JSON.stringify(kept)).not.toContain(secret);
    await house.store.secondFactors.model.collection.insertOne({ ...kept, _id: two, lastStep: 0 } as never);
    expect((await tryLogIn(two, codeOf(secret))).status).toBe(401);
  });

  test('is taken away by an administrator, on the record, and ends the person’s sessions', async () => {
    const username = await somebody();
    const headers = await logIn(username);
    await secured(headers);
    const { secret } = await secured(await logIn('boss').catch(() => bossIn()));
    now += 30_000;
    const boss = await logIn('boss', codeOf(secret));
    const path = `/api/directory/people/${username}/second-factor`;
    expect((await ask('DELETE', path, headers)).status).toBe(403);
    expect((await ask('DELETE', path, boss)).status).toBe(204);
    expect((await ask('DELETE', path, boss)).status).toBe(404);
    expect((await ask('GET', '/api/session', headers)).status).toBe(401);
    expect((await tryLogIn(username)).status).toBe(200);
    const acts = await house.store.audit.model.find({ 'data.username': username }).sort({ _id: 1 }).lean();
    expect(acts.map(({ who, what }) => `${who} ${what}`)).toEqual([
      `${username} second-factor-on`,
      'boss second-factor-taken-away',
    ]);
  });
  async function bossIn(): Promise<Headers> {
    await house.store.people.put({ _id: 'boss', name: 'boss', groups: ['admin'], passwordHash: hash, active: true });
    return logIn('boss');
  }
});

describe('a group that needs a second factor', () => {
  test('may do nothing until there is one', async () => {
    const username = await somebody('admin', 'ioc-duty');
    const headers = await logIn(username);
    const me = () => ask('GET', '/api/session', headers);
    expect((await me()).body).toMatchObject({ needsSecondFactor: true, rights: [] });
    expect((await ask('GET', '/api/tasks', headers)).status).toBe(403);
    expect((await ask('GET', '/api/account', headers)).body.secondFactor).toMatchObject({
      since: null,
      required: true,
    });
    await secured(headers);
    expect((await me()).body.needsSecondFactor).toBeUndefined();
    expect((await me()).body.rights).toContain('directory.edit');
  });
});

describe('a password', () => {
  test('is changed by who knows it, and ends the sessions elsewhere', async () => {
    const username = await somebody();
    const [here, there] = [await logIn(username), await logIn(username)];
    const change = (payload: object) => ask('PUT', '/api/account/password', here, payload);
    expect((await change({ current: 'falsch', next: 'một mật khẩu khác' })).status).toBe(422);
    expect((await change({ current: password, next: 'ngắn' })).status).toBe(400);
    expect((await change({ current: password, next: password })).status).toBe(422);
    expect((await change({ current: password, next: `${username} xin chào` })).status).toBe(422);
    expect((await change({ current: password, next: 'một mật khẩu khác' })).status).toBe(204);
    expect((await ask('GET', '/api/session', here)).status).toBe(200);
    expect((await ask('GET', '/api/session', there)).status).toBe(401);
    expect((await tryLogIn(username)).status).toBe(401);
    expect((await tryLogIn(username, undefined, 'một mật khẩu khác')).status).toBe(200);
  });
});

describe('sessions', () => {
  test('are listed by their device, and ended one by one or all but this', async () => {
    const username = await somebody();
    const [one, two, three] = [await logIn(username), await logIn(username), await logIn(username)];
    const list = async () => (await ask('GET', '/api/account/sessions', one)).body.items;
    const before = await list();
    expect(before).toHaveLength(3);
    expect(before[0]).toMatchObject({ device: 'Firefox · Windows', by: 'password', strong: false });
    expect(before.filter((item: { current: boolean }) => item.current)).toHaveLength(1);
    const [, other] = before.filter((item: { current: boolean }) => !item.current);
    expect((await ask('DELETE', `/api/account/sessions/${other.id}`, one)).status).toBe(204);
    expect((await ask('DELETE', `/api/account/sessions/${other.id}`, one)).status).toBe(404);
    const alive = await Promise.all([two, three].map((headers) => ask('GET', '/api/session', headers)));
    expect(alive.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await ask('DELETE', '/api/account/sessions', one)).status).toBe(204);
    expect(await list()).toHaveLength(1);
  });

  test('of others are nobody’s to end', async () => {
    const [one, two] = [await logIn(await somebody()), await logIn(await somebody())];
    const [mine] = (await ask('GET', '/api/account/sessions', one)).body.items;
    expect((await ask('DELETE', `/api/account/sessions/${mine.id}`, two)).status).toBe(404);
  });
});

test('one’s own address and number are changed, and taken away', async () => {
  const username = await somebody();
  const headers = await logIn(username);
  const change = (payload: object) => ask('PUT', '/api/account', headers, payload);
  expect((await change({ email: 'an@quangnam.example', phone: '0905 123 456' })).status).toBe(204);
  expect((await ask('GET', '/api/account', headers)).body).toMatchObject({
    email: 'an@quangnam.example',
    phone: '0905 123 456',
  });
  expect((await change({ email: 'not an address' })).status).toBe(400);
  expect((await change({ phone: null })).status).toBe(204);
  expect((await ask('GET', '/api/account', headers)).body.phone).toBeUndefined();
});
