/**
 * What the product gives to a diagram and takes from it, as far as a draft must fit it: messages with what they carry,
 * jobs with what they need and answer, decisions with the shape of their result, and what may not stand in the root.
 * Held against the product's own files by `contract.test.ts`.
 */

/** Messages that the product publishes, with the variables that each carries. */
export const messages: Readonly<Record<string, readonly string[]>> = {
  'field-report-received': ['reportCode', 'receivedAt', 'confidential'],
  supplement: ['supplementedAt'],
  'supplement-deadline-changed': ['dueAt'],
  'deadline-set': ['task', 'taskInstance', 'dueAt', 'remindAt'],
  withdrawal: [],
  feedback: ['rating', 'hasComment', 'feedbackAt'],
};
export const startMessage = 'field-report-received';
export const correlationKey = '=reportCode';

export interface JobContract {
  /** Variables that it answers with. */
  readonly answers: readonly string[];
  /** Sets of which one must be given, each by variables or headers that the element itself gives or the report has. */
  readonly needs: readonly (readonly string[])[];
  /** Header → the values that it may have; needed. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
}

const dates = ['dueAt', 'remindAt'];

export const jobs: Readonly<Record<string, JobContract>> = {
  'set-deadline': { answers: dates, needs: [['budget', 'clockStart'], ['clockDue']] },
  'extend-deadline': {
    answers: dates,
    needs: [
      ['handlingDueAt', 'days'],
      ['handlingDueAt', 'minimum'],
    ],
  },
  'request-supplement': { answers: ['supplementDueAt'], needs: [['budget']] },
  'notify-sender': { answers: [], needs: [], headers: { kind: ['rejected', 'incomplete'] } },
  'notify-withdrawn': { answers: [], needs: [] },
  remind: { answers: [], needs: [['taskInstance', 'dueAt']] },
  'report-overdue': { answers: [], needs: [['taskInstance', 'dueAt']] },
  'compose-reply': { answers: [], needs: [['leadAgency']] },
  'publish-reply': {
    answers: ['publishedAt'],
    needs: [['leadAgency']],
    headers: { kind: ['public', 'private', 'sealed'] },
  },
};

/** Decisions that the product itself reads the result of: how many values, and of what. */
export const decisions: Readonly<Record<string, { readonly list: boolean; readonly of: 'agency' }>> = {
  routing: { list: true, of: 'agency' },
};

/** Variables of one element: in the root one report's old value would be read by the next step. */
export const neverInRoot: ReadonlySet<string> = new Set([
  ...['outcome', 'completionId', 'dueAt', 'remindAt', 'task', 'taskInstance', 'agency', 'budget'],
  ...['clockStart', 'clockDue', 'clockRemind', 'clockLimit'],
]);

/** Variables of the report that no element may hide or write: messages find the report by them, and rights rest on them. */
export const protectedVariables: ReadonlySet<string> = new Set(['reportCode', 'receivedAt', 'confidential']);
