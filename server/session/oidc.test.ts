/** Log-in at a real OpenID Connect provider, from the button to the session. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { IdentityProvider } from '../../test/house/identity-provider.ts';
import { openTestHouse, origin, type TestHouse } from '../testing/test-house.ts';

let provider: IdentityProvider;
let house: TestHouse;
beforeAll(async () => {
  provider = await IdentityProvider.open(`${origin}/api/session/oidc/callback`);
  house = await openTestHouse({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Tài khoản của tỉnh',
    SECOND_FACTOR_FOR: 'ioc-duty',
  });
});
afterAll(async () => {
  await house?.close();
  await provider?.close();
});

let count = 0;
/** A person here, with an address of the person's own. */
async function person(change: { active?: boolean; email?: string } = {}): Promise<{ username: string; email: string }> {
  count += 1;
  const username = `person.${count}`;
  const email = change.email ?? `${username}@quangnam.example`;
  await house.store.people.put({
    _id: username,
    name: username,
    groups: ['ioc-duty'],
    passwordHash: null,
    email,
    active: change.active ?? true,
  });
  return { username, email };
}

const cookiesOf = (answer: { headers: Record<string, unknown> }): string =>
  [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => String(line).split(';')[0]!)
    .filter((pair) => !pair.endsWith('='))
    .join('; ');

/** Leaves for the provider and comes back; answers where one is sent then, and with which cookies. */
async function walk(to = '/tasks', extra: { cookie?: string; link?: boolean } = {}) {
  const url = `/api/session/oidc?to=${encodeURIComponent(to)}${extra.link ? '&link=true' : ''}`;
  const left = await house.ask('GET', url, { headers: { cookie: extra.cookie ?? '' } });
  expect(left.status).toBe(303);
  const back = await provider.passThrough(String(left.headers.location));
  const cookie = [extra.cookie, cookiesOf(left)].filter(Boolean).join('; ');
  const came = await house.ask('GET', back.pathname + back.search, { headers: { cookie } });
  return { came, back, cookie, place: String(came.headers.location), session: cookiesOf(came) };
}
const whoIs = (cookie: string) => house.ask('GET', '/api/session', { headers: { cookie } });

beforeEach(() => {
  provider.somebody = null;
});

