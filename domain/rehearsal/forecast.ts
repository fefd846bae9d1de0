/** What a forecast is made of and what it says: running reports played on from where they stand, many times. */
import type { CalendarData } from '../calendar.ts';
import type { ReportHistory } from './histories.ts';

export interface OpenTask {
  readonly stage: string;
  /** Its first candidate group. */
  readonly group: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly dueAt: number | null;
}

export interface RunningReport {
  /** What has happened so far. */
  readonly history: ReportHistory;
  readonly open: readonly OpenTask[];
}

export interface ForecastInput {
  /** By version of the procedure: its files, and the reports that run on it. */
  readonly versions: readonly {
    readonly files: readonly { readonly name: string; readonly content: string }[];
    readonly reports: readonly RunningReport[];
  }[];
  /** Reports that have ended: what durations and outcomes are drawn from. */
  readonly precedents: readonly ReportHistory[];
  readonly calendar: CalendarData;
  readonly agencies: readonly { readonly id: string; readonly handlingLimit?: string | undefined }[];
  /** Business time, epoch ms. */
  readonly now: number;
  /** Up to when: epoch ms, rising. */
  readonly horizons: readonly number[];
  readonly seed: number;
  /** Runs go on until this much machine time is used (ms), but there are at least so many. */
  readonly budgetMs: number;
  readonly leastRuns: number;
}

export interface ForecastReport {
  readonly id: string;
  readonly stage: string;
  readonly group: string;
  readonly dueAt: number | null;
  /** By horizon: the share of runs in which it is late by then, 0…1. */
  readonly shares: readonly number[];
}

export interface Forecast {
  readonly runs: number;
  /** Late already: no matter of chance. */
  readonly lateNow: number;
  /** By horizon: reports that are not late now and will be; the middle run, and the interval of eight runs in ten. */
  readonly horizons: readonly {
    readonly at: number;
    readonly median: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** Those that may be late by the last horizon, the likeliest first. */
  readonly reports: readonly ForecastReport[];
  /** What fewer would be late, on the mean, if this unit did its tasks at risk within the next two working hours. */
  readonly helps: readonly {
    readonly group: string;
    readonly tasks: number;
    readonly before: number;
    readonly after: number;
  }[];
  /** Running reports whose play did not come to where they stand (moved or migrated by hand): not reckoned with. */
  readonly unsure: readonly string[];
  /** How many ended reports were drawn from; too few, and the durations are assumptions. */
  readonly precedents: number;
  readonly assumed: boolean;
}
