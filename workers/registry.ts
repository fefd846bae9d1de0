/** Everything that the engine asks of us: one line a job type. `retries` as in the diagram. */
import { composeReplyJob } from './compose-reply.ts';
import { extendDeadline } from './extend-deadline.ts';
import { notifySender } from './notify-sender.ts';
import { notifyWithdrawn } from './notify-withdrawn.ts';
import { publishReply } from './publish-reply.ts';
import { remind } from './remind.ts';
import { reportOverdue } from './report-overdue.ts';
import { requestSupplement } from './request-supplement.ts';
import type { JobType } from './runtime/worker.ts';
import { setDeadline } from './set-deadline.ts';

const clockInputs = ['budget', 'clockStart', 'clockDue', 'clockRemind', 'clockLimit', 'handlingFrom', 'leadAgency'];
const watchInputs = ['taskInstance', 'dueAt'];

const job = (type: string, handler: JobType['handler'], variables: string[], retries: number): JobType => ({
  type,
  handler,
  variables: ['reportCode', ...variables],
  retries,
});

export const registry: readonly JobType[] = [
  job('set-deadline', setDeadline, clockInputs, 10),
  job('extend-deadline', extendDeadline, ['days', 'handlingFrom', 'handlingDueAt', 'handlingRemindAt'], 5),
  job('request-supplement', requestSupplement, ['clockStart'], 5),
  job('notify-sender', notifySender, [], 5),
  job('notify-withdrawn', notifyWithdrawn, [], 5),
  job('remind', remind, watchInputs, 10),
  job('report-overdue', reportOverdue, watchInputs, 10),
  job('compose-reply', composeReplyJob, ['leadAgency'], 5),
  job('publish-reply', publishReply, ['leadAgency'], 5),
];
