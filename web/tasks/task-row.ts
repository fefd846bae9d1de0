/** One row of the task list: when it is due, which report, which stage, what it says, who holds it, and the one act. */
import { html, nothing, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { may } from '../../domain/rights.ts';
import { personName } from '../data/people.ts';
import { hasRight, knownSession } from '../data/session.ts';
import type { TaskItem } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { districtName, fieldName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { othersAt } from './presence.ts';
import { sayOthers } from './presence-mark.ts';
import '../elements/due-badge.ts';

export function stageName(task: Pick<TaskItem, 'stage' | 'name'>): string {
  const key = `stage.${task.stage}`;
  const said = t(key as TextKey);
  return said === key ? task.name : said;
}

/**
 * Whether a claim is offered: nobody holds it, or somebody whom one stands in for. An answer that leaves the groups out
 * leaves it to the server.
 */
export function claimable(task: Pick<TaskItem, 'state' | 'assignee' | 'candidateGroups'>): boolean {
  const { groups = [], standsInFor = [] } = knownSession() ?? {};
  const lent = task.state === 'assigned' && standsInFor.some((one) => one.username === task.assignee);
  if (task.state !== 'created' && !lent) return false;
  const { candidateGroups } = task;
  return candidateGroups ? may(groups, 'task.claim', { candidateGroups }) : hasRight('task.claim');
}

export const isOver = (task: Pick<TaskItem, 'state'>): boolean =>
  task.state === 'completed' || task.state === 'canceled';

/** What became of a row in something done to several. */
export interface Outcome {
  done: boolean;
  text: string;
}

export interface RowOptions {
  /** aria-rowindex: the head is 1. */
  index: number;
  /** Pixels from the top of the list's body. */
  top: number;
  selected: boolean;
  claiming: boolean;
  /** Came a moment ago. */
  fresh: boolean;
  outcome: Outcome | undefined;
  onClaim(task: TaskItem): void;
  /** `range`: from the row that was ticked last up to this one. */
  onSelect(task: TaskItem, range: boolean): void;
}

function holder(task: TaskItem): TemplateResult | string {
  if (isOver(task)) return t(`tasks.state.${task.state}` as TextKey);
  if (!task.assignee) return html`<span class="soft">${t('tasks.free')}</span>`;
  return task.assignee === knownSession()?.username
    ? html`<strong>${t('tasks.me')}</strong>`
    : personName(task.assignee);
}

function lookers(task: TaskItem): TemplateResult | typeof nothing {
  const there = othersAt(task.key);
  if (there.length === 0) return nothing;
  const said = sayOthers(there);
  const writing = there[0]?.state === 'writing';
  return html`<span class="presence ${writing ? 'writing' : ''}" title=${said}
    >${icon(writing ? 'pen' : 'eye')}<span class="sr-only">${said}</span></span
  >`;
}

function act(task: TaskItem, { outcome, claiming, onClaim }: RowOptions): TemplateResult | typeof nothing {
  if (outcome) {
    return html`<span class="outcome ${outcome.done ? 'done' : 'late'}" title=${outcome.text}
      >${icon(outcome.done ? 'check' : 'late')}<span class="sr-only">${outcome.text}</span></span
    >`;
  }
  if (!claimable(task)) return nothing;
  return html`<button
    type="button"
    class="button small row-claim"
    aria-disabled=${claiming ? 'true' : 'false'}
    aria-label="${t('tasks.claim')}: ${task.reportCode}"
    @click=${() => {
      if (!claiming) onClaim(task);
    }}
  >
    ${t('tasks.claim')}
  </button>`;
}

export function taskRow(task: TaskItem, options: RowOptions): TemplateResult {
  const over = isOver(task);
  const where = [task.field && fieldName(task.field), task.district && districtName(task.district)].filter(Boolean);
  const classes = `grid-row ${over ? 'over' : ''} ${options.fresh ? 'fresh' : ''} ${options.selected ? 'selected' : ''}`;
  return html`<div
    role="row"
    class=${classes}
    data-key=${task.key}
    aria-rowindex=${options.index}
    style=${styleMap({ transform: `translateY(${options.top}px)` })}
  >
    <div role="cell" class="c-check">
      <label class="row-check-hit">
        <input
          type="checkbox"
          class="row-check"
          aria-label="${t('tasks.select')}: ${task.reportCode}"
          .checked=${options.selected}
          @click=${(event: MouseEvent) => options.onSelect(task, event.shiftKey)}
        />
      </label>
    </div>
    <div role="cell" class="c-due">
      <qn-due .dueAt=${task.dueAt} .remindAt=${task.remindAt} .overdue=${task.overdue} .done=${over} .brief=${true}></qn-due>
    </div>
    <div role="cell" class="c-report">
      <a href="/tasks/${task.key}" class="code row-link">${task.reportCode}</a>
      ${
        task.confidential
          ? html`<span class="lock" title=${t('tasks.confidential')}>${icon('lock')}<span class="sr-only">${t('tasks.confidential')}</span></span>`
          : nothing
      }
      ${options.fresh ? html`<span class="badge new">${t('tasks.new')}</span>` : nothing}
    </div>
    <div role="cell" class="c-stage">${stageName(task)}</div>
    <div role="cell" class="c-summary">
      <span lang="vi">${task.summary || html`<span class="soft">${t('tasks.hidden')}</span>`}</span>
    </div>
    <div role="cell" class="c-where soft">${where.join(' · ')}</div>
    <div role="cell" class="c-holder">${lookers(task)}<span>${holder(task)}</span></div>
    <div role="cell" class="c-act">${act(task, options)}</div>
  </div>`;
}
