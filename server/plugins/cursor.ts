/** Opaque `after` cursors: the values of the last row's sort fields, signed so that nobody builds one. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../problem.ts';

const sign = (secret: string, text: string): Buffer =>
  createHmac('sha256', secret).update(`cursor:${text}`).digest().subarray(0, 12);

/** `kind` ties a cursor to its list and sort. */
export function makeCursor(secret: string, kind: string, values: readonly (string | number | null)[]): string {
  const text = JSON.stringify([kind, ...values]);
  return `${Buffer.from(text).toString('base64url')}.${sign(secret, text).toString('base64url')}`;
}

/** @throws 400 for a cursor that is not ours, or another list's */
export function readCursor(secret: string, kind: string, cursor: string): (string | number | null)[] {
  const [body = '', signature = ''] = cursor.split('.');
  const text = Buffer.from(body, 'base64url').toString('utf8');
  const given = Buffer.from(signature, 'base64url');
  const made = sign(secret, text);
  if (given.length !== made.length || !timingSafeEqual(given, made)) throw bad();
  const [of, ...values] = JSON.parse(text) as [string, ...(string | number | null)[]];
  if (of !== kind) throw bad();
  return values;
}

const bad = (): Problem => new Problem('bad-request', { errors: [{ pointer: '/after', code: 'format' }] });
