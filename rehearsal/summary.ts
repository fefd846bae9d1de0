/** What one run found, in numbers: on time by the first date and by the extended one, never as one. Pure. */
import { type CalendarData, compileCalendar } from '../domain/calendar.ts';
import { quantile } from '../domain/rehearsal/quantiles.ts';
import { workingBetween } from '../domain/working-time.ts';
import type { Played, PlayedTask } from './play.ts';

export interface OnTimeFigures {
  /** What was done and had a date, or has a date behind it and is still open. */
  readonly dated: number;
  /** In time by the first date, and by the date in force at the end. */
  readonly inTimeFirst: number;
  readonly inTime: number;
}

/** Working minutes; null where there is nothing to measure. */
export interface TimeFigures {
  /** From there to done. */
  readonly median: number | null;
  readonly ninetieth: number | null;
  /** From there to taken, where somebody is known to have taken it. */
  readonly waiting: number | null;
  readonly waiting90: number | null;
  /** From taken to done. */
  readonly working: number | null;
  readonly working90: number | null;
}

export interface StageFigures extends OnTimeFigures, TimeFigures {
  readonly stage: string;
  /** Tasks that were done. */
  readonly done: number;
  readonly open: number;
  readonly broken: number;
  readonly assumed: number;
}

export interface AgencyFigures extends OnTimeFigures, TimeFigures {
  readonly agency: string;
  readonly done: number;
  readonly late: number;
}

export interface Summary {
  readonly received: number;
  readonly ended: number;
  /** Working days from reception to the last task, of the reports that ended: the wait for a rating is nobody's work. */
  readonly medianDays: number | null;
  readonly ninetiethDays: number | null;
  /** Reports that had a date, and those all of whose tasks were in time. */
  readonly reports: OnTimeFigures;
  /** In the order in which they were first reached. */
  readonly stages: readonly StageFigures[];
  /** The latest first. */
  readonly agencies: readonly AgencyFigures[];
}

export function summarise(played: Played, data: CalendarData): Summary {
  const calendar = compileCalendar(data, 1);
  const minutes = (from: number, to: number): number => workingBetween(from, to, calendar);
  const { until } = played;
  const lastDone = new Map<string, number>();
  for (const { report, completedAt } of played.tasks)
    if (completedAt !== null) lastDone.set(report, Math.max(completedAt, lastDone.get(report) ?? 0));
  const ended = played.reports.filter(({ endedAt }) => endedAt !== null);
  const worked = ended.flatMap(({ id, receivedAt }) =>
    lastDone.has(id) ? [minutes(receivedAt, lastDone.get(id)!) / (calendar.dayLength / 60_000)] : [],
  );
  return {
    received: played.reports.length,
    ended: ended.length,
    medianDays: quantile(worked, 0.5),
    ninetiethDays: quantile(worked, 0.9),
    reports: onTimeOfReports(played.tasks, until),
    stages: [...Map.groupBy(played.tasks, ({ stage }) => stage)].map(([stage, tasks]) => ({
      stage,
      done: tasks.filter(isDone).length,
      open: tasks.filter((task) => !isDone(task) && !task.broken).length,
      broken: tasks.filter(({ broken }) => broken).length,
      assumed: tasks.filter(({ assumed }) => assumed).length,
      ...onTime(tasks, until),
      ...times(tasks, minutes),
    })),
    agencies: [...Map.groupBy(played.tasks, agencyOf)]
      .flatMap(([agency, tasks]) => {
        if (agency === undefined) return [];
        const { dated, inTimeFirst, inTime } = onTime(tasks, until);
        const done = tasks.filter(isDone).length;
        return [{ agency, done, late: dated - inTime, dated, inTimeFirst, inTime, ...times(tasks, minutes) }];
      })
      .toSorted((a, b) => b.late - a.late || a.agency.localeCompare(b.agency)),
  };
}

const agencyOf = ({ group }: PlayedTask): string | undefined => /^agency:([^:]+):/.exec(group)?.[1];
const isDone = (task: PlayedTask): boolean => task.completedAt !== null;
/** Whether a date counts: the task was done, or the date is over and it is not. */
const counts = (task: PlayedTask, until: number): boolean =>
  task.dueAt !== null && (isDone(task) || (!task.broken && task.dueAt < until));
const isLate = (task: PlayedTask, dueAt: number | null): boolean =>
  dueAt !== null && (task.completedAt ?? Number.MAX_SAFE_INTEGER) > dueAt;
const lateFirst = (task: PlayedTask): boolean => isLate(task, task.firstDueAt ?? task.dueAt);

function onTime(tasks: readonly PlayedTask[], until: number): OnTimeFigures {
  const dated = tasks.filter((task) => counts(task, until));
  return {
    dated: dated.length,
    inTimeFirst: dated.filter((task) => !lateFirst(task)).length,
    inTime: dated.filter((task) => !isLate(task, task.dueAt)).length,
  };
}

function onTimeOfReports(tasks: readonly PlayedTask[], until: number): OnTimeFigures {
  const reports = new Map<string, { first: boolean; extended: boolean }>();
  for (const task of tasks) {
    if (!counts(task, until)) continue;
    const known = reports.get(task.report) ?? { first: true, extended: true };
    const first = known.first && !lateFirst(task);
    reports.set(task.report, { first, extended: known.extended && !isLate(task, task.dueAt) });
  }
  const all = [...reports.values()];
  return {
    dated: all.length,
    inTimeFirst: all.filter(({ first }) => first).length,
    inTime: all.filter(({ extended }) => extended).length,
  };
}

function times(tasks: readonly PlayedTask[], minutes: (from: number, to: number) => number): TimeFigures {
  const done = tasks.filter(isDone);
  const taken = done.filter(({ takenAt }) => takenAt !== null);
  const took = done.map(({ createdAt, completedAt }) => minutes(createdAt, completedAt!));
  const waited = taken.map(({ createdAt, takenAt }) => minutes(createdAt, takenAt!));
  const worked = taken.map(({ takenAt, completedAt }) => minutes(takenAt!, completedAt!));
  return {
    median: quantile(took, 0.5),
    ninetieth: quantile(took, 0.9),
    waiting: quantile(waited, 0.5),
    waiting90: quantile(waited, 0.9),
    working: quantile(worked, 0.5),
    working90: quantile(worked, 0.9),
  };
}
