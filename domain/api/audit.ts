/** GET /api/audit, /api/audit/export, /api/audit/verification: what went on record, as a list, as a table, and whether it is whole. */
import { type Static, Type } from 'typebox';
import { MaybeTime, paging, ReportCode, Time, Username } from './common.ts';

export const AuditWord = Type.String({ pattern: '^[a-z][a-z-]{0,59}$', maxLength: 60 });

const filters = {
  who: Type.Optional(Username),
  what: Type.Optional(AuditWord),
  reportCode: Type.Optional(ReportCode),
  /** By the machine's time, from included to excluded. */
  from: Type.Optional(Time),
  to: Type.Optional(Time),
};

export const AuditFilter = Type.Object(filters, { additionalProperties: false });
export type AuditFilter = Static<typeof AuditFilter>;

export const AuditQuery = Type.Object({ ...filters, ...paging }, { additionalProperties: false });
export type AuditQuery = Static<typeof AuditQuery>;

export const AuditItem = Type.Object({
  number: Type.Integer(),
  at: Time,
  who: Type.String(),
  /** Null for one who is no longer there, and for what the system did by itself. */
  whoName: Type.Union([Type.String(), Type.Null()]),
  /** A word of domain/audit.ts. */
  what: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  /** Codes, dates and reasons; never a sender's data. */
  data: Type.Record(Type.String(), Type.Unknown()),
  hash: Type.String(),
});
export type AuditItem = Static<typeof AuditItem>;

export const AuditList = Type.Object({
  items: Type.Array(AuditItem),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type AuditList = Static<typeof AuditList>;

export const auditFaults = ['changed', 'missing', 'inserted', 'out-of-place', 'rewritten', 'cut-off'] as const;

export const AuditVerification = Type.Object({
  /** When it was read. */
  asOf: Time,
  /** Entries read and found whole, from the first on. */
  entries: Type.Integer(),
  /** False: the log is longer than one call may read; the command line reads all of it. */
  complete: Type.Boolean(),
  /** The first broken entry. */
  fault: Type.Union([Type.Object({ number: Type.Integer(), kind: Type.Enum([...auditFaults]) }), Type.Null()]),
  /** To be noted elsewhere: the newest whole entry. */
  head: Type.Object({ number: Type.Integer(), hash: Type.String() }),
  anchors: Type.Object({
    count: Type.Integer(),
    newest: Type.Union([Type.Integer(), Type.Null()]),
    newestAt: MaybeTime,
    /** The first line of the file that does not fit. */
    broken: Type.Union([Type.Integer(), Type.Null()]),
  }),
});
export type AuditVerification = Static<typeof AuditVerification>;
