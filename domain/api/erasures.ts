/** GET /api/retention, PUT /api/retention/{id}; GET/POST /api/erasures, GET/DELETE /api/erasures/{id}, POST …/execution. */
import { type Static, Type } from 'typebox';
import { erasable } from '../keeping.ts';
import { List, MaybeTime, ReportCode, Time } from './common.ts';

export const RetentionRule = Type.Object({
  id: Type.String(),
  what: Type.Enum([...erasable]),
  afterDays: Type.Integer(),
  ground: Type.String(),
  active: Type.Boolean(),
  /** Number of changes; 0 as shipped. */
  version: Type.Integer(),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: MaybeTime,
});
export type RetentionRule = Static<typeof RetentionRule>;
export const RetentionRuleList = List(RetentionRule);

export const RuleParams = Type.Object({ id: Type.String({ pattern: '^[a-z-]{1,40}$', maxLength: 40 }) });
export type RuleParams = Static<typeof RuleParams>;

/** `version`: the one that the person saw; another one in between is 412. */
export const ChangedRule = Type.Object(
  {
    afterDays: Type.Integer({ minimum: 1, maximum: 36_500 }),
    ground: Type.String({ maxLength: 500 }),
    active: Type.Boolean(),
    version: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type ChangedRule = Static<typeof ChangedRule>;

/** By a rule that is in force, or one report at its sender's own request. Exactly one of the two. */
export const NewErasure = Type.Object(
  {
    rule: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}$', maxLength: 40 })),
    reportCode: Type.Optional(ReportCode),
    ground: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type NewErasure = Static<typeof NewErasure>;

export const ErasureCounts = Type.Object({
  reports: Type.Integer(),
  senders: Type.Integer(),
  followers: Type.Integer(),
  devices: Type.Integer(),
  /** Mails that they came by. */
  mails: Type.Integer(),
  /** Reports whose words go, and the files that go with them. */
  words: Type.Integer(),
  files: Type.Integer(),
});
export type ErasureCounts = Static<typeof ErasureCounts>;

export const Erasure = Type.Object({
  id: Type.String(),
  rule: Type.Union([Type.String(), Type.Null()]),
  what: Type.Enum([...erasable]),
  ground: Type.String(),
  askedBy: Type.String(),
  askedAt: Time,
  /** `tried`: a dry run · `running` · `done`. */
  state: Type.Enum(['tried', 'running', 'done']),
  /** How many reports, or mails, are on the list. */
  total: Type.Integer(),
  counts: ErasureCounts,
  /** SHA-256 of the list of codes, hex: what is confirmed is exactly this list. */
  hash: Type.String(),
  /** There are more reports than one run takes. */
  more: Type.Boolean(),
  confirmedBy: Type.Union([Type.String(), Type.Null()]),
  confirmedAt: MaybeTime,
  /** How many of the list have been looked at. */
  progress: Type.Integer(),
  /** Reports that had changed since the dry run and were left as they are. */
  skipped: Type.Array(Type.String()),
  endedAt: MaybeTime,
  mayConfirm: Type.Boolean(),
});
export type Erasure = Static<typeof Erasure>;
export const ErasureList = List(Erasure);

/** With its codes (of mails: their ids), in the order of the list. */
export const ErasureDetail = Type.Object({ ...Erasure.properties, codes: Type.Array(Type.String()) });
export type ErasureDetail = Static<typeof ErasureDetail>;

export const ErasureParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });
export type ErasureParams = Static<typeof ErasureParams>;
export const Execution = Type.Object(
  { hash: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }) },
  { additionalProperties: false },
);
export type Execution = Static<typeof Execution>;
