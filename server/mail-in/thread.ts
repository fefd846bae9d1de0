/**
 * What a mail belongs to: the report or the request that it answers. By the Message-IDs of our mails, which only who was
 * sent them can name, or by a code in the subject; and in both cases only where it comes from the sender's own address. A
 * code alone opens nobody's report.
 */
import type { Letter } from '../../domain/mail-in/letter.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import { aboutOf } from '../plugins/mail/message-id.ts';

export type Thread =
  | { is: 'report'; report: Report }
  | { is: 'request'; mail: StoredMail }
  /** It names a report or request of another address. */
  | { is: 'other-sender' }
  | { is: 'none' };

const codeInText = /\bQN[- ]?\d{2}[- ]?[2-9A-Z]{4}[- ]?[2-9A-Z]{4}[- ]?[2-9A-Z]\b/i;

export async function threadOfLetter(house: House, letter: Letter): Promise<Thread> {
  const { store, settings } = house;
  const address = letter.from!.address;
  const named = letter.refs.map((ref) => aboutOf(settings.secret, ref)).filter((one) => one !== null);
  const request = named.find(({ mail }) => mail !== null)?.mail;
  const codes = [...named.map(({ code }) => code), readReportCode(codeInText.exec(letter.subject)?.[0] ?? '')].filter(
    (code) => code !== null,
  );
  const asked = request ? await store.mails.find(request) : null;
  if (asked) {
    if (asked.letter.from?.address !== address) return { is: 'other-sender' };
    if (!asked.reportCode) return { is: 'request', mail: asked };
    codes.unshift(asked.reportCode);
  }
  for (const code of codes) {
    const report = await store.reports.find(code);
    if (report?.sender.email?.toLowerCase() === address) return { is: 'report', report };
  }
  return codes.length > 0 ? { is: 'other-sender' } : { is: 'none' };
}
