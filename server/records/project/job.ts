/**
 * JOB → a supplement asked for, a published reply, and what was held back until its job ended. "Published" turns true on the publishing job's
 * COMPLETED record only (procedure.md, Messages).
 */
import type { EngineRecord } from '../record.ts';
import { idOf, timeOf } from '../record.ts';
import type { Unit } from '../unit.ts';
import * as dossiers from './dossier-way.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

export const job: Projector = {
  wants(record, wanted) {
    wanted.instances.add(String(record.value.processInstanceKey));
    if (record.value.type === 'publish-reply') wanted.replies.add(record.key);
  },
  apply(record, unit) {
    if (record.intent === 'COMPLETED') {
      unit.releaseHeld(record.key, 'pending');
      if (record.value.type === 'publish-reply') publish(record, unit);
      if (record.value.type === 'request-supplement') askForSupplement(record, unit);
    }
    if (record.intent === 'CANCELED') unit.releaseHeld(record.key, 'dropped');
  },
};

function publish(record: EngineRecord, unit: Unit): void {
  const report = unit.reportOf(unit.instances.get(String(record.value.processInstanceKey)));
  if (!report) return;
  const prepared = unit.replies.get(record.key);
  const at = timeOf(record.value.variables?.publishedAt) ?? prepared?.at ?? record.timestamp;
  const kind = prepared?.kind ?? record.value.customHeaders?.kind ?? 'private';
  const agency = prepared?.agency ?? report.leadAgency ?? '';
  const { text = '', attachments = [], resolution } = prepared ?? {};
  const said = resolution ? { resolution } : {};
  way.published(report, { agency, text, attachments, at, kind, ...said }, idOf(record));
  dossiers.answered(unit.dossierOf(report), at, resolution ?? null);
  unit.reports.put(report);
  unit.tellFollowers(report);
  const concerned = [...new Set([report.leadAgency ?? agency, ...report.coordinatingAgencies])].filter(Boolean);
  unit.announce(record, 'report.published', concerned, report._id, { kind, ...said });
}

function askForSupplement(record: EngineRecord, unit: Unit): void {
  const report = unit.reportOf(unit.instances.get(String(record.value.processInstanceKey)));
  if (!report) return;
  way.supplementRequested(report, timeOf(record.value.variables?.supplementDueAt));
  unit.reports.put(report);
}
