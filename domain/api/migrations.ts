/**
 * Running reports and another version: what would move and what not, and migrations of many, report by report.
 * POST /api/models/{id}/migration-preview, GET /api/releases/{id}/migration-preview, POST /api/migrations/preview;
 * POST /api/migrations, GET /api/migrations, /{id}, /{id}/items, POST /{id}/stop.
 */
import { type Static, Type } from 'typebox';
import { obstacles } from '../migration/plan.ts';
import { ChosenMapping, Reason } from './acts.ts';
import { EngineKey, MaybeTime, paging, Time } from './common.ts';

export const MigrationParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }) });

export const PreviewWish = Type.Object({ mapping: Type.Optional(ChosenMapping) }, { additionalProperties: false });
export type PreviewWish = Static<typeof PreviewWish>;
export const VersionPreviewWish = Type.Object(
  {
    to: EngineKey,
    mapping: Type.Optional(ChosenMapping),
    /** As if it were deployed once more: its own reports are to move as well. */
    anew: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type VersionPreviewWish = Static<typeof VersionPreviewWish>;

const Obstacle = Type.Enum([...obstacles]);
const Named = Type.Object({ id: Type.String(), name: Type.String() });

export const PreviewElement = Type.Object({
  id: Type.String(),
  name: Type.String(),
  type: Type.String(),
  /** Reports that stand there now. */
  reports: Type.Integer(),
  to: Type.Union([Named, Type.Null()]),
  why: Type.Union([Obstacle, Type.Null()]),
  /** What could take it, where it has no place. */
  choices: Type.Array(Named),
});
export type PreviewElement = Static<typeof PreviewElement>;

export const StuckReport = Type.Object({
  key: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  version: Type.Integer(),
  why: Type.Array(Type.Object({ element: Type.String(), name: Type.String(), why: Obstacle })),
});
export type StuckReport = Static<typeof StuckReport>;

export const MigrationPreview = Type.Object({
  asOf: Time,
  reports: Type.Object({ all: Type.Integer(), can: Type.Integer(), cannot: Type.Integer() }),
  versions: Type.Array(
    Type.Object({
      definitionKey: Type.String(),
      version: Type.Integer(),
      reports: Type.Integer(),
      elements: Type.Array(PreviewElement),
    }),
  ),
  /** The first of those that cannot move; `reports.cannot` counts all of them. */
  stuck: Type.Array(StuckReport),
});
export type MigrationPreview = Static<typeof MigrationPreview>;

export const NewMigration = Type.Object(
  { to: EngineKey, mapping: Type.Optional(ChosenMapping), recompute: Type.Optional(Type.Boolean()), reason: Reason },
  { additionalProperties: false },
);
export type NewMigration = Static<typeof NewMigration>;

export const MigrationView = Type.Object({
  id: Type.String(),
  releaseId: Type.Union([Type.String(), Type.Null()]),
  to: Type.Object({ definitionKey: Type.String(), version: Type.Integer() }),
  recompute: Type.Boolean(),
  reason: Type.String(),
  by: Type.String(),
  byName: Type.String(),
  at: Time,
  state: Type.Enum(['listing', 'running', 'done', 'stopped']),
  /** The engine does not answer just now; it goes on when it does. */
  waits: Type.Boolean(),
  endedAt: MaybeTime,
  counts: Type.Object({
    all: Type.Integer(),
    waiting: Type.Integer(),
    moved: Type.Integer(),
    there: Type.Integer(),
    ended: Type.Integer(),
    hindered: Type.Integer(),
    refused: Type.Integer(),
  }),
});
export type MigrationView = Static<typeof MigrationView>;
export const MigrationList = Type.Object({ items: Type.Array(MigrationView) });

export const itemStates = ['waiting', 'moved', 'there', 'ended', 'hindered', 'refused'] as const;
export const MigrationItemQuery = Type.Object(
  { stuck: Type.Optional(Type.Boolean()), ...paging },
  { additionalProperties: false },
);
export type MigrationItemQuery = Static<typeof MigrationItemQuery>;

export const MigrationItemView = Type.Object({
  key: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  fromVersion: Type.Integer(),
  state: Type.Enum([...itemStates]),
  why: Type.Array(Type.Object({ element: Type.String(), why: Type.String() })),
  /** The engine's words. */
  words: Type.Union([Type.String(), Type.Null()]),
  datesMoved: Type.Union([Type.Integer(), Type.Null()]),
  at: MaybeTime,
});
export type MigrationItemView = Static<typeof MigrationItemView>;
export const MigrationItemList = Type.Object({
  items: Type.Array(MigrationItemView),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type MigrationItemList = Static<typeof MigrationItemList>;
