/** What staff do with a mail: look at it (on the audit log), make a report of it, or set it aside with a reason. */
import type { MailItem, MailReport, MailView, UnderstoodView } from '../../domain/api/mails.ts';
import type { ReportReceipt } from '../../domain/api/reports.ts';
import type { Letter, MailState, Understood } from '../../domain/mail-in/letter.ts';
import { understand } from '../../domain/mail-in/understand.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { readMail } from './read.ts';
import { makeReport, type Submit, settleMade } from './report-of.ts';
import { rawOf } from './take.ts';

/** What has not become a report, and is looked at already. */
const makeable: readonly MailState[] = ['asked', 'held', 'refused', 'ignored', 'closed', 'dismissed', 'threaded'];
const dismissible: readonly MailState[] = ['asked', 'held', 'closed'];

export function mailItem(mail: StoredMail): MailItem {
  const { from, subject, files } = mail.letter;
  return {
    id: mail._id,
    receivedAt: wire(mail.receivedAt),
    from,
    subject,
    size: mail.size,
    files: files.length,
    state: mail.state,
    why: mail.why,
    code: mail.reportCode,
    by: mail.by ?? null,
    reason: mail.reason ?? null,
  };
}

export const understoodView = ({ occurredAt, ...rest }: Understood): UnderstoodView => ({
  ...rest,
  ...(occurredAt === undefined ? {} : { occurredAt: wire(occurredAt) }),
});

/** @throws 404 */
export async function lookAtMail(house: House, actor: Actor, id: string): Promise<MailView> {
  const { store } = house;
  const mail = await store.mails.find(id);
  if (!mail) throw new Problem('not-found');
  await store.audit.append(
    {
      who: actor.username,
      what: 'look-mail',
      ...(mail.reportCode ? { reportCode: mail.reportCode } : {}),
      data: { mail: id },
    },
    house.machineNow(),
  );
  const letter = await letterOf(house, id);
  return {
    ...mailItem(mail),
    to: letter?.to ?? [],
    sentAt: wireOrNull(letter?.date ?? null),
    text: [letter?.words, letter?.forwarded].filter(Boolean).join('\n\n'),
    attached: (letter?.files ?? []).map(({ name, type, size }) => ({ name, type, size })),
    refused: mail.letter.refused,
    understood: understoodView(
      mail.letter.understood ?? (letter ? understand(letter, mail.receivedAt) : { missing: [] }),
    ),
    mayMake: makeable.includes(mail.state),
    mayDismiss: dismissible.includes(mail.state),
  };
}

/** Null where it cannot be read, or was erased. */
async function letterOf(house: House, id: string): Promise<Letter | null> {
  try {
    return (await readMail(await rawOf(house, id))).letter;
  } catch {
    return null;
  }
}

/** @throws 404, 409 when it is a report already, 422 */
export async function makeByHand(
  house: House,
  submit: Submit,
  actor: Actor,
  id: string,
  words: MailReport,
): Promise<ReportReceipt> {
  const mail = await house.store.mails.find(id);
  if (!mail) throw new Problem('not-found');
  if (!makeable.includes(mail.state)) throw new Problem('no-use-now');
  const made = await makeReport(house, submit, mail, words);
  if (!(await settleMade(house, mail, made, { why: 'by-hand', by: actor.username }))) throw new Problem('conflict');
  const { code: reportCode } = made.receipt;
  const entry = { who: actor.username, what: 'mail-to-report', reportCode, data: { mail: id } };
  await house.store.audit.append(entry, house.machineNow());
  return made.receipt;
}

/** @throws 404, 409 */
export async function dismissMail(house: House, actor: Actor, id: string, reason: string): Promise<void> {
  const { store } = house;
  const mail = await store.mails.find(id);
  if (!mail) throw new Problem('not-found');
  if (!dismissible.includes(mail.state)) throw new Problem('no-use-now');
  const change = { state: 'dismissed' as const, why: 'no-report' as const, by: actor.username, reason, nextAt: null };
  if (!(await store.mails.change(mail, mail.state, change))) throw new Problem('conflict');
  await store.audit.append({ who: actor.username, what: 'dismiss-mail', data: { mail: id } }, house.machineNow());
}
