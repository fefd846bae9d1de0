/** Call × caller: who gets in, who is told 401, 403 or 404, and whose words an answer may have. The tables are data. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../domain/software.ts';
import { aDevice } from '../test/house/push-service.ts';
import { type Asked, ask, methodOf, routeOf } from './testing/rights/ask.ts';
import { type Headers, openRightsHouse, type RightsHouse, secrets } from './testing/rights/callers.ts';
import { heardBy } from './testing/rights/hear.ts';
import { readTable } from './testing/rights/table.ts';

const { callers, rows } = readTable('calls.txt');
const events = readTable('events.txt');
let rights: RightsHouse;
beforeAll(async () => {
  rights = await openRightsHouse(aDevice('https://push.example.com/device').subscription);
});
afterAll(() => rights?.house.close());

const who = (caller: string): Headers => rights.callers[caller]!;
const reads = rows.filter(({ name }) => methodOf(name) === 'GET');
const writes = rows.filter(({ name }) => /^(POST|PUT|PATCH|DELETE) \/api\//.test(name));
/** What was answered: row → caller → answer; filled by the first tests, looked through by the later ones. */
const answered = new Map<string, Map<string, Asked>>();

test('every call of the running server has a row, and every row is a call of it', () => {
  const served = new Set(rights.house.routes);
  const known = new Set(rows.map(({ name }) => routeOf(name)));
  expect(
    [...served].filter((one) => !known.has(one)),
    'calls without a row',
  ).toEqual([]);
  expect(
    [...known].filter((one) => !served.has(one)),
    'rows without a call',
  ).toEqual([]);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  expect(callers).toEqual(expect.arrayContaining(Object.keys(rights.callers)));
});

// Before the rows themselves, of which some end sessions.
test('each person hears the events that the table says, with the fields that it says, and no other', async () => {
  const heard = await heardBy(rights, events.callers);
  const cellsOf = (name: string) =>
    Object.fromEntries(
      events.callers.map((caller) => {
        const one = heard.get(caller)!.find((event) => event.name === name);
        return [caller, one === undefined ? '-' : one.data.summary === '' ? 'short' : 'whole'];
      }),
    );
  for (const { name, cells, rest } of events.rows) {
    expect([name, cellsOf(name)]).toEqual([name, cells]);
    const fields = [...heard.values()].flat().filter((event) => event.name === name);
    for (const { data } of fields) expect([name, Object.keys(data).toSorted().join(' ')]).toEqual([name, rest]);
  }
  const names = new Set([...heard.values()].flat().map(({ name }) => name));
  expect([...names].filter((name) => !events.rows.some((row) => row.name === name))).toEqual([]);
});

describe('refused for the whole server alike', () => {
  test('a write with a cookie from another page, from none, or from one that hides where it is', async () => {
    const { cookie } = who('officer') as { cookie: string };
    for (const { name } of writes)
      for (const origin of [
        'https://elsewhere.example',
        'null',
        undefined,
        'http://127.0.0.1:8080.elsewhere.example',
      ]) {
        const { status } = await ask(rights, name, { cookie, ...(origin === undefined ? {} : { origin }) });
        expect([name, origin, status]).toEqual([name, origin, 403]);
      }
  });

  test('somebody who has left: as anybody without a cookie', async () => {
    for (const { name, cells } of rows) {
      const { status } = await ask(rights, name, rights.left);
      if (methodOf(name) === 'GET' || cells.nobody === '401')
        expect([name, String(status)]).toEqual([name, cells.nobody]);
    }
  });

  test('a key, beyond the scopes that a row names', async () => {
    const keys = await Promise.all(scopes.map(async (scope) => [scope, await rights.keyFor([scope])] as const));
    for (const { name, rest } of rows.filter((row) => row.name.includes(' /api/'))) {
      const open = rest.split(' ');
      expect(open.every((one) => one === '' || (scopes as readonly string[]).includes(one))).toBe(true);
      const closed = await Promise.all(
        keys.map(async ([scope, headers]) => {
          const { status, text } = await ask(rights, name, headers);
          return [scope, status === 403 && text.includes('outside-scope')] as const;
        }),
      );
      expect([name, ...closed]).toEqual([name, ...scopes.map((scope) => [scope, !open.includes(scope)])]);
    }
  });
});

