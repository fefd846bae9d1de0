/**
 * Who asks: the session cookie becomes `request.actor`. A write that comes with the cookie needs an `Origin` equal to
 * `PUBLIC_URL`. Only the cookie's hash is stored; a log-in always makes a new one, so none can be planted.
 */
import { createHash } from 'node:crypto';
import cookie from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deviceOf } from '../../domain/device.ts';
import { type Action, isEmpty, may, type Subject, scopeOf } from '../../domain/rights.ts';
import type { Session } from '../../store/sessions.ts';
import type { Actor, App, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { actorNamed } from './stand-in.ts';

/** How long a session lasts without a new log-in (ms): a working day and its evening. */
export const sessionMs = 14 * 3_600_000;

export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https://') ? '__Host-session' : 'session';
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** How exactly a session says when it was last used. */
const seenMs = 5 * 60_000;

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

export async function knowPeople(app: App, house: House): Promise<void> {
  await app.register(cookie);
  app.decorateRequest('actor', null);
  app.decorateRequest('session', null);
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
    request.session = session;
    request.actor = await actorOfSession(house, session);
    if (session.seenAt < house.machineNow() - seenMs)
      await house.store.sessions.seen(session._id, house.machineNow(), seenMs);
  });
}

/** Whether the person's groups may do nothing without a second factor, which this log-in had not. */
export function lacksSecondFactor(house: House, session: Session, groups: readonly string[]): boolean {
  return !session.strong && groups.some((one) => house.settings.secondFactorFor.includes(one));
}

/** The person of a session, with what this log-in gives; null for one who is not there or no longer active. */
export async function actorOfSession(house: House, session: Session): Promise<Actor | null> {
  const actor = await actorNamed(house, session.username);
  if (!actor || !lacksSecondFactor(house, session, actor.own ?? actor.groups)) return actor;
  return { username: actor.username, name: actor.name, groups: [], needsSecondFactor: true };
}

/** Logs a person in: a new cookie, never one that was there before. */
export async function beginSession(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  who: Pick<Session, 'username' | 'by' | 'strong'>,
): Promise<Session> {
  const { publicUrl } = house.settings;
  const old = request.cookies[cookieName(publicUrl)];
  if (old) await house.store.sessions.remove(hashOf(old));
  const token = Buffer.from(house.random(32)).toString('base64url');
  const now = house.machineNow();
  const session: Session = {
    _id: hashOf(token),
    id: Buffer.from(house.random(16)).toString('hex'),
    ...who,
    device: deviceOf(request.headers['user-agent']),
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now + sessionMs),
  };
  await house.store.sessions.add(session);
  setCookie(reply, publicUrl, token);
  return session;
}

/**
 * Goes on under a new cookie, where what the session may do has grown or its secret may be known: whoever had the old one
 * is out. The session's way of log-in stays.
 */
export async function renewSession(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  more: Partial<Pick<Session, 'strong'>> = {},
): Promise<void> {
  if (!request.session) return;
  const { username, by, strong } = request.session;
  request.session = await beginSession(house, request, reply, { username, by, strong, ...more });
}

function setCookie(reply: FastifyReply, publicUrl: string, value: string): void {
  reply.setCookie(cookieName(publicUrl), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https://'),
    maxAge: sessionMs / 1000,
  });
}

export function clearCookie(reply: FastifyReply, publicUrl: string): void {
  // A browser takes a `__Host-` cookie, and its end, only with `Secure`.
  const secure = publicUrl.startsWith('https://');
  reply.clearCookie(cookieName(publicUrl), { path: '/', httpOnly: true, sameSite: 'lax', secure });
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
