/** Log in, log out, who am I. Failures are counted by account and by address; only failures count. */
import { Credentials, Session } from '../../domain/api/session.ts';
import { rightsOf } from '../../domain/rights.ts';
import type { Actor, App, House } from '../house.ts';
import { countOne, type Limit, refuseIfReached } from '../plugins/limits.ts';
import { clearCookie, cookieName, hashOf, needActor, sessionMs, setCookie } from '../plugins/session.ts';
import { actorNamed } from '../plugins/stand-in.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { fitsPassword } from './passwords.ts';

const quarter = 15 * 60_000;

export function sessionRoutes(app: App, house: House): void {
  const tags = ['session'];
  const { publicUrl, limits } = house.settings;
  const byAccount: Limit = { what: 'login-account', windowMs: quarter, most: limits.loginFailuresAccount };
  const byAddress: Limit = { what: 'login-address', windowMs: quarter, most: limits.loginFailuresAddress };

  app.post<{ Body: Credentials }>(
    '/api/session',
    { schema: { tags, summary: 'Log in', body: Credentials, response: { 200: Session } }, bodyLimit: 4_096 },
    async (request, reply) => {
      // A page of others must not log somebody in: browsers name the page that a form came from.
      const { origin } = request.headers;
      if (origin !== undefined && origin !== publicUrl) throw new Problem('wrong-origin');
      const { username, password } = request.body;
      const account = username.toLowerCase();
      await refuseIfReached(house, byAccount, account);
      await refuseIfReached(house, byAddress, request.ip);
      const person = await house.store.people.find(username);
      const right = await fitsPassword(password, person?.active ? person.passwordHash : null);
      if (!person || !right) {
        await countOne(house, byAccount, account);
        await countOne(house, byAddress, request.ip);
        throw new Problem('wrong-credentials');
      }
      const old = request.cookies[cookieName(publicUrl)];
      if (old) await house.store.sessions.remove(hashOf(old));
      const token = Buffer.from(house.random(32)).toString('base64url');
      const now = house.machineNow();
      await house.store.sessions.add({
        _id: hashOf(token),
        username: person._id,
        createdAt: now,
        expiresAt: new Date(now + sessionMs),
      });
      setCookie(reply, publicUrl, token);
      const actor = await actorNamed(house, person._id);
      return view(actor ?? { username, name: person.name, groups: person.groups }, now + sessionMs);
    },
  );

  app.get('/api/session', { schema: { tags, summary: 'Who am I', response: { 200: Session } } }, async (request) =>
    view(needActor(request), request.sessionUntil),
  );

  app.delete('/api/session', { schema: { tags, summary: 'Log out' } }, async (request, reply) => {
    const value = request.cookies[cookieName(publicUrl)];
    if (value) await house.store.sessions.remove(hashOf(value));
    clearCookie(reply, publicUrl);
    return reply.code(204).send();
  });
}

const view = ({ username, name, groups, standsInFor }: Actor, until: number | null): Session => ({
  username,
  name,
  groups,
  rights: rightsOf(groups),
  ...(until === null ? {} : { until: wire(until) }),
  ...(standsInFor ? { standsInFor: standsInFor.map((one) => ({ ...one, until: wire(one.until) })) } : {}),
});
