/** What is tried against log-ins, sessions and addresses from outside: planted cookies, forged forms, bursts of guesses. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { hashPassword } from './passwords.ts';

const origin = 'https://paht.example.vn';
const password = 'một mật khẩu dài';
let house: TestHouse;
let passwordHash: string;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  const webDist = join(folder, 'web');
  mkdirSync(webDist);
  writeFileSync(
    join(webDist, 'index.html'),
    '<html><head><title>x</title></head><body><qn-shell></qn-shell></body></html>',
  );
  writeFileSync(join(folder, 'secret.txt'), 'not for anyone');
  house = await openTestHouse({ PUBLIC_URL: origin, WEB_DIST: webDist });
  passwordHash = await hashPassword(password);
});
afterAll(() => house?.close());
beforeEach(async () => {
  await house.store.sessions.attempts.deleteMany({});
});

async function person(name: string): Promise<string> {
  await house.store.people.put({ _id: name, name, groups: ['ioc-duty'], passwordHash, active: true });
  return name;
}
const logIn = (username: string, more: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  house.ask('POST', '/api/session', { payload: { username, password, ...more }, headers: { origin, ...headers } });
const cookieOf = ({ headers }: Answer): string => String(headers['set-cookie']).split(';')[0]!;
const who = async (cookie: string): Promise<number> =>
  (await house.ask('GET', '/api/session', { headers: { cookie } })).status;
const codeOf = (secret: string, later = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + later });

describe('behind https', () => {
  test('the cookie is bound to this host, to https and out of reach of scripts, and its end is one that browsers take', async () => {
    const cookie = await logIn(await person('flags'));
    const flags = (answer: Answer) => String(answer.headers['set-cookie']).split('; ').slice(1).toSorted();
    expect(cookieOf(cookie)).toMatch(/^__Host-session=[\w-]{43}$/);
    expect(flags(cookie)).toEqual(['HttpOnly', 'Max-Age=50400', 'Path=/', 'SameSite=Lax', 'Secure']);
    const end = await house.ask('DELETE', '/api/session', { headers: { cookie: cookieOf(cookie), origin } });
    expect(flags(end)).toEqual(expect.arrayContaining(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']));
    expect(cookieOf(end)).toBe('__Host-session=');
  });

  test('every answer binds the browser to https, whatever it is', async () => {
    for (const url of ['/', '/api/session', '/nothing', '/api/openapi.json'])
      expect((await house.ask('GET', url)).headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('a session', () => {
  test('is never one that was planted, and a log-in ends the one that was there', async () => {
    const planted = `__Host-session=${'p'.repeat(43)}`;
    const first = cookieOf(await logIn(await person('planted'), {}, { cookie: planted }));
    expect([first === planted, await who(planted), await who(first)]).toEqual([false, 401, 200]);
    const second = cookieOf(await logIn('planted', {}, { cookie: first }));
    expect([await who(first), await who(second)]).toEqual([401, 200]);
  });

  test('goes on under a new cookie after a change of password, and everywhere else it is over', async () => {
    const elsewhere = cookieOf(await logIn(await person('changes')));
    const old = cookieOf(await logIn('changes'));
    const changed = await house.ask('PUT', '/api/account/password', {
      headers: { cookie: old, origin },
      payload: { current: password, next: 'một mật khẩu khác hẳn' },
    });
    expect(changed.status).toBe(204);
    expect([await who(old), await who(elsewhere), await who(cookieOf(changed))]).toEqual([401, 401, 200]);
  });

  test('goes on under a new cookie when a second factor strengthens it', async () => {
    const old = cookieOf(await logIn(await person('strong')));
    const headers = { cookie: old, origin };
    const { body } = await house.ask('POST', '/api/account/second-factor', { headers, payload: { password } });
    const payload = { code: codeOf(body.secret) };
    const confirmed = await house.ask('PUT', '/api/account/second-factor', { headers, payload });
    expect(confirmed.status).toBe(200);
    expect([await who(old), await who(cookieOf(confirmed))]).toEqual([401, 200]);
    const { body: open } = await house.ask('GET', '/api/account/sessions', {
      headers: { cookie: cookieOf(confirmed) },
    });
    expect(open.items).toEqual([expect.objectContaining({ current: true, strong: true, by: 'password' })]);
  });

  // What a form of another site can send without asking: text, a form, several parts.
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'takes no write of type %s, not even from here',
    async (type) => {
      const cookie = cookieOf(await logIn(await person('forms')));
      const payload = JSON.stringify({ current: password, next: 'của kẻ khác hẳn' });
      const headers = { cookie, origin, 'content-type': type };
      const { status } = await house.ask('PUT', '/api/account/password', { headers, payload });
      expect(status).toBe(400);
      expect((await logIn('forms')).status).toBe(200);
      const credentials = JSON.stringify({ username: 'forms', password });
      const planted = { headers: { 'content-type': type, origin: 'null' }, payload: credentials };
      const answer = await house.ask('POST', '/api/session', planted);
      expect([answer.status >= 400, answer.headers['set-cookie']]).toEqual([true, undefined]);
    },
  );

  test('is not ended by reading, whatever the headers call it', async () => {
    const cookie = cookieOf(await logIn(await person('override')));
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method'])
      await house.ask('GET', '/api/session?_method=DELETE', { headers: { cookie, origin, [name]: 'DELETE' } });
    expect(await who(cookie)).toBe(200);
  });
});

describe('guessing', () => {
  const statuses = async (calls: Promise<Answer>[]) => (await Promise.all(calls)).map(({ status }) => status);

  test('many at once are no more than ten, and the right one among them is not told from the wrong ones', async () => {
    await person('burst');
    const wrong = Array.from({ length: 30 }, (_, n) => logIn('burst', { password: `sai ${n}` }));
    const answers = await statuses([...wrong, logIn('burst')]);
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.at(-1)).toBe(429);
    expect(answers.every((status) => status === 401 || status === 429)).toBe(true);
    expect(await house.store.sessions.model.countDocuments({ username: 'burst' })).toBe(0);
  });

  test('codes of a second factor many at once are no more than ten either', async () => {
    const cookie = cookieOf(await logIn(await person('totp')));
    const headers = { cookie, origin };
    const { body } = await house.ask('POST', '/api/account/second-factor', { headers, payload: { password } });
    await house.ask('PUT', '/api/account/second-factor', { headers, payload: { code: codeOf(body.secret) } });
    const guesses = Array.from({ length: 20 }, (_, n) => logIn('totp', { code: String(900_000 + n) }));
    const answers = await statuses(guesses);
    expect(answers.filter((status) => status !== 429).length).toBeLessThanOrEqual(10);
    expect((await logIn('totp', { code: codeOf(body.secret, 30_000) })).status).toBe(429);
  });

  test('closes an account for a quarter of an hour, not for good', async () => {
    await person('unlocked');
    await statuses(Array.from({ length: 11 }, () => logIn('unlocked', { password: 'sai' })));
    expect((await logIn('unlocked')).status).toBe(429);
    const { machineNow } = house.house;
    house.house.machineNow = () => machineNow() + 15 * 60_000;
    expect((await logIn('unlocked')).status).toBe(200);
    house.house.machineNow = machineNow;
  });

  test('over many accounts closes the address, which nobody can choose by a header', async () => {
    const guess = (n: number) =>
      logIn(`nobody.${n}`, { password: 'x' }, { 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` });
    const answers = await statuses(Array.from({ length: 55 }, (_, n) => guess(n)));
    expect(answers.filter((status) => status === 401)).toHaveLength(50);
    expect(answers.filter((status) => status === 429)).toHaveLength(5);
  });
});

describe('an address', () => {
  const measure = (remoteAddress: string, headers: Record<string, string> = {}): Promise<Answer> =>
    house.ask('GET', '/metrics', { remoteAddress, headers } as InjectOptions);

  test('of this machine reads the figures, and what a proxy on it hands on does not', async () => {
    expect((await measure('127.0.0.1')).status).toBe(200);
    expect((await measure('127.0.0.1', { 'x-forwarded-for': '203.0.113.5' })).status).toBe(404);
    expect((await measure('127.0.0.1', { via: '1.1 proxy' })).status).toBe(404);
    expect((await measure('203.0.113.5', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(404);
  });

  test('is believed when a proxy that the settings name says it, back to the first that is not ours', async () => {
    const behind = await openTestHouse({ PUBLIC_URL: origin, TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' });
    const asked = async (remoteAddress: string, forwarded: string) =>
      (await behind.ask('GET', '/metrics', { remoteAddress, headers: { 'x-forwarded-for': forwarded } })).status;
    try {
      expect(await asked('127.0.0.1', '203.0.113.5')).toBe(404);
      expect(await asked('127.0.0.1', '127.0.0.1, 203.0.113.5')).toBe(404);
      expect(await asked('127.0.0.1', '127.0.0.1, 10.2.3.4')).toBe(200);
      expect(await asked('203.0.113.5', '127.0.0.1')).toBe(404);
    } finally {
      await behind.close();
    }
  });
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '/assets/../../secret.txt',
  '/assets/..%252f..%252fsecret.txt',
  '/index.html/../../secret.txt',
  '/%00/../secret.txt',
  '//etc/passwd',
])('%s leads out of the pages’ folder to nobody', async (url) => {
  const { status, body } = await house.ask('GET', url);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(JSON.stringify(body)).not.toContain('not for anyone');
});

test('no address is taken from the Host header', async () => {
  const headers = {
    host: 'elsewhere.example',
    'x-forwarded-host': 'elsewhere.example',
    'idempotency-key': randomUUID(),
  };
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'x', place: { text: 'x' } };
  const answers = [
    await house.ask('POST', '/api/reports', { headers, payload }),
    await house.ask('GET', '/api/session', { headers }),
    ...(await Promise.all(
      ['/p', '/sitemap.xml', '/robots.txt', '/p/feed.xml', '/api/openapi.json', '/open311/v2/discovery.json', '/'].map(
        (url) =>
          house.ask('GET', url, { headers: { host: 'elsewhere.example', 'x-forwarded-host': 'elsewhere.example' } }),
      ),
    )),
  ];
  expect(answers[0]!.status).toBe(201);
  for (const { body, headers: given } of answers)
    expect(JSON.stringify(body) + JSON.stringify(given)).not.toContain('elsewhere.example');
});

test('a header of the answer is not written by who asks', async () => {
  for (const url of [
    '/api/directory/exports/people.csv%0d%0aset-cookie:%20a=b',
    '/p/x%0d%0aset-cookie:%20a=b',
    '/p?after=%0d%0aset-cookie:%20a=b',
  ])
    expect((await house.ask('GET', url)).headers['set-cookie']).toBeUndefined();
});
