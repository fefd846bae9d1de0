/** The version that a writer has seen, as `If-Match` names it. */
import { Problem } from '../problem.ts';

/** `"7"` → 7; undefined where nothing is said or for `*`, which fits every version. @throws 400 */
export function seenVersion(header: string | string[] | undefined): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim();
  if (text === undefined || text === '*') return undefined;
  const found = /^(?:W\/)?"(\d{1,9})"$/.exec(text);
  if (!found) throw new Problem('bad-request', { errors: [{ pointer: '/if-match', code: 'format' }] });
  return Number(found[1]);
}
