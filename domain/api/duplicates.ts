/** Reports that may be the same thing: GET /api/tasks/{key}/nearby, PUT /api/reports/{code}/duplicate-of. */
import { type Static, Type } from 'typebox';
import { ReportCode, Time } from './common.ts';
import { reportStatuses } from './reports.ts';

/** Another report as the person may see it: outside the person's reach only what anyone may know. */
export const OtherReport = Type.Object({
  code: Type.String(),
  status: Type.Enum([...reportStatuses]),
  receivedAt: Time,
  /** Empty where the person may not read it, and for a confidential one: that is a look of its own. */
  summary: Type.String(),
  field: Type.Optional(Type.String()),
  /** Distance from this report, whole metres; absent where either has no point. */
  metres: Type.Optional(Type.Integer()),
  /** A task of it that the person may open. */
  taskKey: Type.Optional(Type.String()),
});
export type OtherReport = Static<typeof OtherReport>;

/** `items`: within 200 m in the last 90 days, of the same field or in similar words; likely ones first. */
export const Others = Type.Object({
  items: Type.Array(OtherReport),
  /** The report that this one repeats. */
  duplicateOf: Type.Union([OtherReport, Type.Null()]),
  /** Reports that repeat this one. */
  duplicates: Type.Array(OtherReport),
  /** Whether the person may link. */
  mayLink: Type.Boolean(),
});
export type Others = Static<typeof Others>;

/** The report that this one repeats; null takes the link away. */
export const DuplicateOf = Type.Object(
  { code: Type.Union([ReportCode, Type.Null()]) },
  { additionalProperties: false },
);
export type DuplicateOf = Static<typeof DuplicateOf>;
