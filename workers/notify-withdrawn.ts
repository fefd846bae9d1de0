/** Confirms to the sender that the report is withdrawn. */
import { tellSender } from './outbox.ts';
import type { Handler } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';

export const notifyWithdrawn: Handler = async (job, tools) => {
  await tellSender(tools, job, reportCodeOf(job), 'withdrawn');
  return undefined;
};
