/**
 * What the regulation's articles demand of the diagram, as data: how long, counted from what, by whom, and which steps
 * no way may leave out. Where the regulation is silent the project's decision fills the gap, and `decision` names its
 * page (docs/decisions). The rules that hold a diagram against this stand in `rehearsal/check/regulation`.
 */
import type { Stage } from '../stages.ts';

/** Who acts: a candidate group, or a role in the agency that the report is with (or that is asked for its opinion). */
export type Actor = 'ioc-intake' | 'ioc-duty' | 'province' | 'officer' | 'leader';

export interface StageDemand {
  readonly article: string;
  readonly decision?: string;
  readonly actor: Actor;
  /** Article that names the actor, where it is another clause. */
  readonly actorArticle: string;
  /** The longest budget; null for a task on the handling clock, which counts once for all tasks on it. */
  readonly budget: string | null;
  /**
   * Variables, one of which the clock has to start from; `now` is the moment when the task begins. Empty: anything goes.
   */
  readonly clock: readonly string[];
}

const silent = '0001-where-the-regulation-is-silent';
const twice = '0002-two-hours-twice';

const stage = (
  article: string,
  actor: Actor,
  budget: string | null,
  clock: readonly string[],
  rest: { actorArticle?: string; decision?: string } = {},
): StageDemand => ({ article, actor, budget, clock, actorArticle: article, ...rest });

export const stageDemands: Readonly<Record<Stage, StageDemand>> = {
  intake: stage('6.2', 'ioc-intake', '2h', ['receivedAt'], { actorArticle: '6.1', decision: twice }),
  // "Right after the report", read to the letter, and the commissioner's two hours of its own (decision 0002).
  routing: stage('7.2', 'ioc-duty', '2h', ['now', 'receivedAt'], { actorArticle: '7.1', decision: twice }),
  'direction-report': stage('3.8', 'ioc-duty', '1d', ['now'], { decision: silent }),
  direction: stage('3.8', 'province', '1d', ['now'], { decision: silent }),
  scope: stage('8.2', 'officer', '1d', ['now']),
  opinion: stage('3.8', 'officer', '2d', ['now'], { decision: silent }),
  instruction: stage('8.3', 'leader', null, []),
  handling: stage('8.3', 'officer', null, []),
  extension: stage('8.3', 'leader', '4h', ['now'], { decision: silent }),
  approval: stage('9.2', 'leader', '1d', ['now'], { actorArticle: '9.1' }),
  publication: stage('10.1', 'officer', '4h', ['approvedAt'], { actorArticle: '10.4' }),
  review: stage('11.3', 'ioc-intake', '2h', ['feedbackAt'], { decision: silent }),
};

export interface ClockDemand {
  readonly article: string;
  readonly decision?: string;
  readonly longest: string;
}

/** Clocks that jobs start, by job type: the handling clock, and the window for a supplement. */
export const jobClocks: Readonly<Record<string, ClockDemand>> = {
  'set-deadline': { article: '8.3', longest: '6d' },
  'request-supplement': { article: '5.3', decision: silent, longest: '5d' },
};

/** The longest extension that may be asked for and granted, in working days (8.3, decision 0001). */
export const longestExtension = 30;

/** What a way through the diagram starts from, passes or ends in: a stage's task, or jobs of a type (and `kind`). */
export type Place = { readonly stage: Stage } | { readonly job: string; readonly kind?: string } | 'start' | 'end';

/** No way from `from` to `to` may leave out `through`; with an outcome, only the ways that it takes are looked at. */
export interface StepDemand {
  /** What it is called when it is broken. */
  readonly code: 'step-skipped' | 'approval-skipped' | 'refusal-untold' | 'extension-unapproved';
  readonly article: string;
  readonly from: Place;
  readonly outcome?: string;
  readonly to: Place;
  readonly through: Place;
}

const publishing: Place = { job: 'publish-reply' };
const extending: Place = { job: 'extend-deadline' };

const step = (article: string, from: Place, to: Place, through: Place, rest: Partial<StepDemand> = {}): StepDemand => ({
  code: 'step-skipped',
  article,
  from,
  to,
  through,
  ...rest,
});
const at = (stage: Stage): Place => ({ stage });

