/** The page on which a mail's sender completes it: opened by its own key, of which the server keeps nothing. */
import type { MailDraft, MailReport } from '../../domain/api/mails.ts';
import type { ReportReceipt } from '../../domain/api/reports.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { House } from '../house.ts';
import { fitsDraft } from '../plugins/mail/draft-token.ts';
import { tokenOf } from '../plugins/token.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { understoodView } from './by-hand.ts';
import { makeReport, type Submit, settleMade } from './report-of.ts';

/** @throws 404 for a mail that does not exist and a key that does not fit alike */
async function opened(house: House, id: string, token: string): Promise<StoredMail> {
  const fits = fitsDraft(house.settings.secret, id, token);
  const mail = await house.store.mails.find(id);
  // Never asked, nothing to complete.
  if (!mail || !fits || !mail.ask) throw new Problem('not-found');
  return mail;
}

const isOpen = (mail: StoredMail): boolean => mail.state === 'asked' || mail.state === 'closed';

export async function readDraft(house: House, id: string, token: string): Promise<MailDraft> {
  const mail = await opened(house, id, token);
  const { from, subject, files, refused, understood } = mail.letter;
  return {
    open: isOpen(mail),
    subject,
    understood: understoodView(understood ?? { missing: [] }),
    email: from?.address ?? '',
    files: Math.max(0, files.filter(({ inline }) => !inline).length - refused.length),
    refused,
    closesAt: mail.state === 'asked' ? wire(mail.ask!.closeAt) : null,
    receipt: mail.state === 'accepted' ? await receiptOf(house, mail.reportCode!) : null,
  };
}

/** @throws 404, 409 when staff have decided about it, 422 where the words are not right */
export async function completeDraft(
  house: House,
  submit: Submit,
  id: string,
  token: string,
  words: MailReport,
): Promise<ReportReceipt> {
  const mail = await opened(house, id, token);
  if (mail.state === 'accepted') return receiptOf(house, mail.reportCode!);
  if (!isOpen(mail)) throw new Problem('no-use-now');
  const { from } = mail.letter;
  // Answers to the mail go where it came from, whatever the page was changed to.
  const sender = { ...words.sender, ...(from ? { email: from.address } : {}) };
  const made = await makeReport(house, submit, mail, { ...words, sender });
  await settleMade(house, mail, made, { why: 'complete' });
  return made.receipt;
}

async function receiptOf(house: House, code: string): Promise<ReportReceipt> {
  const report = await house.store.reports.find(code);
  if (!report) throw new Problem('not-found');
  return {
    code,
    accessToken: tokenOf(house.settings.secret, code),
    receivedAt: wire(report.receivedAt),
    ...(report.promisedDueAt === null ? {} : { dueAt: wire(report.promisedDueAt) }),
  };
}
