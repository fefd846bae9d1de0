/**
 * What a rehearsal is played with: reports as they were, or as a surge would bring them, without anything personal.
 * A step keeps how long it took, so that another diagram or calendar can give it another date.
 */

/** Codes, dates and numbers only: what the engine may know of a decision. */
export type Codes = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface TaskStep {
  readonly kind: 'task';
  /** Element id of the user task. */
  readonly stage: string;
  /** The candidate group that did it. */
  readonly group: string;
  readonly outcome: string;
  readonly codes: Codes;
  /** Working minutes from when the task was there to when it was done. */
  readonly workingMinutes: number;
  /** Of these, the last ones: from when the person who did it had taken it. Absent where nobody is known to have. */
  readonly heldMinutes?: number;
  /**
   * Milliseconds outside working time at its end: who works in the evening is done in the evening. Without any working
   * minutes all of it, from when the task was there.
   */
  readonly afterHoursMs: number;
}

export interface MessageStep {
  readonly kind: 'message';
  readonly name: 'supplement' | 'feedback' | 'withdrawal';
  readonly codes: Codes;
  /** Milliseconds after the instance began to wait for it. */
  readonly afterMs: number;
}

export type Step = TaskStep | MessageStep;

export interface ReportHistory {
  /** A name of no meaning. */
  readonly id: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly confidential: boolean;
  /** In the order in which they began. */
  readonly steps: readonly Step[];
}
