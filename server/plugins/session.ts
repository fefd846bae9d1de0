/**
 * Who asks: the session cookie becomes `request.actor`. A write that comes with the cookie needs an `Origin` equal to
 * `PUBLIC_URL`. Only the cookie's hash is stored; a log-in always makes a new one, so none can be planted.
 */
import { createHash } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Action, isEmpty, may, type Subject, scopeOf } from '../../domain/rights.ts';
import type { Actor, App, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { actorNamed } from './stand-in.ts';

/** How long a session lasts without a new log-in (ms): a working day and its evening. */
export const sessionMs = 14 * 3_600_000;

export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https://') ? '__Host-session' : 'session';
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

export async function knowPeople(app: App, house: House): Promise<void> {
  await app.register(cookie);
  app.decorateRequest('actor', null);
  app.decorateRequest('sessionUntil', null);
  const name = cookieName(house.settings.publicUrl);
  app.addHook('onRequest', async (request) => {
    const value = request.cookies[name];
    if (!value || !(request.url.startsWith('/api/') || request.url.startsWith('/metrics'))) return;
    // A sender's token says who asks; the cookie then plays no part.
    if (request.headers.authorization?.startsWith('Bearer ')) return;
    if (!reads.has(request.method) && request.headers.origin !== house.settings.publicUrl)
      throw new Problem('wrong-origin');
    const session = await house.store.sessions.find(hashOf(value), house.machineNow());
    if (!session) return;
    request.actor = await actorNamed(house, session.username);
    request.sessionUntil = session.expiresAt.getTime();
  });
}

export function setCookie(reply: FastifyReply, publicUrl: string, value: string): void {
  reply.setCookie(cookieName(publicUrl), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https://'),
    maxAge: sessionMs / 1000,
  });
}

export function clearCookie(reply: FastifyReply, publicUrl: string): void {
  reply.clearCookie(cookieName(publicUrl), { path: '/', httpOnly: true, sameSite: 'lax' });
}

/** The person logged in. @throws 401 */
export function needActor(request: FastifyRequest): Actor {
  if (!request.actor) throw new Problem('not-logged-in');
  return request.actor;
}

/** The person logged in, who has this right in some measure, or over `subject` where one is given. @throws 401, 403 */
export function needRight(request: FastifyRequest, action: Action, subject?: Subject): Actor {
  const actor = needActor(request);
  const granted = subject ? may(actor.groups, action, subject) : !isEmpty(scopeOf(actor.groups, action));
  if (!granted) throw new Problem('missing-right');
  return actor;
}
