/**
 * One hash for a body however its fields are ordered: whether a repeated call says the same as the first. Keyed: of a
 * published report all but the phone number is known, and a plain hash would tell the number that fits.
 */
import { createHmac } from 'node:crypto';

export const hashOfBody = (secret: string, body: unknown): string =>
  createHmac('sha256', secret)
    .update(`body:${canonical(body)}`)
    .digest('hex');

/** JSON with sorted names: the order in which a client writes its fields is no difference. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}
