/**
 * GET /healthz (alive), GET /readyz (every part reachable and the procedure deployed), and GET /api/health: the same with
 * what an operator wants to know beside it.
 */
import { type Static, Type } from 'typebox';
import { MaybeTime, Time } from './common.ts';

export const Health = Type.Object({ status: Type.Literal('ok') });
export type Health = Static<typeof Health>;

export const Ready = Type.Object({
  ready: Type.Boolean(),
  parts: Type.Record(
    Type.String(),
    /** `degraded`: it serves all the same, and somebody must do something. */
    Type.Object({
      ready: Type.Boolean(),
      degraded: Type.Optional(Type.Boolean()),
      detail: Type.Optional(Type.String()),
    }),
  ),
});
export type Ready = Static<typeof Ready>;

export const HealthFinding = Type.Object({
  part: Type.String(),
  state: Type.Union([Type.Literal('ok'), Type.Literal('off'), Type.Literal('degraded'), Type.Literal('ill')]),
  /** A word of domain/health.ts; null where nothing is wrong. */
  trouble: Type.Union([Type.String(), Type.Null()]),
  /** What its sentence is filled with. */
  values: Type.Record(Type.String(), Type.String()),
});
export type HealthFinding = Static<typeof HealthFinding>;

export const HealthProcess = Type.Object({
  kind: Type.Union([Type.Literal('server'), Type.Literal('workers')]),
  /** `host:pid`. */
  where: Type.String(),
  product: Type.String(),
  databaseVersion: Type.Integer(),
  node: Type.String(),
  startedAt: Time,
  seenAt: Time,
  state: Type.Union([Type.Literal('lives'), Type.Literal('leaving'), Type.Literal('gone')]),
});
export type HealthProcess = Static<typeof HealthProcess>;

const MaybeText = Type.Union([Type.String(), Type.Null()]);
const MaybeCount = Type.Union([Type.Integer(), Type.Null()]);

export const HealthView = Type.Object({
  asOf: Time,
  ready: Type.Boolean(),
  findings: Type.Array(HealthFinding),
  processes: Type.Array(HealthProcess),
  versions: Type.Object({
    product: Type.String(),
    node: Type.String(),
    engine: MaybeText,
    mongod: MaybeText,
    database: MaybeCount,
  }),
  /** By partition. */
  positions: Type.Array(Type.Object({ partition: Type.Integer(), position: Type.Integer(), at: Time, recordAt: Time })),
  /** What waits to go out, and the records that could not be projected. */
  waiting: Type.Record(Type.String(), Type.Integer()),
  backupAt: MaybeTime,
  disk: Type.Union([Type.Object({ freeBytes: Type.Integer(), totalBytes: Type.Integer() }), Type.Null()]),
});
export type HealthView = Static<typeof HealthView>;
