/**
 * Figures for leaders and the operations centre (articles 11, 13.9, 15), the period's report that is fixed and can be
 * run again, merit, and open data. Every figure says what counts into it (`basis`), of how many it is a part (`of`) and
 * by which version of its definition it was counted (domain/statistics/figures.ts).
 */
import { type Static, Type } from 'typebox';
import { AgencyId, DistrictId, FieldId, List, MaybeTime, paging, ReportCode, StageId, Time } from './common.ts';

/** `2026-10` or `2026-Q3`, in Vietnam. */
export const PeriodId = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2]|Q[1-4])$', maxLength: 7 });
/** A day in Vietnam; as an end it is counted in. */
const Day = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', maxLength: 10 });

export const divisions = ['month', 'quarter', 'field', 'agency', 'district', 'stage'] as const;
export type Division = (typeof divisions)[number];

/** The current month where nothing is said; `from` and `to` go together and exclude `period`. */
const which = {
  period: Type.Optional(PeriodId),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
};
const filters = {
  field: Type.Optional(FieldId),
  agency: Type.Optional(AgencyId),
  district: Type.Optional(DistrictId),
  stage: Type.Optional(StageId),
};
export const StatisticsQuery = Type.Object(
  { ...which, ...filters, by: Type.Optional(Type.Enum([...divisions])) },
  { additionalProperties: false },
);
export type StatisticsQuery = Static<typeof StatisticsQuery>;

/**
 * One number. A count: `value` of `of` (a share is never told as a percentage alone), `of` null where it is part of
 * nothing. A median or mean: working minutes, over `of` rows; null over none.
 */
export const FigureValue = Type.Object({
  value: Type.Union([Type.Number(), Type.Null()]),
  of: Type.Union([Type.Integer(), Type.Null()]),
});
export type FigureValue = Static<typeof FigureValue>;

/** What a figure means; its words are in the text catalogue under its name. */
export const FigureDefinition = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  /** What counts into the period: the time that must lie in it, or `end`: what stood so at its end. */
  basis: Type.Enum(['received', 'answered', 'ended', 'end', 'done', 'asked', 'returned']),
  /** The figure that it is a share of. */
  of: Type.Union([Type.String(), Type.Null()]),
  unit: Type.Enum(['reports', 'steps', 'requests', 'days', 'minutes']),
  /** What is counted, as canonical JSON: this text is what is run. */
  query: Type.String(),
});
export type FigureDefinition = Static<typeof FigureDefinition>;

const Period = Type.Object({
  /** Null for a span of days. */
  id: Type.Union([PeriodId, Type.Null()]),
  from: Time,
  /** The first instant that no longer belongs to it. */
  to: Time,
  /** Whether it is over. */
  ended: Type.Boolean(),
});

/** GET /api/statistics. Figures that a division does not know (a step has no month of reception …) are left out of its rows. */
export const Statistics = Type.Object({
  period: Period,
  /** Nothing that happened later is counted: the end of the period, or now where it runs still. */
  asOf: Time,
  /** The agencies whose figures these are; null: all. */
  agencies: Type.Union([Type.Array(Type.String()), Type.Null()]),
  definitions: Type.Array(FigureDefinition),
  total: Type.Record(Type.String(), FigureValue),
  by: Type.Union([Type.Enum([...divisions]), Type.Null()]),
  /** `id` empty: what has none (yet). */
  rows: Type.Array(Type.Object({ id: Type.String(), figures: Type.Record(Type.String(), FigureValue) })),
});
export type Statistics = Static<typeof Statistics>;

/** GET /api/statistics/reports: exactly what stands behind a figure, or behind its cell of a division. */
export const DrillQuery = Type.Object(
  {
    ...which,
    ...filters,
    figure: Type.String({ pattern: '^[A-Za-z]{1,40}$', maxLength: 40 }),
    by: Type.Optional(Type.Enum([...divisions])),
    /** With `by`; empty: what has none. */
    cell: Type.Optional(Type.String({ maxLength: 60 })),
    ...paging,
  },
  { additionalProperties: false },
);
export type DrillQuery = Static<typeof DrillQuery>;

/** A report, or a step or request of it, that was counted. Without sender and text. */
export const CountedRow = Type.Object({
  code: Type.String(),
  field: Type.Union([Type.String(), Type.Null()]),
  district: Type.Union([Type.String(), Type.Null()]),
  agency: Type.Union([Type.String(), Type.Null()]),
  /** Where the report stood at `asOf`, or which step it is about. */
  stage: Type.Union([Type.String(), Type.Null()]),
  receivedAt: Time,
  /** The time by which it was counted in. */
  at: Time,
  answeredAt: MaybeTime,
  /** Of a step: the date first set, and the date in force at its end. */
  firstDueAt: MaybeTime,
  dueAt: MaybeTime,
  minutes: Type.Union([Type.Number(), Type.Null()]),
});
export type CountedRow = Static<typeof CountedRow>;
export const Counted = Type.Object({
  figure: FigureDefinition,
  value: FigureValue,
  asOf: Time,
  items: Type.Array(CountedRow),
  next: Type.Union([Type.String(), Type.Null()]),
  /** How many of those counted one may not see. */
  hidden: Type.Integer(),
});
export type Counted = Static<typeof Counted>;

