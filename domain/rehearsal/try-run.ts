/**
 * One report taken through a draft by hand, on the engine itself. A run is the list of what was done; the state is what
 * comes of doing it all from the start, so that the last step can always be taken back.
 */
import type { Codes } from './histories.ts';

export type TryStep =
  /** An open task is done: which, and what was filled in. */
  | { readonly is: 'task'; readonly taskKey: string; readonly values: Readonly<Record<string, unknown>> }
  /** The sender does something that the report waits for. */
  | { readonly is: 'message'; readonly name: 'supplement' | 'feedback' | 'withdrawal'; readonly codes: Codes }
  /** Time passes, up to the next timer or for so many minutes. */
  | { readonly is: 'next-timer' }
  | { readonly is: 'wait'; readonly minutes: number };

export interface TryInput {
  readonly files: readonly { readonly name: string; readonly content: string }[];
  readonly steps: readonly TryStep[];
  /** Epoch ms of virtual time at which the report is received. */
  readonly startAt: number;
  readonly confidential: boolean;
  readonly calendar: import('../calendar.ts').CalendarData;
  readonly agencies: readonly { readonly id: string; readonly handlingLimit?: string | undefined }[];
}

export interface TryTask {
  readonly key: string;
  readonly elementId: string;
  readonly group: string;
  readonly createdAt: number;
  readonly dueAt: number | null;
}

/** What happened, in order: an element was entered or left, a job done, a message taken, a timer fired, … */
export interface TryHappening {
  readonly at: number;
  readonly what: 'entered' | 'left' | 'broken' | 'job' | 'timer' | 'message' | 'incident' | 'ended';
  readonly elementId: string;
  /** The job's type, the message's name, the incident's words. */
  readonly detail?: string;
}

export interface TryState {
  readonly now: number;
  readonly ended: boolean;
  /** Elements that hold a token, with how many. */
  readonly standing: Readonly<Record<string, number>>;
  readonly tasks: readonly TryTask[];
  /** Names of messages that are waited for. */
  readonly waitsFor: readonly string[];
  readonly nextTimer: number | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly happenings: readonly TryHappening[];
  /** Happenings before this one are those of the steps before the last. */
  readonly newSince: number;
}
