/**
 * Prepares the reply for the sender (and, if public, for everyone); header `kind` = `public`, `private`, `sealed`.
 * Nothing counts as published before the record of this job's completion is projected: a withdrawal may win the race.
 * Result: `publishedAt`.
 */
import { formatTime } from '../domain/iso-time.ts';
import { sealedReply } from '../domain/reply.ts';
import { decidedAt, wordsOf } from './decided.ts';
import { tellSender } from './outbox.ts';
import { agencyName } from './result.ts';
import { type Handler, NeedsMending } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';

const kinds = ['public', 'private', 'sealed'] as const;
type Kind = (typeof kinds)[number];

export const publishReply: Handler = async (job, tools) => {
  const { store } = tools;
  const reportCode = reportCodeOf(job);
  const asked = kinds.find((one) => one === job.headers.kind);
  const report = await store.reports.find(reportCode);
  if (asked === undefined || report === null) {
    throw new NeedsMending(
      asked === undefined ? `"${job.headers.kind}" is no way to publish` : 'the report is not in the database',
      asked === undefined
        ? `give ${job.elementId} the header kind with one of ${kinds.join(', ')} in the diagram`
        : 'cancel the instance, or restore the report',
    );
  }
  // The diagram's gateway keeps this already (article 10.2); an edited diagram must not be able to break it.
  const kind: Kind = asked === 'public' && report.confidential ? 'private' : asked;
  const agency = String(job.variables.leadAgency ?? '');
  const composed = await store.replies.latestComposed(reportCode);
  const edited = wordsOf(await decidedAt(store, reportCode, 'publication'), 'reply');
  const at = await tools.clock.now();
  const text = kind === 'sealed' ? sealedReply(await agencyName(store, agency, at)) : (edited ?? composed?.text);
  if (text === undefined) {
    throw new NeedsMending('no reply was composed', `move the instance back to the element before ${job.elementId}`);
  }
  const kept = await store.replies.keep({
    _id: job.key,
    reportCode,
    state: 'prepared',
    kind,
    agency,
    text,
    attachments: kind === 'sealed' ? [] : (composed?.attachments ?? []),
    // Of a sealed report not even this is said (article 10.3).
    ...(kind !== 'sealed' && composed?.resolution ? { resolution: composed.resolution } : {}),
    at,
  });
  await tellSender(tools, job, reportCode, `answered-${kind}`, { text, agency });
  return { publishedAt: formatTime(kept.at) };
};
