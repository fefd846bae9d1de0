/**
 * Rehearsals of a draft: GET, POST /api/models/{id}/rehearsals, GET /api/models/{id}/rehearsals/options,
 * GET, DELETE /api/rehearsals/{id}.
 */
import { type Static, Type } from 'typebox';
import type { RehearsalResult, Speed, Spread } from '../rehearsal/result.ts';
import { type SurgeAssumptions as Surge, surgeShares } from '../rehearsal/surge.ts';
import { MaybeTime, Time } from './common.ts';

/** `plays`: reports times runs; more takes longer than anybody waits. */
export const rehearsalLimits = { reports: 20_000, days: 366, runs: 20, people: 999, plays: 100_000 } as const;

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Stage = Type.String({ minLength: 1, maxLength: 120 });
const Minutes = Type.Number({ minimum: 0, maximum: 100_000 });
const TimeOfDay = Type.String({ pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
const strict = { additionalProperties: false };

export const StaffEntry = Type.Object(
  {
    group: Type.String({ minLength: 1, maxLength: 120 }),
    people: Type.Integer({ minimum: 0, maximum: rehearsalLimits.people }),
    from: Type.Optional(TimeOfDay),
    to: Type.Optional(TimeOfDay),
  },
  strict,
);

const WorkAssumptions = Type.Object(
  {
    heldShare: Share,
    handsOn: Type.Record(Stage, Share, { maxProperties: 100 }),
    handsOnElsewhere: Share,
  },
  strict,
);

const SurgeAssumptions = Type.Unsafe<Surge>(
  Type.Object(
    {
      durations: Type.Record(
        Stage,
        Type.Object({ median: Minutes, spread: Type.Number({ minimum: 0, maximum: 3 }) }, strict),
        { maxProperties: 100 },
      ),
      shares: Type.Object(Object.fromEntries(surgeShares.map((share) => [share, Share])), strict),
    },
    strict,
  ),
);

const Source = Type.Union([
  Type.Object({ kind: Type.Literal('period'), from: Time, to: Time }, strict),
  Type.Object(
    {
      kind: Type.Literal('surge'),
      reports: Type.Integer({ minimum: 1, maximum: rehearsalLimits.reports }),
      days: Type.Integer({ minimum: 1, maximum: rehearsalLimits.days }),
      /** The first day; the next Monday where it is not given. */
      from: Type.Optional(Time),
      assumptions: Type.Optional(SurgeAssumptions),
    },
    strict,
  ),
]);

export const NewRehearsal = Type.Object(
  {
    source: Source,
    /** Null: as many officers as there are tasks, and every task takes the time that it took. */
    resources: Type.Optional(
      Type.Union([
        Type.Object(
          {
            groups: Type.Array(StaffEntry, { maxItems: 500 }),
            elsewhere: Type.Integer({ minimum: 0, maximum: rehearsalLimits.people }),
            work: Type.Optional(WorkAssumptions),
          },
          strict,
        ),
        Type.Null(),
      ]),
    ),
    runs: Type.Integer({ minimum: 1, maximum: rehearsalLimits.runs }),
    /** Durations are drawn anew in every run; otherwise only what no history tells. */
    vary: Type.Optional(Type.Boolean({ default: false })),
    /** Working minutes of a stage that nobody has ever done. */
    unknownMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 6_000, default: 120 })),
    seed: Type.Integer({ minimum: 0, maximum: 2 ** 31 }),
  },
  strict,
);
export type NewRehearsal = Static<typeof NewRehearsal>;

export const rehearsalStates = ['waiting', 'running', 'done', 'canceled', 'refused', 'failed', 'broken-off'] as const;
export type RehearsalState = (typeof rehearsalStates)[number];

const SpreadShape = Type.Union([Type.Unsafe<Spread>(Type.Object({})), Type.Null()]);
const Headline = Type.Object({ first: SpreadShape, extended: SpreadShape });

export const RehearsalItem = Type.Object({
  id: Type.String(),
  modelId: Type.String(),
  /** Of the draft, as it was played. */
  modelVersion: Type.Integer(),
  /** Version in force that it was played beside. */
  inForce: Type.Union([Type.Integer(), Type.Null()]),
  input: NewRehearsal,
  reports: Type.Integer(),
  state: Type.Enum([...rehearsalStates]),
  /** 0…1 */
  progress: Type.Number(),
  /** Rehearsals that are run before this one; 0 unless it waits. */
  ahead: Type.Integer(),
  by: Type.String(),
  at: Time,
  endedAt: MaybeTime,
  /** Reports all of whose tasks were in time, of both diagrams; null before the end. */
  headline: Type.Union([Type.Object({ draft: Headline, inForce: Type.Union([Headline, Type.Null()]) }), Type.Null()]),
  /** Why it was refused: whose files, and the engine's words; or what it took too much of. */
  refusal: Type.Union([Type.Object({ code: Type.String(), engine: Type.Optional(Type.String()) }), Type.Null()]),
});
export type RehearsalItem = Static<typeof RehearsalItem>;

export const RehearsalList = Type.Object({ items: Type.Array(RehearsalItem) });

/** The result's shape is domain/rehearsal/result.ts. */
export const RehearsalDetail = Type.Interface([RehearsalItem], {
  result: Type.Union([Type.Unsafe<RehearsalResult>(Type.Object({})), Type.Null()]),
  speed: Type.Union([Type.Unsafe<Speed>(Type.Object({})), Type.Null()]),
});
export type RehearsalDetail = Static<typeof RehearsalDetail>;

export const RehearsalParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$', maxLength: 64 }) });
export const RehearsalBegun = Type.Object({ id: Type.String() });

/** What a form begins with. */
export const RehearsalOptions = Type.Object({
  /** The thirty days before today, and how many reports came in then. */
  lastMonth: Type.Object({ from: Time, to: Time, reports: Type.Integer() }),
  /** People of the directory by group; every group of an agency that is active, with none too. */
  staff: Type.Array(Type.Object({ group: Type.String(), people: Type.Integer() })),
  hours: Type.Object({ from: Type.String(), to: Type.String() }),
  work: WorkAssumptions,
  surge: SurgeAssumptions,
});
export type RehearsalOptions = Static<typeof RehearsalOptions>;