describe('a log-in at the provider', () => {
  test('is told of, by the name that people know it by', async () => {
    expect((await house.ask('GET', '/api/session/ways')).body).toEqual({ password: true, oidc: 'Tài khoản của tỉnh' });
  });

  test('finds the person by a verified address once, by the subject ever after', async () => {
    const { username, email } = await person();
    provider.somebody = { sub: 'sub-1', email: email.toUpperCase(), email_verified: true };
    const first = await walk('/tasks?view=mine');
    expect(first.place).toBe('/tasks?view=mine');
    expect((await whoIs(first.session)).body).toMatchObject({ username, groups: ['ioc-duty'] });
    // The province gives the person another address: the subject is the same.
    provider.somebody = { sub: 'sub-1', email: 'elsewhere@quangnam.example', email_verified: true };
    expect((await whoIs((await walk()).session)).body.username).toBe(username);
  });

  test('counts as a second factor where the person’s group needs one', async () => {
    const { email } = await person();
    provider.somebody = { sub: 'sub-strong', email, email_verified: true };
    const { body } = await whoIs((await walk()).session);
    expect(body.needsSecondFactor).toBeUndefined();
    expect(body.rights).toContain('task.claim');
  });

  test.each<[string, () => Promise<Parameters<typeof asSomebody>[0]>]>([
    [
      'an address that nobody has here',
      async () => ({ sub: 'x-1', email: 'nobody@quangnam.example', email_verified: true }),
    ],
    [
      'an address that was not verified',
      async () => ({ sub: 'x-2', email: (await person()).email, email_verified: false }),
    ],
    ['no address', async () => ({ sub: 'x-3' })],
    [
      'the address of a person who has left',
      async () => ({ sub: 'x-4', email: (await person({ active: false })).email, email_verified: true }),
    ],
    [
      'an address that two people have',
      async () => {
        const { email } = await person();
        await person({ email });
        return { sub: 'x-5', email, email_verified: true };
      },
    ],
  ])('with %s leads nowhere', async (_what, make) => {
    const { came, place, session } = await asSomebody(await make());
    expect(place).toBe('/login?refused=no-account');
    expect(came.status).toBe(303);
    expect(session).toBe('');
  });
  async function asSomebody(somebody: { sub: string; email?: string; email_verified?: boolean }) {
    provider.somebody = somebody;
    return walk();
  }

  test('of a second subject with the same address is not taken for the person', async () => {
    const { email } = await person();
    await asSomebody({ sub: 'one', email, email_verified: true });
    expect((await asSomebody({ sub: 'other', email, email_verified: true })).place).toBe('/login?refused=no-account');
  });

  test('that is refused there leads back with a word', async () => {
    expect((await walk()).place).toBe('/login?refused=failed');
  });

  test('cannot be finished by another browser, nor twice, nor with another state', async () => {
    const { email } = await person();
    provider.somebody = { sub: 'sub-9', email, email_verified: true };
    const left = await house.ask('GET', '/api/session/oidc');
    const back = await provider.passThrough(String(left.headers.location));
    const come = (query: string, cookie: string) => house.ask('GET', back.pathname + query, { headers: { cookie } });
    expect((await come(back.search, '')).headers.location).toBe('/login?refused=expired');
    const forged = back.search.replace(/state=[^&]*/, 'state=forged');
    expect((await come(forged, cookiesOf(left))).headers.location).toBe('/login?refused=failed');
    expect((await come(back.search, cookiesOf(left))).headers.location).toBe('/tasks');
    expect((await come(back.search, cookiesOf(left))).headers.location).toBe('/login?refused=failed');
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', ''])(
    'leads to no other site: %s',
    async (to) => {
      const { email } = await person();
      provider.somebody = { sub: `sub-to-${to}`, email, email_verified: true };
      expect((await walk(to)).place).toBe('/tasks');
    },
  );

  test('keeps nothing on the way that another could read', async () => {
    const left = await house.ask('GET', '/api/session/oidc');
    const cookie = String(left.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const { state } = Object.fromEntries(new URL(String(left.headers.location)).searchParams);
    expect(Buffer.from(cookie, 'base64url').toString('latin1')).not.toContain(state);
  });
});

describe('an identity', () => {
  test('is added to an account by who is logged in, and taken away again', async () => {
    const { cookie } = await house.as('has.password', 'ioc-intake');
    await house.store.people.model.updateOne({ _id: 'has.password' }, { $set: { passwordHash: 'argon2id$x' } });
    provider.somebody = { sub: 'mine' };
    expect((await walk('/account', { cookie, link: true })).place).toBe('/account?added=1');
    expect((await whoIs((await walk()).session)).body.username).toBe('has.password');
    const account = () => house.ask('GET', '/api/account', { headers: { cookie } });
    expect((await account()).body.oidc).toMatchObject({ name: 'Tài khoản của tỉnh', linkedAt: expect.any(String) });
    expect((await house.ask('DELETE', '/api/account/identity', { headers: { cookie, origin } })).status).toBe(204);
    expect((await account()).body.oidc.linkedAt).toBeNull();
    expect((await walk()).place).toBe('/login?refused=no-account');
    const acts = await house.store.audit.model.find({ who: 'has.password' }).sort({ _id: 1 }).lean();
    expect(acts.map(({ what }) => what)).toEqual(['identity-added', 'identity-removed']);
  });

  test('of somebody else is not added, and the last way in is not given up', async () => {
    const { email } = await person();
    provider.somebody = { sub: 'theirs', email, email_verified: true };
    await walk();
    const { cookie } = await house.as('other.person', 'ioc-intake');
    expect((await walk('/account', { cookie, link: true })).place).toBe('/account?refused=others');
    expect((await house.ask('DELETE', '/api/account/identity', { headers: { cookie, origin } })).status).toBe(409);
    expect((await house.ask('GET', '/api/session/oidc?link=true')).status).toBe(401);
  });
});

test('a provider that is away is a word on the log-in page, and passwords go on', async () => {
  const gone = await IdentityProvider.open(`${origin}/api/session/oidc/callback`);
  const other = await openTestHouse({ OIDC_ISSUER: gone.issuer, OIDC_CLIENT_ID: 'x' });
  await gone.close();
  try {
    const left = await other.ask('GET', '/api/session/oidc');
    expect([left.status, left.headers.location]).toEqual([303, '/login?refused=provider-down']);
    expect((await other.ask('GET', '/api/session/ways')).body.password).toBe(true);
  } finally {
    await other.close();
  }
});

test('without a provider there is no such way', async () => {
  const other = await openTestHouse();
  try {
    expect((await other.ask('GET', '/api/session/ways')).body).toEqual({ password: true, oidc: null });
    expect((await other.ask('GET', '/api/session/oidc')).status).toBe(404);
  } finally {
    await other.close();
  }
});
