/** How many running reports will be late: GET /api/watch/forecast. */
import { type Static, Type } from 'typebox';
import { MaybeTime, Time } from './common.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });

export const ForecastView = Type.Object({
  /** Business time that it looks ahead from. */
  asOf: Time,
  /** How many times the reports were played on. */
  runs: Type.Integer(),
  lateNow: Type.Integer(),
  /** This evening and the end of the week: newly late by then; the middle, and the interval of eight runs in ten. */
  horizons: Type.Array(Type.Object({ at: Time, median: Type.Integer(), low: Type.Integer(), high: Type.Integer() })),
  /** All that may be late, the likeliest first. `shares`: by horizon, the share of runs. */
  reports: Type.Array(
    Type.Object({
      code: Type.String(),
      instanceKey: Type.String(),
      stage: Type.String(),
      group: Type.String(),
      dueAt: MaybeTime,
      shares: Type.Array(Share),
    }),
  ),
  /** The mean number that is late by the last horizon, and what it would be if this unit did its tasks at risk soon. */
  helps: Type.Array(
    Type.Object({ group: Type.String(), tasks: Type.Integer(), before: Type.Number(), after: Type.Number() }),
  ),
  /** Codes of running reports that could not be reckoned with: moved or migrated by hand. */
  unsure: Type.Array(Type.String()),
  /** Ended reports that durations were drawn from; `assumed` where they were too few. */
  precedents: Type.Integer(),
  assumed: Type.Boolean(),
});
export type ForecastView = Static<typeof ForecastView>;

export const ForecastAnswer = Type.Object({
  /** The newest; null before the first. */
  forecast: Type.Union([ForecastView, Type.Null()]),
  /** Whether another is being reckoned, and how many runs it has. */
  reckoning: Type.Boolean(),
  runs: Type.Integer(),
  /** The last one could not be reckoned. */
  failed: Type.Boolean(),
});
export type ForecastAnswer = Static<typeof ForecastAnswer>;
