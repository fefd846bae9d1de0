/** Reads what a person pastes: the whole private link in either box, or code and secret apart. Pure. */
import { tokenOf } from '../data/kept.ts';

const linkPattern = /\/r\/([^#/?\s]+)#(\S+)/;

export function tokenFrom(
  first: string,
  second: string,
  known: (code: string) => string | null = tokenOf,
): { code?: string; token?: string } {
  for (const text of [first, second]) {
    const link = linkPattern.exec(text.trim());
    if (link) return { code: decodeURIComponent(link[1]!), token: link[2]! };
  }
  const code = first.trim().toUpperCase();
  if (!code) return {};
  const token = second.trim().replace(/^#/, '') || known(code);
  return { code, ...(token && { token }) };
}
