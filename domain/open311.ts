/**
 * Open311 GeoReport v2 as this province speaks it: what of ours is called what there. The specification knows two
 * statuses; ours has seven.
 */
import type { ReportStatus } from './api/reports.ts';

/** The province's web address without "www", as the specification proposes. */
export const jurisdiction = 'quangnam.gov.vn';

/** When the shape of this interface changed last. */
export const changeset = '2026-11-30T00:00:00+07:00';

/** Whose answer is awaited: the province's (`open`), or nobody's any more (`closed`). A comment opens a report again. */
export const statusOf: Readonly<Record<ReportStatus, 'open' | 'closed'>> = {
  received: 'open',
  'needs-supplement': 'open',
  'in-progress': 'open',
  answered: 'closed',
  closed: 'closed',
  rejected: 'closed',
  withdrawn: 'closed',
};

/** Our statuses behind one of theirs. */
export const behind = (status: 'open' | 'closed'): ReportStatus[] =>
  (Object.keys(statusOf) as ReportStatus[]).filter((one) => statusOf[one] === status);

/** The specification: 90 days, or the first 1,000. */
export const longestSpanMs = 90 * 86_400_000;
export const mostRequests = 1_000;

/** What a service asks for beside the standard arguments, in this order. Texts: `text/<lang>/open311.ts`. */
export const attributes = [
  { code: 'name', datatype: 'string', required: true },
  { code: 'phone', datatype: 'string', required: true },
  { code: 'address', datatype: 'string', required: false },
  { code: 'occurredAt', datatype: 'datetime', required: false },
  { code: 'district', datatype: 'singlevaluelist', required: false },
  { code: 'hideIdentity', datatype: 'singlevaluelist', required: false },
  { code: 'confidential', datatype: 'singlevaluelist', required: false },
] as const;
export type AttributeCode = (typeof attributes)[number]['code'];