export const stepDemands: readonly StepDemand[] = [
  step('6.1', 'start', at('routing'), at('intake')),
  // Whoever is refused is told the ground (decision 0001).
  step('6.1', at('intake'), 'end', { job: 'notify-sender' }, { code: 'refusal-untold', outcome: 'rejected' }),
  step('7.1', at('intake'), at('scope'), at('routing'), { outcome: 'accepted' }),
  step('8.2', at('routing'), at('instruction'), at('scope'), { outcome: 'routed' }),
  step('3.8', at('routing'), at('instruction'), at('direction'), { outcome: 'needs-direction' }),
  step('3.8', at('direction-report'), at('instruction'), at('direction')),
  step('8.2', at('scope'), at('instruction'), at('direction'), { outcome: 'out-of-scope' }),
  step('8.3', at('routing'), at('handling'), at('instruction')),
  step('8.4', at('instruction'), at('approval'), at('handling')),
  step('8.3', at('handling'), extending, at('extension'), {
    code: 'extension-unapproved',
    outcome: 'extension-requested',
  }),
  step('8.3', at('extension'), extending, at('handling'), { code: 'extension-unapproved', outcome: 'refused' }),
  step('9.1', 'start', publishing, at('approval'), { code: 'approval-skipped' }),
  step('9.1', at('handling'), publishing, at('approval'), { code: 'approval-skipped' }),
  step('9.1', at('approval'), publishing, at('handling'), { code: 'approval-skipped', outcome: 'returned' }),
  step('10.1', at('approval'), publishing, { job: 'compose-reply' }),
  step('10.1', at('approval'), publishing, at('publication')),
  step('11.3', at('review'), publishing, at('handling'), { outcome: 'clarify' }),
];

/** From a stage with an outcome one of these must be within reach. */
export interface WayDemand {
  readonly article: string;
  readonly stage: Stage;
  readonly outcome: string;
  readonly reaches: readonly Place[];
}

export const wayDemands: readonly WayDemand[] = [
  { article: '6.1', stage: 'intake', outcome: 'incomplete', reaches: [{ job: 'request-supplement' }] },
  { article: '8.2', stage: 'scope', outcome: 'out-of-scope', reaches: [{ stage: 'routing' }, { stage: 'direction' }] },
  { article: '3.8', stage: 'opinion', outcome: 'disagreed', reaches: [{ stage: 'direction' }] },
  { article: '9.1', stage: 'approval', outcome: 'returned', reaches: [{ stage: 'handling' }] },
  { article: '11.3', stage: 'review', outcome: 'clarify', reaches: [{ stage: 'handling' }] },
];

/** What must never be given out to everyone: no way of such a report reaches a public reply (10.2, 10.3). */
export const secrecy: readonly {
  readonly article: string;
  readonly from: Place;
  readonly confidential?: true;
  readonly outcome?: string;
}[] = [
  { article: '10.2', from: 'start', confidential: true },
  { article: '10.3', from: at('publication'), outcome: 'sealed' },
];

/** Messages of the sender that are waited for no longer than a date (decision 0001). */
export const senderWaits: Readonly<Record<string, string>> = { supplement: '5.3', feedback: '11.1' };

/** Articles that demand a step of the procedure: some element has to carry each. */
export const carriedArticles: readonly string[] = [
  ...[
    '3.8',
    '4.2',
    '5.3',
    '6.1',
    '6.2',
    '7.1',
    '7.2',
    '8.2',
    '8.3',
    '8.4',
    '9.1',
    '9.2',
    '10.1',
    '10.2',
    '10.3',
    '10.4',
  ],
  ...['11.1', '11.2', '11.3', '13.3'],
];

/** `2h`, `1d`: a working day is ten working hours (decision 0003). Null where it is no such budget. */
export function budgetHours(budget: string): number | null {
  const found = /^([1-9]\d{0,3})([hd])$/.exec(budget.trim());
  return found ? Number(found[1]) * (found[2] === 'd' ? 10 : 1) : null;
}
