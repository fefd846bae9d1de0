/**
 * Releases with four eyes: POST /api/models/{id}/releases, POST /api/releases (roll back), GET /api/releases,
 * /api/releases/{id}, POST …/approval, …/return, DELETE; GET /api/releases/versions.
 */
import { type Static, Type } from 'typebox';
import { ChosenMapping } from './acts.ts';
import { EngineKey, MaybeTime, paging, Time } from './common.ts';

const Id = Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 });
export const ReleaseParams = Type.Object({ id: Id });
const Words = Type.String({ minLength: 1, maxLength: 4_000 });

export const RunningChoice = Type.Object(
  {
    choice: Type.Enum(['stay', 'migrate']),
    mapping: Type.Optional(ChosenMapping),
    /** Only with `migrate`: dates of open tasks by the new version. */
    recompute: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type RunningChoice = Static<typeof RunningChoice>;

export const ReleaseWish = Type.Object(
  {
    note: Words,
    running: RunningChoice,
    /** Where the check has warnings: why it is right nevertheless. */
    warningReason: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);
export type ReleaseWish = Static<typeof ReleaseWish>;

export const RollBackWish = Type.Object(
  {
    rollBackTo: EngineKey,
    note: Words,
    running: RunningChoice,
    warningReason: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  { additionalProperties: false },
);
export type RollBackWish = Static<typeof RollBackWish>;

export const Return = Type.Object({ reason: Words }, { additionalProperties: false });
export type Return = Static<typeof Return>;

const Mark = Type.Object({ definitionKey: Type.String(), version: Type.Integer() });
const MaybeMark = Type.Union([Mark, Type.Null()]);
const Who = Type.Object({ username: Type.String(), name: Type.String() });
const MaybeWho = Type.Union([Who, Type.Null()]);

export const releaseStates = ['asked', 'deploying', 'released', 'returned', 'withdrawn', 'stale'] as const;

export const ReleaseItem = Type.Object({
  id: Type.String(),
  modelId: Type.Union([Type.String(), Type.Null()]),
  name: Type.String(),
  note: Type.String(),
  /** `stale` as well where the draft, or what is in force, has changed since it was asked for. */
  state: Type.Enum([...releaseStates]),
  before: MaybeMark,
  rollBackTo: MaybeMark,
  running: Type.Object({
    choice: Type.Enum(['stay', 'migrate']),
    mapping: Type.Record(Type.String(), Type.String()),
    recompute: Type.Boolean(),
  }),
  warnings: Type.Object({ count: Type.Integer(), reason: Type.String() }),
  askedBy: Who,
  askedAt: Time,
  decidedBy: MaybeWho,
  decidedAt: MaybeTime,
  /** Why it was returned. */
  remark: Type.String(),
  /** The engine's last refusal. */
  refusal: Type.Union([Type.Object({ at: Time, by: Who, words: Type.String() }), Type.Null()]),
  deployed: MaybeMark,
  /** The migration of running reports that followed. */
  migration: Type.Union([Type.String(), Type.Null()]),
  /** Whether the person who asks is the second pair of eyes, and whether it is their own request. */
  mayDecide: Type.Boolean(),
  mine: Type.Boolean(),
});
export type ReleaseItem = Static<typeof ReleaseItem>;

export const ReleaseQuery = Type.Object(
  { open: Type.Optional(Type.Boolean()), model: Type.Optional(Id), ...paging },
  { additionalProperties: false },
);
export type ReleaseQuery = Static<typeof ReleaseQuery>;
export const ReleaseList = Type.Object({
  items: Type.Array(ReleaseItem),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type ReleaseList = Static<typeof ReleaseList>;

/** A version that was ever deployed, newest first. */
export const VersionItem = Type.Object({
  definitionKey: Type.String(),
  version: Type.Integer(),
  deployedAt: Time,
  inForce: Type.Boolean(),
  /** Reports that run on it now. */
  running: Type.Integer(),
  /** Null for what was deployed without a release: the first start, or by an operator. */
  release: Type.Union([
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      note: Type.String(),
      askedBy: Who,
      approvedBy: MaybeWho,
      rollBackTo: MaybeMark,
    }),
    Type.Null(),
  ]),
});
export type VersionItem = Static<typeof VersionItem>;
export const VersionList = Type.Object({ items: Type.Array(VersionItem) });
