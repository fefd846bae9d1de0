/** What a rehearsal found, in numbers: on time by the first date and by the extended one, never as one. Pure. */
import { type CalendarData, compileCalendar } from '../domain/calendar.ts';
import { workingBetween } from '../domain/working-time.ts';
import type { Played, PlayedTask } from './play.ts';

export interface StageFigures {
  readonly stage: string;
  /** Tasks that were done. */
  readonly done: number;
  readonly open: number;
  readonly broken: number;
  /** Of those done with a date: in time by the first date, and by the date in force at the end. */
  readonly dated: number;
  readonly inTimeFirst: number;
  readonly inTime: number;
  /** Working minutes from there to done. */
  readonly median: number | null;
  readonly ninetieth: number | null;
  readonly assumed: number;
}

export interface Summary {
  readonly received: number;
  readonly ended: number;
  /** Working days from reception to the last task, of the reports that ended: the wait for a rating is nobody's work. */
  readonly medianDays: number | null;
  /** In the order in which they were first reached. */
  readonly stages: readonly StageFigures[];
  readonly agencies: readonly { readonly agency: string; readonly done: number; readonly late: number }[];
}

export function summarise(played: Played, data: CalendarData): Summary {
  const calendar = compileCalendar(data, 1);
  const minutes = (from: number, to: number): number => workingBetween(from, to, calendar);
  const stages = [...Map.groupBy(played.tasks, ({ stage }) => stage)].map(([stage, tasks]) =>
    figuresOf(stage, tasks, minutes),
  );
  const lastDone = new Map<string, number>();
  for (const { report, completedAt } of played.tasks)
    if (completedAt !== null) lastDone.set(report, Math.max(completedAt, lastDone.get(report) ?? 0));
  const ended = played.reports.filter(({ endedAt }) => endedAt !== null);
  const worked = ended.flatMap(({ id, receivedAt }) =>
    lastDone.has(id) ? [minutes(receivedAt, lastDone.get(id)!)] : [],
  );
  const ofAgencies = Map.groupBy(
    played.tasks.filter(({ group }) => group.startsWith('agency:')),
    ({ group }) => group.split(':')[1]!,
  );
  return {
    received: played.reports.length,
    ended: ended.length,
    medianDays: worked.length === 0 ? null : quantile(worked, 0.5)! / (calendar.dayLength / 60_000),
    stages,
    agencies: [...ofAgencies]
      .map(([agency, tasks]) => ({
        agency,
        done: tasks.filter(isDone).length,
        late: tasks.filter((task) => isDone(task) && isLate(task, task.dueAt)).length,
      }))
      .toSorted((a, b) => b.late - a.late || a.agency.localeCompare(b.agency)),
  };
}

const isDone = (task: PlayedTask): boolean => task.completedAt !== null;
const isLate = (task: PlayedTask, dueAt: number | null): boolean => dueAt !== null && task.completedAt! > dueAt;

function figuresOf(
  stage: string,
  tasks: readonly PlayedTask[],
  minutes: (from: number, to: number) => number,
): StageFigures {
  const done = tasks.filter(isDone);
  const dated = done.filter(({ dueAt }) => dueAt !== null);
  const took = done.map(({ createdAt, completedAt }) => minutes(createdAt, completedAt!));
  return {
    stage,
    done: done.length,
    open: tasks.filter((task) => !isDone(task) && !task.broken).length,
    broken: tasks.filter(({ broken }) => broken).length,
    dated: dated.length,
    inTimeFirst: dated.filter((task) => !isLate(task, task.firstDueAt ?? task.dueAt)).length,
    inTime: dated.filter((task) => !isLate(task, task.dueAt)).length,
    median: quantile(took, 0.5),
    ninetieth: quantile(took, 0.9),
    assumed: tasks.filter(({ assumed }) => assumed).length,
  };
}

/** The value that this share of the values does not exceed; null of none. */
function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}
