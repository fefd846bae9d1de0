/** Tells the sender how a report ended: header `kind` = `rejected` (with the ground), `incomplete`, `clarified`. */
import { type MailTemplate, mailTemplates } from '../domain/mail.ts';
import { decidedAt, wordsOf } from './decided.ts';
import { tellSender } from './outbox.ts';
import { type Handler, NeedsMending } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';

export const notifySender: Handler = async (job, tools) => {
  const reportCode = reportCodeOf(job);
  const { kind } = job.headers;
  if (!(mailTemplates as readonly (string | undefined)[]).includes(kind)) {
    throw new NeedsMending(
      `there is no mail of the kind "${kind}"`,
      `give ${job.elementId} the header kind with one of ${mailTemplates.join(', ')} in the diagram`,
    );
  }
  const text = kind === 'rejected' ? wordsOf(await decidedAt(tools.store, reportCode, 'intake'), 'ground') : undefined;
  await tellSender(tools, job, reportCode, kind as MailTemplate, { text });
  return undefined;
};
