/** From what was understood to a report: the same use case as the portal's, with a key of the mail's own. */
import type { ClientSession } from 'mongoose';
import type { NewReport, ReportReceipt } from '../../domain/api/reports.ts';
import { formatTime } from '../../domain/iso-time.ts';
import type { KeptLetter, Understood } from '../../domain/mail-in/letter.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { OutboxItem } from '../../store/outbox.ts';
import type { House } from '../house.ts';
import type { submissions } from '../plugins/sender/submit.ts';
import { Problem } from '../problem.ts';
import { takeFiles } from './files.ts';
import { readMail } from './read.ts';
import { rawOf } from './take.ts';

export type Submit = ReturnType<typeof submissions>;

/** The words of a report, from a mail, its sender's page, or staff. */
export type Words = Omit<NewReport, 'attachments'>;

/** What was understood as a report's words; the caller has seen that nothing is missing. */
export function wordsOf(understood: Understood, email: string | undefined): Words {
  const { name, phone, address, place, district, occurredAt, content, wish } = understood;
  return {
    sender: { name: name!, phone: phone!, ...(email ? { email } : {}), ...(address ? { address } : {}) },
    content: content!,
    place: { text: place!, ...(district ? { district } : {}) },
    ...(occurredAt === undefined ? {} : { occurredAt: formatTime(occurredAt) }),
    ...(wish === 'hide-name' ? { hideIdentity: true } : {}),
    ...(wish === 'confidential' ? { confidential: true } : {}),
  };
}

/** A UUID that is the mail's: however often it is made a report of, there is one. */
export const keyOf = (id: string): string => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export interface Made {
  receipt: ReportReceipt;
  /** The letter with what became of the files. */
  kept: KeptLetter;
}

/**
 * Makes the report of a mail, with the files of all mails that belong to it. Repeated after a stop, it is the same report.
 * @throws Problem: 422 where the words are not right, 429, 503
 */
export async function makeReport(house: House, submit: Submit, mail: StoredMail, words: Words): Promise<Made> {
  const kept = mail.letter;
  const attachments: string[] = [];
  const refused: KeptLetter['refused'] = [];
  for (const id of mail.ask?.from ?? [mail._id]) {
    if (mail.why === 'too-large' && id === mail._id) continue;
    const files = await takeFiles(house, id, await readMail(await rawOf(house, id)));
    attachments.push(...files.ids);
    refused.push(...files.refused);
  }
  const body: NewReport = { ...words, ...(attachments.length > 0 ? { attachments: attachments.slice(0, 10) } : {}) };
  const key = keyOf(mail._id);
  const address = `mail:${kept.from?.address ?? mail._id}`;
  try {
    return { receipt: await submit({ body, key, address }), kept: { ...kept, refused } };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'other-body-for-key') throw error;
    // Made already, by words that came another way (the page, staff, a later mail): that one stands.
    throw new Problem('no-use-now');
  }
}

/** The mail that says it was received, to whom the report has as its sender. */
export const confirmation = (mail: string, code: string): OutboxItem => ({
  _id: `mail:in:${mail}:received`,
  kind: 'mail',
  reportCode: code,
  mail: { to: { sender: code }, template: 'mail-received', data: { code, mail } },
});

/** Settles the mail that a report was made of, with its confirmation and what `also` is to stand with it. Returns whether it was still in `from`. */
export async function settleMade(
  house: House,
  mail: StoredMail,
  { receipt, kept }: Made,
  change: Pick<StoredMail, 'why'> & Partial<StoredMail>,
  also?: (session: ClientSession) => Promise<void>,
): Promise<boolean> {
  const { store } = house;
  const done = await store.transaction(async (session) => {
    const settled = { state: 'accepted' as const, reportCode: receipt.code, letter: kept, nextAt: null, ...change };
    if (!(await store.mails.change(mail, mail.state, settled, session))) return false;
    if (kept.from) await store.outbox.add(confirmation(mail._id, receipt.code), house.machineNow(), session);
    await also?.(session);
    return true;
  });
  house.wakeOutbox();
  return done;
}
