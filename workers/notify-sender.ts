/** Tells the sender how a report ended: header `kind` = `rejected` (with the ground) or `incomplete`. */
import type { MailTemplate } from '../domain/mail.ts';
import { decidedAt, wordsOf } from './decided.ts';
import { tellSender } from './outbox.ts';
import { type Handler, NeedsMending } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';

const kinds = ['rejected', 'incomplete'] as const satisfies readonly MailTemplate[];

export const notifySender: Handler = async (job, tools) => {
  const reportCode = reportCodeOf(job);
  const kind = kinds.find((one) => one === job.headers.kind);
  if (kind === undefined) {
    throw new NeedsMending(
      `there is no mail of the kind "${job.headers.kind}"`,
      `give ${job.elementId} the header kind with one of ${kinds.join(', ')} in the diagram`,
    );
  }
  const text = kind === 'rejected' ? wordsOf(await decidedAt(tools.store, reportCode, 'intake'), 'ground') : undefined;
  await tellSender(tools, job, reportCode, kind, { text });
  return undefined;
};
