/** A report as its sender follows it (api.md, `GET /api/reports/{code}`): `by` is an agency, never a person. */
import type { HistoryLine, ReportView } from '../../domain/api/reports.ts';
import type { Report } from '../../store/reports.ts';
import { replyView } from './reply.ts';
import { wire, wireOrNull } from './time.ts';

export function reportView(report: Report): ReportView {
  const { place, reply } = report;
  return {
    code: report._id,
    status: report.status,
    stage: report.stage,
    content: report.content,
    place: {
      text: place.text,
      ...(place.district === undefined ? {} : { district: place.district }),
      ...(place.lat === undefined ? {} : { lat: place.lat }),
      ...(place.lng === undefined ? {} : { lng: place.lng }),
    },
    attachments: [...report.attachments, ...report.supplements.flatMap((one) => one.attachments)],
    history: historyOf(report),
    ...(report.status === 'needs-supplement' && report.missing ? { missing: report.missing } : {}),
    ...(report.ground ? { ground: report.ground } : {}),
    ...(reply ? { reply: replyView(reply, report) } : {}),
    ...(report.dueAt === null ? {} : { dueAt: wire(report.dueAt) }),
    receivedAt: wire(report.receivedAt),
    occurredAt: wireOrNull(report.occurredAt),
    ...(report.field ? { field: report.field } : {}),
    confidential: report.confidential,
    hideIdentity: report.hideIdentity,
    ...(report.rating ? { rating: report.rating } : {}),
    ...(report.erased ? { erased: { at: wire(report.erased.at), words: report.erased.words } } : {}),
  };
}

/** Reception, what the records told, and what came too late; oldest first. */
export function historyOf(report: Report): HistoryLine[] {
  const late = [...report.supplements, ...report.feedback, ...(report.withdrawal ? [report.withdrawal] : [])]
    .filter((one) => one.addendum)
    .map((one) => ({ at: one.at, what: 'addendum', by: 'sender' }));
  const lines = [{ at: report.receivedAt, what: 'received', by: 'sender' }, ...report.history, ...late];
  return lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => a.line.at - b.line.at || a.index - b.index)
    .map(({ line }) => ({ at: wire(line.at), what: line.what, ...(line.by ? { by: line.by } : {}) }));
}
