/**
 * Composes the reply in the form of Annex 2 from the approved result: what the publication form starts with. Where the
 * sender is greeted by name a mark stands for it: workers have no keys, and the name is kept in one place.
 */
import { composeReply, nameMark } from '../domain/reply.ts';
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
  const at = await clock.now();
  await store.replies.keep({
    _id: job.key,
    reportCode,
    state: 'composed',
    agency,
    text: composeReply({
      agency: await agencyName(store, agency, at),
      name: report.hideIdentity || report.confidential ? null : nameMark,
      result: text,
      attached: attachments.length > 0,
    }),
    attachments,
    resolution,
    at,
  });
  return undefined;
};
