/** Composes the reply in the form of Annex 2 from the approved result: what the publication form starts with. */
import { shownName } from '../domain/redact.ts';
import { composeReply } from '../domain/reply.ts';
import { agencyName, approvedResult } from './result.ts';
import { type Handler, NeedsMending } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';

export const composeReplyJob: Handler = async (job, { store, clock }) => {
  const reportCode = reportCodeOf(job);
  const report = await store.reports.find(reportCode);
  if (report === null) {
    throw new NeedsMending('the report is not in the database', 'cancel the instance, or restore the report');
  }
  const agency = String(job.variables.leadAgency ?? '');
  const { text, attachments, resolution } = await approvedResult(store, reportCode, job);
  await store.replies.keep({
    _id: job.key,
    reportCode,
    state: 'composed',
    agency,
    text: composeReply({
      agency: await agencyName(store, agency),
      name: shownName(report),
      result: text,
      attached: attachments.length > 0,
    }),
    attachments,
    resolution,
    at: await clock.now(),
  });
  return undefined;
};