test('reading changes nothing but the log of who looked, and counters', async () => {
  const db = rights.house.store.connection.db!;
  const state = async (): Promise<Record<string, string>> =>
    (await db.command({ dbHash: 1 })).collections as Record<string, string>;
  const before = await state();
  for (const { name } of reads)
    await Promise.all(['sender', 'duty', 'leader', 'admin', 'analyst'].map((caller) => ask(rights, name, who(caller))));
  const after = await state();
  const changed = Object.keys(after).filter((one) => after[one] !== before[one]);
  expect(changed.filter((one) => !mayChange.test(one))).toEqual([]);
});
/** The audit log; windows of limits; when a key or session was last used; what is made once, at the first question. */
const mayChange = /^(audit|attempts|sessions|api_?keys)/i;

describe('each caller gets what the table says', () => {
  test.each(rows)('$name', async ({ name, cells }) => {
    const answers = await Promise.all(
      callers.map(async (caller) => [caller, await ask(rights, name, who(caller))] as const),
    );
    answered.set(name, new Map(answers));
    expect(Object.fromEntries(answers.map(([caller, { status }]) => [caller, String(status)]))).toEqual(cells);
  });
});

describe('of all these answers', () => {
  const everyAnswer = () =>
    [...answered].flatMap(([name, given]) => [...given].map(([caller, answer]) => ({ name, caller, ...answer })));

  // Who may have which words of the two reports. A caller that is missing here must get them from no call at all.
  const staff = ['intake', 'duty', 'province', 'officer', 'leader'];
  test.each([
    ['open', 'content', ['sender', ...staff, 'watch', 'board', 'key']],
    ['open', 'name', ['intake', 'duty', 'officer', 'leader', 'key']],
    ['open', 'phone', ['intake', 'duty', 'officer', 'leader', 'key']],
    ['open', 'email', ['intake', 'duty']],
    ['open', 'address', ['intake', 'duty']],
    ['confidential', 'content', ['sender2', ...staff, 'key']],
    ['confidential', 'name', ['intake', 'duty']],
    ['confidential', 'phone', ['intake', 'duty']],
    ['confidential', 'email', ['intake', 'duty']],
    ['confidential', 'address', ['intake', 'duty']],
  ] as const)('the %s report’s %s is in those to the right people alone', (report, what, allowed) => {
    const told = everyAnswer().filter(({ text }) => text.includes(secrets[report][what]));
    expect([...new Set(told.map(({ caller }) => caller))].toSorted()).toEqual([...allowed].toSorted());
  });

  test('none says what went wrong inside', () => {
    const inner = /node_modules|\.ts:\d|\bat \w+ \(|Mongo|E11000|ECONNREFUSED|mongodb:/;
    const told = everyAnswer().filter(({ name, text }) => !/docs|openapi|metrics/.test(name) && inner.test(text));
    expect(told.map(({ name, caller, text }) => [name, caller, text.slice(0, 300)])).toEqual([]);
    expect(everyAnswer().filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
  });

  test('each says that it may be neither framed, sniffed nor followed back, and has a policy without inline scripts', () => {
    for (const { name, headers } of everyAnswer()) {
      const policy = String(headers['content-security-policy']);
      expect([name, headers['x-frame-options'], headers['x-content-type-options'], headers['referrer-policy']]).toEqual(
        [name, 'DENY', 'nosniff', 'no-referrer'],
      );
      expect(policy).toMatch(/default-src 'none'/);
      // A file, opened by itself: it may do nothing at all.
      if (policy === "default-src 'none'; sandbox") continue;
      expect(policy).toMatch(/base-uri 'none'.*frame-ancestors 'none'|frame-ancestors 'none'.*base-uri 'none'/);
      expect(policy.match(/script-src ([^;]*)/)?.[1]).toBe("'self'");
      expect(policy.match(/style-src ([^;]*)/)?.[1]).toBe("'self'");
    }
  });

  test('what not everybody gets is kept by no cache', () => {
    for (const { name, cells } of reads.filter((row) => row.name.includes(' /api/')))
      if (new Set(callers.filter((one) => !one.startsWith('key')).map((one) => cells[one])).size > 1)
        for (const { status, headers } of answered.get(name)!.values())
          if (status === 200)
            expect([name, headers['cache-control']]).toEqual([name, expect.stringMatching(/^(no-store|private, .*)/)]);
  });

  test('none lets pages of other sites in, but for the reading of Open311', () => {
    const open = everyAnswer().filter(({ headers }) => headers['access-control-allow-origin'] !== undefined);
    expect(new Set(open.map(({ name }) => name.split(' ')[1]!.slice(0, 12)))).toEqual(
      new Set(['/open311/v2/', '/open311/v2']),
    );
    expect(open.every(({ headers }) => headers['access-control-allow-credentials'] === undefined)).toBe(true);
  });
});
