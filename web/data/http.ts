/**
 * The one place that fetches. Turns answers into values and problems into `Problem` errors, and learns the server's
 * business time from each answer. Credentials: the session cookie (same origin) or a sender's token, never in a URL.
 */
import { currentLanguage } from '../text/text.ts';
import { learnTime } from './clock.ts';
import { reach, readProblem, textOf } from './problem.ts';

export { Problem } from './problem.ts';

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  /** A form with a file, in the place of a body. */
  form?: FormData;
  /** A sender's access token. */
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Goes out though the page is being left. */
  keepalive?: boolean;
  /** How to read the body; JSON where not said. */
  as?: 'json' | 'text';
}

export interface Answer<T> {
  value: T;
  headers: Headers;
}

/** What to do when a session has ended: answers whether the same person is logged in again. */
let whenEnded: (() => Promise<boolean>) | undefined;

/** Sets what a call does that is answered 401 in mid-session, before it fails. */
export function onSessionEnd(logInAgain: () => Promise<boolean>): void {
  whenEnded = logInAgain;
}

/** Calls the API. Rejects with `Problem`; an aborted call rejects with the browser's AbortError. */
export async function call<T>(path: string, options: Call = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': currentLanguage(),
    ...options.headers,
  };
  if (options.token) headers.authorization = `Bearer ${options.token}`;
  const request: RequestInit = { method: options.method ?? 'GET', headers, credentials: 'same-origin' };
  if (options.signal) request.signal = options.signal;
  if (options.keepalive) request.keepalive = true;
  if (options.form) request.body = options.form;
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(options.body);
  }
  const response = await reach(path, request);
  learnTime(response.headers.get('business-time'));
  if (response.status === 401 && !options.token && path !== '/api/session' && (await whenEnded?.()))
    return call(path, options);
  if (!response.ok) throw await readProblem(response);
  const text = response.status === 204 ? '' : await textOf(response);
  const value = options.as === 'text' ? text : text ? JSON.parse(text) : undefined;
  return { value: value as T, headers: response.headers };
}

/** `call` for its value alone. */
export async function ask<T>(path: string, options: Call = {}): Promise<T> {
  return (await call<T>(path, options)).value;
}

/** `?a=1&b=2` of the values that are set; empty text, false and undefined are left out. */
export function queryOf(values: Record<string, string | number | boolean | undefined | null>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}