/** GET /api/statistics/extensions: each request for more time (article 8.3), with who decided and why. */
export const ExtensionsQuery = Type.Object({ ...which, ...filters, ...paging }, { additionalProperties: false });
export type ExtensionsQuery = Static<typeof ExtensionsQuery>;
export const Extension = Type.Object({
  code: Type.String(),
  agency: Type.String(),
  field: Type.Union([Type.String(), Type.Null()]),
  askedAt: Time,
  askedBy: Type.Union([Type.String(), Type.Null()]),
  days: Type.Union([Type.Integer(), Type.Null()]),
  /** Null where the text is no longer kept. */
  reason: Type.Union([Type.String(), Type.Null()]),
  firstDueAt: MaybeTime,
  dueAt: MaybeTime,
  /** Whether the date was broken already when it was asked for. */
  afterFirst: Type.Boolean(),
  afterBreach: Type.Boolean(),
  decision: Type.Enum(['granted', 'refused', 'waiting']),
  decidedAt: MaybeTime,
  approver: Type.Union([Type.String(), Type.Null()]),
  daysGranted: Type.Union([Type.Integer(), Type.Null()]),
});
export type Extension = Static<typeof Extension>;
export const Extensions = List(Extension);

/** A figure of a fixed report. */
export const FixedFigure = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  /** Its cell, where it is one of a table. */
  by: Type.Union([Type.Enum([...divisions]), Type.Null()]),
  cell: Type.Union([Type.String(), Type.Null()]),
  value: Type.Union([Type.Number(), Type.Null()]),
  of: Type.Union([Type.Integer(), Type.Null()]),
  /** How many canonical rows it was made from, and their SHA-256. */
  rows: Type.Integer(),
  hash: Type.String(),
});
export type FixedFigure = Static<typeof FixedFigure>;

const Difference = Type.Object({
  /** The row's key: a report's code, with the step where it is one. */
  row: Type.String(),
  /** Canonical JSON; null where the row was, or is, not there. */
  before: Type.Union([Type.String(), Type.Null()]),
  after: Type.Union([Type.String(), Type.Null()]),
});
const Sum = Type.Object({
  value: Type.Union([Type.Number(), Type.Null()]),
  of: Type.Union([Type.Integer(), Type.Null()]),
  rows: Type.Integer(),
  hash: Type.String(),
});

export const Erratum = Type.Object({
  number: Type.Integer(),
  at: Time,
  by: Type.String(),
  why: Type.String(),
  name: Type.String(),
  division: Type.Union([Type.Enum([...divisions]), Type.Null()]),
  cell: Type.Union([Type.String(), Type.Null()]),
  before: Sum,
  after: Sum,
  /** At most 200 are told; `after` is of all. */
  differences: Type.Array(Difference),
  differing: Type.Integer(),
  hash: Type.String(),
});
export type Erratum = Static<typeof Erratum>;

const summary = {
  period: PeriodId,
  from: Time,
  to: Time,
  asOf: Time,
  fixedAt: Time,
  fixedBy: Type.String(),
  /** Of the whole; `previous` is the hash of the report that was fixed before this one, empty for the first. */
  hash: Type.String(),
  previous: Type.String(),
  errata: Type.Integer(),
};
export const FixedReportSummary = Type.Object(summary);
export type FixedReportSummary = Static<typeof FixedReportSummary>;
/** GET /api/statistics/fixed: newest first. */
export const FixedReports = Type.Object({ items: Type.Array(FixedReportSummary) });
export const FixedParams = Type.Object({ period: PeriodId });
export type FixedParams = Static<typeof FixedParams>;
/** GET and POST /api/statistics/reports/{period}. */
export const FixedReport = Type.Object({
  ...summary,
  errata: Type.Array(Erratum),
  definitions: Type.Array(FigureDefinition),
  figures: Type.Array(FixedFigure),
});
export type FixedReport = Static<typeof FixedReport>;

const oneFigure = {
  name: Type.String({ pattern: '^[A-Za-z]{1,40}$', maxLength: 40 }),
  by: Type.Optional(Type.Enum([...divisions])),
  cell: Type.Optional(Type.String({ maxLength: 60 })),
};
/**
 * POST /api/statistics/reports/{period}/verification: all figures, or one. `asKnown`: `then` runs the same question
 * again, and must give the same; `now` counts what has come to be known since (a report opened again …).
 */
