import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, origin, type TestHouse } from '../testing/test-house.ts';
import { fitsPassword, hashPassword } from './passwords.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
  const passwordHash = await hashPassword('mật khẩu đúng');
  for (const name of ['ioc.intake', 'ioc.duty', 'gone'])
    await house.store.people.put({
      _id: name,
      name,
      groups: [name.replace('.', '-')],
      passwordHash,
      active: name !== 'gone',
    });
});
afterAll(() => house?.close());

const logIn = (username: string, password = 'mật khẩu đúng', headers: Record<string, string> = { origin }) =>
  house.ask('POST', '/api/session', { payload: { username, password }, headers });
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['set-cookie']).split(';')[0]!;

describe('a password', () => {
  test('fits only itself, written in either Unicode form', async () => {
    const stored = await hashPassword('bí mật');
    expect(await fitsPassword('bí mật'.normalize('NFD'), stored)).toBe(true);
    expect(await fitsPassword('bi mat', stored)).toBe(false);
    expect(await fitsPassword('bí mật', null)).toBe(false);
    expect(stored).not.toContain('mật');
  });
});

describe('a session', () => {
  test('starts with a cookie that scripts cannot read, and says who one is and what one may', async () => {
    const answer = await logIn('ioc.intake');
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly/);
    expect(String(answer.headers['set-cookie'])).toMatch(/SameSite=Lax/);
    expect(answer.body).toMatchObject({ username: 'ioc.intake', groups: ['ioc-intake'] });
    expect(answer.body.rights).toContain('task.claim');
    const me = await house.ask('GET', '/api/session', { headers: { cookie: cookieOf(answer) } });
    expect(me.body).toEqual(answer.body);
  });

  test('is kept as a hash only, and a log-in makes a new one', async () => {
    const first = await logIn('ioc.intake');
    const cookie = cookieOf(first);
    expect(await house.store.sessions.model.countDocuments({ _id: cookie.split('=')[1] } as never)).toBe(0);
    const second = await logIn('ioc.intake', undefined, { origin, cookie });
    expect(cookieOf(second)).not.toBe(cookie);
    expect((await house.ask('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
  });

  test('ends with log-out', async () => {
    const cookie = cookieOf(await logIn('ioc.duty'));
    expect((await house.ask('DELETE', '/api/session', { headers: { cookie, origin } })).status).toBe(204);
    expect((await house.ask('GET', '/api/session', { headers: { cookie } })).status).toBe(401);
  });

  test('takes writes from its own pages only', async () => {
    const cookie = cookieOf(await logIn('ioc.duty'));
    const release = (headers: Record<string, string>) => house.ask('DELETE', '/api/session', { headers });
    expect((await release({ cookie })).status).toBe(403);
    expect((await release({ cookie, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await logIn('ioc.duty', undefined, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });

  test('of a person who has left is none', async () => {
    const headers = await house.as('left', 'ioc-intake');
    await house.store.people.model.updateOne({ _id: 'left' }, { $set: { active: false } });
    expect((await house.ask('GET', '/api/session', { headers })).status).toBe(401);
    expect((await logIn('gone')).status).toBe(401);
  });
});

test('ten wrong passwords close an account for a while, also for the right one; other accounts stay open', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1) statuses.push((await logIn('ioc.intake', 'falsch')).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  expect((await logIn('ioc.intake')).status).toBe(429);
  expect((await logIn('ioc.duty')).status).toBe(200);
  // Nobody learns from it whether there is such an account.
  expect((await logIn('nobody', 'falsch')).body).toEqual((await logIn('ioc.duty', 'falsch')).body);
});
