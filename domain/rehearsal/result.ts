/** What rehearsals found, as it is kept and shown: each figure over all runs, nothing personal. */
import type { WorkAssumptions } from './staffing.ts';
import type { SurgeAssumptions } from './surge.ts';

/** Over the runs: half of them lie below `median`, one in ten below `low`, one in ten above `high`. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Shares are 0…1, times are working minutes; null where there is nothing to take it of. */
export interface OnTime {
  /** What was done and had a date, or has a date behind it and is not done. */
  readonly dated: Spread;
  /** By the first date, and by the date that extensions gave. */
  readonly first: Spread | null;
  readonly extended: Spread | null;
}

export interface Times {
  /** From there to taken: half wait less, nine in ten wait less. Null where nobody knows when it was taken. */
  readonly waiting: Spread | null;
  readonly waiting90: Spread | null;
  /** From taken to done. */
  readonly working: Spread | null;
  readonly working90: Spread | null;
  /** From there to done. */
  readonly took: Spread | null;
  readonly took90: Spread | null;
}

export interface StageResult extends OnTime, Times {
  /** Element id. */
  readonly stage: string;
  readonly done: Spread;
  readonly open: Spread;
  readonly broken: Spread;
  /** Share of tasks that no history told what to do with. */
  readonly assumed: Spread | null;
}

export interface AgencyResult extends OnTime, Times {
  readonly agency: string;
  readonly done: Spread;
}

export interface QueuePoint {
  /** Epoch ms at which the hour, or the day, begins. */
  readonly at: number;
  readonly mean: number;
  readonly max: number;
}

export interface QueueResult {
  readonly group: string;
  readonly people: number;
  /** Over all working hours of the rehearsal. */
  readonly mean: number;
  readonly max: number;
  /** Share of the officers' time that their hands were on something. */
  readonly busy: number;
  /** By working hour, or by day where the rehearsal is long; times without a queue are left out. */
  readonly points: readonly QueuePoint[];
}

/** What one diagram came to. */
export interface SideResult {
  readonly ended: Spread;
  /** Working days from reception to the last task, of the reports that ended. */
  readonly days: Spread | null;
  readonly days90: Spread | null;
  /** Reports all of whose tasks were in time. */
  readonly reports: OnTime;
  readonly stages: readonly StageResult[];
  readonly agencies: readonly AgencyResult[];
  readonly queues: readonly QueueResult[];
  /** How often each element was entered and each flow taken. */
  readonly entered: Readonly<Record<string, number>>;
  /** In no run. */
  readonly unreached: { readonly elements: readonly string[]; readonly flows: readonly string[] };
  readonly incidents: readonly { elementId: string; message: string; count: Spread }[];
  /** Tasks offered to a group that nobody is in. */
  readonly unclaimable: readonly { group: string; stage: string; count: Spread }[];
  /** Open tasks of a stage that nobody has ever done. */
  readonly unplayed: readonly { stage: string; count: Spread }[];
  readonly notices: readonly { what: string; count: Spread }[];
  /** Names of the elements and flows that have one. */
  readonly names: Readonly<Record<string, string>>;
}

export interface ChangedWay {
  /** A name of no meaning. */
  readonly report: string;
  /** Stage and outcome, in the order in which they were done; of the first run. */
  readonly draft: readonly string[];
  readonly inForce: readonly string[];
}

export interface RehearsalResult {
  readonly received: number;
  readonly runs: number;
  readonly draft: SideResult;
  readonly inForce: SideResult | null;
  /** The draft is what is in force, file by file: played once, shown twice. */
  readonly same: boolean;
  readonly changed: { readonly count: number; readonly list: readonly ChangedWay[] };
  readonly queuesBy: 'hour' | 'day';
  readonly assumed: { readonly work: WorkAssumptions | null; readonly surge: SurgeAssumptions | null };
}

/** How fast it went; the one part of a rehearsal that is not the same when it is repeated. */
export interface Speed {
  readonly seconds: number;
  readonly virtualHours: number;
}