export const VerificationRequest = Type.Object(
  {
    figure: Type.Optional(Type.Object(oneFigure, { additionalProperties: false })),
    asKnown: Type.Optional(Type.Enum(['then', 'now'])),
  },
  { additionalProperties: false },
);
export type VerificationRequest = Static<typeof VerificationRequest>;
export const Verification = Type.Object({
  period: PeriodId,
  at: Time,
  asKnown: Type.Enum(['then', 'now']),
  checked: Type.Integer(),
  same: Type.Integer(),
  /** The report's own hash and its place in the chain; the rows that were kept with it. */
  sealWhole: Type.Boolean(),
  chainWhole: Type.Boolean(),
  evidenceWhole: Type.Boolean(),
  different: Type.Array(
    Type.Object({
      name: Type.String(),
      by: Type.Union([Type.Enum([...divisions]), Type.Null()]),
      cell: Type.Union([Type.String(), Type.Null()]),
      fixed: Sum,
      found: Sum,
      differences: Type.Array(Difference),
      differing: Type.Integer(),
    }),
  ),
});
export type Verification = Static<typeof Verification>;

/** POST /api/statistics/reports/{period}/errata: the figure as it is found now beside the one that was fixed. */
export const NewErratum = Type.Object(
  {
    figure: Type.Object(oneFigure, { additionalProperties: false }),
    why: Type.String({ minLength: 1, maxLength: 2_000 }),
    asKnown: Type.Optional(Type.Enum(['then', 'now'])),
  },
  { additionalProperties: false },
);
export type NewErratum = Static<typeof NewErratum>;

/** GET /api/statistics/report.pdf and .xlsx: of a month or quarter; the last whole month where none is said. */
export const DocumentQuery = Type.Object({ period: Type.Optional(PeriodId) }, { additionalProperties: false });
export type DocumentQuery = Static<typeof DocumentQuery>;

/** GET /api/statistics/merit (article 15). */
export const MeritQuery = Type.Object(which, { additionalProperties: false });
export type MeritQuery = Static<typeof MeritQuery>;
const Worker = {
  done: Type.Integer(),
  onTimeByFirst: Type.Integer(),
  onTimeByMoved: Type.Integer(),
  /** Answers with its share in them, how many were rated, and how. */
  answered: Type.Integer(),
  rated: Type.Integer(),
  satisfied: Type.Integer(),
  unsatisfied: Type.Integer(),
  /** Whether there is enough to compare: fewer than `minimum` steps say nothing. */
  enough: Type.Boolean(),
};
export const marks = ['valuable', 'false'] as const;
export type Mark = (typeof marks)[number];
export const Merit = Type.Object({
  period: Period,
  asOf: Time,
  minimum: Type.Integer(),
  /** Ordered by share in time by the first date; those without enough come last, by name. */
  agencies: Type.Array(Type.Object({ agency: Type.String(), ...Worker })),
  officers: Type.Array(
    Type.Object({
      username: Type.String(),
      name: Type.String(),
      agency: Type.Union([Type.String(), Type.Null()]),
      ...Worker,
    }),
  ),
  /** Article 15.1: reports that led to a repair, the first ones to tell of it; and those that staff has marked. */
  valuable: Type.Array(
    Type.Object({
      code: Type.String(),
      field: Type.Union([Type.String(), Type.Null()]),
      agency: Type.Union([Type.String(), Type.Null()]),
      answeredAt: MaybeTime,
      /** How many others told of the same thing. */
      repeats: Type.Integer(),
      rating: Type.Union([Type.String(), Type.Null()]),
      marked: Type.Boolean(),
      why: Type.Optional(Type.String()),
      /** For those who may see senders; never of a confidential report. */
      sender: Type.Optional(Type.String()),
    }),
  ),
  /** Article 15.2. `ground`: as the intake wrote it, equal wordings together. */
  refused: Type.Object({
    total: Type.Integer(),
    byGround: Type.Array(
      Type.Object({ ground: Type.String(), count: Type.Integer(), codes: Type.Array(Type.String()) }),
    ),
  }),
  /** Marked as untrue by staff. */
  untrue: Type.Array(
    Type.Object({
      code: Type.String(),
      at: Time,
      by: Type.String(),
      why: Type.String(),
      sender: Type.Optional(Type.String()),
    }),
  ),
});
export type Merit = Static<typeof Merit>;

/** PUT and DELETE /api/statistics/merit/{code}: a report is marked with a reason that goes on the audit log. */
export const MarkParams = Type.Object({ code: ReportCode });
export type MarkParams = Static<typeof MarkParams>;
export const NewMark = Type.Object(
  { mark: Type.Enum([...marks]), why: Type.String({ minLength: 1, maxLength: 2_000 }) },
  { additionalProperties: false },
);
export type NewMark = Static<typeof NewMark>;

/** GET /api/published/export.csv and .json: open data. */
export const ExportQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    field: filters.field,
    district: filters.district,
    agency: filters.agency,
  },
  { additionalProperties: false },
);
export type ExportQuery = Static<typeof ExportQuery>;
