/** The audit log as people read it: newest first, filtered, a page at a time or as a table for a spreadsheet. */
import type { AuditFilter, AuditItem, AuditList, AuditQuery } from '../../domain/api/audit.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { AuditEntry } from '../../store/audit.ts';
import type { House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

const newestFirst = { at: -1, _id: -1 } as const;

/** @throws 400 for a time that is none */
function filterOf({ who, what, reportCode, from, to }: AuditFilter): Record<string, unknown> {
  const between = { ...(from ? { $gte: timeOf(from, 'from') } : {}), ...(to ? { $lt: timeOf(to, 'to') } : {}) };
  return {
    ...(who ? { who } : {}),
    ...(what ? { what } : {}),
    ...(reportCode ? { reportCode: readReportCode(reportCode) ?? reportCode } : {}),
    ...(from || to ? { at: between } : {}),
  };
}

function timeOf(text: string, name: string): number {
  const time = parseTime(text);
  if (time === null || time === undefined)
    throw new Problem('bad-request', { errors: [{ pointer: `/${name}`, code: 'format' }] });
  return time;
}

export async function listAudit(house: House, query: AuditQuery): Promise<AuditList> {
  const { secret } = house.settings;
  const { after, limit = 50, ...filter } = query;
  const from = after === undefined ? undefined : readCursor(secret, 'audit', after).map(Number);
  const later = from ? [{ $or: [{ at: { $lt: from[0] } }, { at: from[0], _id: { $lt: from[1] } }] }] : [];
  const found = await house.store.audit.model
    .find({ $and: [filterOf(filter), ...later] } as never)
    .sort(newestFirst)
    .limit(limit + 1)
    .lean<AuditEntry[]>()
    .exec();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last ? makeCursor(secret, 'audit', [last.at, last._id]) : null;
  return { items: await shown(house, page), next };
}

async function shown(house: House, entries: AuditEntry[]): Promise<AuditItem[]> {
  const people = await house.store.people.findMany([...new Set(entries.map((one) => one.who))]);
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  return entries.map(({ _id, at, who, what, reportCode, data, hash }) => ({
    number: _id,
    at: wire(at),
    who,
    whoName: names.get(who) ?? null,
    what,
    reportCode: reportCode ?? null,
    data,
    hash,
  }));
}

/** All that fits the filter, row by row; the columns are the entry's fields, so that the chain can be reckoned again. */
export async function* auditRows(house: House, filter: AuditFilter): AsyncGenerator<string[]> {
  yield ['number', 'at', 'who', 'what', 'reportCode', 'data', 'previous', 'hash'];
  const cursor = house.store.audit.model
    .find(filterOf(filter) as never)
    .sort(newestFirst)
    .lean<AuditEntry[]>()
    .cursor({ batchSize: 500 });
  for await (const one of cursor as AsyncIterable<AuditEntry>) {
    const { _id, at, who, what, reportCode, data, previous, hash } = one;
    yield [String(_id), wire(at), who, what, reportCode ?? '', JSON.stringify(data), previous, hash];
  }
}
