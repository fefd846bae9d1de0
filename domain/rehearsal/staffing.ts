/**
 * Officers as a rehearsal has them: how many of each group there are, and when they work; and what of a task's time is
 * work. Records tell when a task was there, was taken, and was done; how long the hands were on it nobody writes down,
 * so it is assumed, and the assumption is shown with every result.
 */
import { type CalendarData, compileCalendar } from '../calendar.ts';
import type { TaskStep } from './histories.ts';

export interface Staff {
  /** Candidate group. */
  readonly group: string;
  readonly people: number;
  /** Their hours on working days, `HH:MM`; those of the calendar where not given. */
  readonly from?: string;
  readonly to?: string;
}

export interface WorkAssumptions {
  /** Of the time from there to done, the share from taken to done, where no record says when it was taken. 0…1. */
  readonly heldShare: number;
  /** Of the time from taken to done, the share that keeps the officer from other tasks, by stage. 0…1. */
  readonly handsOn: Readonly<Record<string, number>>;
  /** The same for a stage that is not named. */
  readonly handsOnElsewhere: number;
}

export interface Staffing {
  readonly groups: readonly Staff[];
  /** So many people are assumed in a group that has none; 0: its tasks stay where they are. */
  readonly elsewhere: number;
  readonly work: WorkAssumptions;
}

export const assumedWork: WorkAssumptions = {
  heldShare: 0.5,
  handsOn: {
    intake: 1,
    routing: 1,
    scope: 0.25,
    opinion: 0.25,
    instruction: 0.5,
    handling: 0.1,
    extension: 0.5,
    approval: 0.5,
    publication: 0.5,
    review: 1,
  },
  handsOnElsewhere: 0.25,
};

/** Working minutes that a step is in somebody's hands, and those of them in which that person does nothing else. */
export function partsOf(step: TaskStep, { heldShare, handsOn, handsOnElsewhere }: WorkAssumptions) {
  const held = step.heldMinutes ?? step.workingMinutes * heldShare;
  return { held, work: held * (handsOn[step.stage] ?? handsOnElsewhere) };
}

/** The calendar with the hours of these people. */
export function hoursOf({ from, to }: Pick<Staff, 'from' | 'to'>, calendar: CalendarData) {
  return compileCalendar(from && to ? { ...calendar, intervals: [{ from, to }] } : calendar, 1);
}
