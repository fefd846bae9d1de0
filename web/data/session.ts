/** Who is logged in: log in, log out, who am I. Kept for the visit; the cookie is the server's. */
import type { Session } from '../../domain/api/session.ts';
import { ask, Problem } from './http.ts';

export type { Session } from '../../domain/api/session.ts';

let known: Session | null | undefined;

/** `code`: of the second factor, once the server has asked for it. */
export async function logIn(username: string, password: string, code?: string): Promise<Session> {
  const body = { username, password, ...(code ? { code } : {}) };
  known = await ask<Session>('/api/session', { method: 'POST', body });
  return known;
}

export async function logOut(): Promise<void> {
  await ask('/api/session', { method: 'DELETE' });
  known = null;
}

/** The person logged in, or null. Asked once a visit. */
export async function whoAmI(): Promise<Session | null> {
  if (known !== undefined) return known;
  try {
    known = await ask<Session>('/api/session');
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) known = null;
    else throw problem;
  }
  return known ?? null;
}

/** Asks again who one is: what one may changes while one stands in for somebody. Keeps what is known when that fails. */
export async function refreshSession(): Promise<void> {
  const asked = await ask<Session>('/api/session').catch(() => undefined);
  if (asked) known = asked;
}

/** The person known so far, without asking. */
export function knownSession(): Session | null {
  return known ?? null;
}

/** Forgets who it was, after an answer 401. */
export function forgetSession(): void {
  known = null;
}

export function hasRight(action: string): boolean {
  return known?.rights.includes(action) ?? false;
}
