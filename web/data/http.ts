/**
 * The one place that fetches. Turns answers into values and problems into `Problem` errors, and learns the server's
 * business time from each answer. Credentials: the session cookie (same origin) or a sender's token, never in a URL.
 */
import type { Problem as ProblemShape } from '../../domain/api/common.ts';
import { currentLanguage } from '../text/text.ts';
import { learnTime } from './clock.ts';

export type ProblemKind = 'offline' | 'problem';

/** What went wrong, as the server said it (RFC 9457), or status 0 where it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  readonly shape: Partial<ProblemShape>;
  /** Seconds to wait, of `Retry-After`, where given. */
  readonly retryAfter: number | null;

  constructor(status: number, shape: Partial<ProblemShape>, retryAfter: number | null = null) {
    super(shape.detail ?? shape.title ?? `status ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.shape = shape;
    this.retryAfter = retryAfter;
  }

  get kind(): ProblemKind {
    return this.status === 0 ? 'offline' : 'problem';
  }

  /** First detail by top-level field: `/sender/phone` counts for both `sender.phone` and `sender`. */
  fieldErrors(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const error of this.shape.errors ?? []) {
      const name = error.pointer.replace(/^\//, '').replaceAll('/', '.');
      found[name] ??= error.detail ?? error.code ?? this.message;
    }
    return found;
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
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

async function readProblem(response: Response): Promise<Problem> {
  let shape: Partial<ProblemShape> = {};
  try {
    if (/json/.test(response.headers.get('content-type') ?? '')) shape = await response.json();
  } catch {
    // A broken body leaves the status, which is enough to say what to do.
  }
  const wait = Number(response.headers.get('retry-after'));
  return new Problem(response.status, shape, Number.isFinite(wait) && wait > 0 ? wait : null);
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
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    request.body = JSON.stringify(options.body);
  }
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    throw new Problem(0, {});
  }
  learnTime(response.headers.get('business-time'));
  if (response.status === 401 && !options.token && path !== '/api/session' && (await whenEnded?.()))
    return call(path, options);
  if (!response.ok) throw await readProblem(response);
  const text = response.status === 204 ? '' : await response.text();
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
