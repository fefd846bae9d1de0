/** Log in, log out, who am I. Failures are counted by account and by address; only failures count. */
import { LogInWays } from '../../domain/api/account.ts';
import { Credentials, Session } from '../../domain/api/session.ts';
import type { App, House } from '../house.ts';
import { actorOfSession, beginSession, clearCookie, cookieName, hashOf, needActor } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { guesses } from './guess.ts';
import { fitsPassword } from './passwords.ts';
import { factorOf, takeCode } from './second-factor.ts';
import { sessionView } from './view.ts';

export function sessionRoutes(app: App, house: House): void {
  const tags = ['session'];
  const { publicUrl } = house.settings;
  const { refuseIfMany, failed } = guesses(house);

  app.post<{ Body: Credentials }>(
    '/api/session',
    { schema: { tags, summary: 'Log in', body: Credentials, response: { 200: Session } }, bodyLimit: 4_096 },
    async (request, reply) => {
      // A page of others must not log somebody in: browsers name the page that a form came from.
      const { origin } = request.headers;
      if (origin !== undefined && origin !== publicUrl) throw new Problem('wrong-origin');
      const { username, password, code } = request.body;
      await refuseIfMany(username, request.ip);
      const person = await house.store.people.find(username);
      const right = await fitsPassword(password, person?.active ? person.passwordHash : null);
      if (!person || !right) {
        await failed(username, request.ip);
        throw new Problem('wrong-credentials');
      }
      const factor = await factorOf(house, person._id);
      if (factor && code === undefined) {
        await refuseIfMany(username, request.ip);
        throw new Problem('second-factor-needed');
      }
      if (factor && !(await takeCode(house, factor, code!))) {
        await failed(username, request.ip);
        throw new Problem('wrong-credentials', { errors: [{ pointer: '/code' }] });
      }
      await refuseIfMany(username, request.ip);
      const who = { username: person._id, by: 'password' as const, strong: factor !== null };
      const session = await beginSession(house, request, reply, who);
      const actor = await actorOfSession(house, session);
      if (!actor) throw new Problem('wrong-credentials');
      return sessionView(actor, session.expiresAt.getTime());
    },
  );

  app.get('/api/session', { schema: { tags, summary: 'Who am I', response: { 200: Session } } }, async (request) =>
    sessionView(needActor(request), request.session?.expiresAt.getTime() ?? null),
  );

  app.get(
    '/api/session/ways',
    { schema: { tags, summary: 'Which ways to log in there are', response: { 200: LogInWays } } },
    async () => ({ password: true, oidc: house.settings.oidc?.name ?? null }),
  );

  app.delete('/api/session', { schema: { tags, summary: 'Log out' } }, async (request, reply) => {
    const value = request.cookies[cookieName(publicUrl)];
    if (value) await house.store.sessions.remove(hashOf(value));
    clearCookie(reply, publicUrl);
    return reply.code(204).send();
  });
}
