/**
 * A report's code: `QN-26-7K3M-9XQ2-4`. Two digits of the year, eight random characters (39 bits: not countable, and
 * known to nobody who was not told), one check character. The alphabet leaves out what is confused when read aloud or
 * copied by hand (0, 1, I, O, U). The check is a weighted sum modulo the prime 31: one wrong character, and any two
 * that changed places, are found.
 */

import type { Random } from './ids.ts';
import { formatDay } from './iso-time.ts';

const alphabet = '23456789ABCDEFGHJKLMNPQRSTVWXYZ';
const length = 8;

function checkCharacter(year: string, body: string): string {
  let sum = 0;
  for (const [index, digit] of [...year].entries()) sum += Number(digit) * (index + 1);
  for (const [index, letter] of [...body].entries()) sum += alphabet.indexOf(letter) * (index + 3);
  return alphabet[sum % 31]!;
}

/** Makes a code for a report received at `receivedAt` (epoch ms). The caller tries again should the code be taken. */
export function newReportCode(receivedAt: number, random: Random): string {
  const year = formatDay(receivedAt).slice(2, 4);
  let body = '';
  while (body.length < length) {
    for (const byte of random(length)) {
      // 248 = 8 × 31: bytes above it would make some characters likelier than others.
      if (byte < 248 && body.length < length) body += alphabet[byte % 31];
    }
  }
  return `QN-${year}-${body.slice(0, 4)}-${body.slice(4)}-${checkCharacter(year, body)}`;
}

/**
 * The code that a person meant: in any case, with or without dashes, blanks and the QN in front. Null where the
 * characters or the check are wrong.
 */
export function readReportCode(text: string): string | null {
  const found = /^(?:QN)?(\d\d)([2-9A-HJ-NP-TV-Z]{8})([2-9A-HJ-NP-TV-Z])$/.exec(
    text
      .normalize('NFC')
      .toUpperCase()
      .replace(/[\s\u2010-\u2015-]/g, ''),
  );
  if (!found) return null;
  const [, year, body, check] = found as unknown as [string, string, string, string];
  if (checkCharacter(year, body) !== check) return null;
  return `QN-${year}-${body.slice(0, 4)}-${body.slice(4)}-${check}`;
}
