/** The way of a report as a sender sees it: six stages of plain words, where it stands, what was passed and when. */
import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryLine } from '../data/reports.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

const steps = ['received', 'routing', 'handling', 'approval', 'reply', 'feedback'] as const;
export type Step = (typeof steps)[number];

/** Which of the six steps a stage of the diagram belongs to. */
const stepOf: Record<string, Step> = {
  intake: 'received',
  supplement: 'received',
  routing: 'routing',
  'direction-report': 'routing',
  direction: 'routing',
  scope: 'routing',
  opinion: 'handling',
  instruction: 'handling',
  handling: 'handling',
  extension: 'handling',
  approval: 'approval',
  publication: 'reply',
  feedback: 'feedback',
  review: 'feedback',
};

/** History entries that end a step: its date is shown. */
const endedBy: Record<Step, readonly string[]> = {
  received: ['intake.accepted'],
  routing: ['scope.in-scope', 'direction.directed'],
  handling: ['handling.done'],
  approval: ['approval.approved', 'approval.edited-and-approved'],
  reply: ['published'],
  feedback: ['closed', 'review.closed'],
};

export interface Standing {
  step: Step;
  state: 'past' | 'here' | 'ahead';
  at?: string;
}

/** Where a report stands. A status that ended it (rejected, withdrawn) leaves the rest of the way ahead, unmarked. */
export function standing(report: { status: string; stage: string | null; history: HistoryLine[] }): Standing[] {
  const last = report.status === 'closed' && passed(report.history, 'reply') ? steps.length : undefined;
  const named = report.stage ? stepOf[report.stage] : undefined;
  const answered = report.status === 'answered' ? 'feedback' : undefined;
  const reached = furthest(report.history);
  const here = last ?? (named ? steps.indexOf(named) : answered ? steps.indexOf(answered) : reached);
  const ended = ['rejected', 'withdrawn', 'closed'].includes(report.status) && last === undefined;
  return steps.map((step, index) => {
    const at = [...report.history].reverse().find((line) => endedBy[step].includes(line.what))?.at;
    const state = index < here ? 'past' : index === here && !ended ? 'here' : 'ahead';
    return { step, state, ...(state === 'past' && at && { at }) };
  });
}

function passed(history: HistoryLine[], step: Step): boolean {
  return history.some((line) => endedBy[step].includes(line.what));
}

function furthest(history: HistoryLine[]): number {
  let reached = 0;
  for (const [index, step] of steps.entries())
    if (passed(history, step)) reached = Math.min(index + 1, steps.length - 1);
  return reached;
}

export function stageLine(
  report: { status: string; stage: string | null; history: HistoryLine[] },
  beneath: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<ol class="stage-line" aria-label=${t('follow.way')}>
    ${standing(report).map(
      ({ step, state, at }) =>
        html`<li class=${state} aria-current=${state === 'here' ? 'step' : nothing}>
          <span class="dot" aria-hidden="true"></span>
          <strong>${t(`step.${step}` as TextKey)}</strong>
          <span class="sr-only">${t(`step.${state}` as TextKey)}</span>
          ${at ? html`<time class="xs" datetime=${at}>${shortTime(at)}</time>` : nothing}
          ${state === 'here' ? beneath : nothing}
        </li>`,
    )}
  </ol>`;
}

/** What happened, newest first. `by` is an agency. */
export function historyList(history: readonly HistoryLine[], sayBy: (by: string) => string): TemplateResult {
  return html`<ol class="history">
    ${[...history].reverse().map(
      (line) =>
        html`<li>
          <time datetime=${line.at}>${shortTime(line.at)}</time>
          <span>${sayHistory(line.what)}${line.by ? html` <span class="soft">· ${sayBy(line.by)}</span>` : nothing}</span>
        </li>`,
    )}
  </ol>`;
}

/** Words of an entry; what has no words is shown as it is, never dropped. */
export function sayHistory(what: string): string {
  const key = `history.${what}`;
  const said = t(key as TextKey);
  return said === key ? what : said;
}
