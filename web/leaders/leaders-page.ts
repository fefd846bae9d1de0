/**
 * A leader's page, phone first: what waits for my decision, decided in place; and what is about to be late in my unit,
 * with whom, handed over from here. On a phone the list or the decision, at a desk both side by side.
 */
import { html, nothing } from 'lit';
import { now } from '../data/clock.ts';
import { knowPeople, personName } from '../data/people.ts';
import { hasRight, knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import type { TaskDetail, TaskItem } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { handOver } from '../tasks/assignment.ts';
import { stageName } from '../tasks/task-row.ts';
import { agencyName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { aboutToBeLate, type Late, waitingForMe } from './waiting.ts';
import './decision.ts';
import '../tasks/staff.css';
import '../tasks/task.css';
import './leaders.css';

interface Shown {
  /** Null for who decides nothing. */
  waiting: TaskItem[] | null;
  late: Late;
}

export class LeadersPage extends Page {
  readonly #shown = new Loading<Shown>(this, (signal) => this.#read(signal));

  async #read(signal: AbortSignal): Promise<Shown> {
    const [waiting, late] = await Promise.all([
      hasRight('task.complete') ? waitingForMe(signal) : null,
      aboutToBeLate(now, signal),
    ]);
    return { waiting, late };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#shown.start();
    knowPeople(() => this.requestUpdate());
    const again = throttle(() => void this.#shown.again(), 300);
    this.untilGone(listen('task', again));
    this.untilGone(listen('reset', again));
  }

  get #open(): string {
    return this.query.get('task') ?? '';
  }

  /** The decision that comes after this one: mine, or nobody's. */
  #nextAfter(key: string): TaskItem | undefined {
    const me = knownSession()?.username;
    return this.#shown.value?.waiting?.find((one) => one.key !== key && (one.assignee === null || one.assignee === me));
  }

  async #decided({ detail }: CustomEvent<TaskDetail>): Promise<void> {
    toast(t('leaders.decided', { name: stageName(detail), code: detail.reportCode }));
    const next = this.#nextAfter(detail.key);
    go(next ? `/leaders?task=${next.key}` : '/leaders', { replace: true });
    await this.#shown.again();
    await this.updateComplete;
    this.querySelector<HTMLElement>(next ? '#decision' : 'h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  async #handOver(task: TaskItem): Promise<void> {
    await handOver(task);
    await this.#shown.again();
  }

  override render() {
    const { value, problem } = this.#shown;
    return html`<div class="leaders ${this.#open ? 'open' : ''}">
      <h1 tabindex="-1">${t('leaders.title')}</h1>
      <div class="stack loose leaders-list">
        ${value && problem ? notice('soon', t('state.old'), problemText(problem).text, 'status') : nothing}
        ${
          value
            ? html`${value.waiting ? this.#waiting(value.waiting) : nothing} ${this.#late(value.late)}`
            : problem
              ? problemState(problem, () => this.#shown.start())
              : loadingState()
        }
      </div>
      ${value?.waiting || this.#open ? this.#decision(value?.waiting ?? []) : nothing}
    </div>`;
  }

  #decision(waiting: readonly TaskItem[]) {
    if (!this.#open) {
      if (waiting.length === 0) return nothing;
      return html`<div class="card leaders-none">
        ${emptyState(t('leaders.choose'), t('leaders.choose.text'), nothing, 'check')}
      </div>`;
    }
    return html`<section class="card stack leaders-decision" aria-labelledby="decision">
      <a class="s leaders-back" href="/leaders">‹ ${t('leaders.back')}</a>
      <qn-decision
        class="stack"
        .taskKey=${this.#open}
        @decided=${(event: CustomEvent<TaskDetail>) => void this.#decided(event)}
      ></qn-decision>
    </section>`;
  }

  #waiting(items: TaskItem[]) {
    return html`<section class="stack tight" aria-labelledby="waiting">
      <h2 id="waiting">${t('leaders.waiting')} <span class="soft">${items.length}</span></h2>
      ${
        items.length === 0
          ? html`<p class="soft">${t('leaders.waiting.none')}</p>`
          : html`<ul class="plain leaders-rows">
              ${items.map((one) => this.#waitingRow(one))}
            </ul>`
      }
    </section>`;
  }

  #waitingRow(task: TaskItem) {
    const other = task.assignee !== null && task.assignee !== knownSession()?.username;
    return html`<li>
      <a
        class="leaders-row stack tight"
        href="/leaders?task=${task.key}"
        aria-current=${task.key === this.#open ? 'true' : nothing}
      >
        <span class="row spread"><strong>${stageName(task)}</strong><span class="code xs soft">${task.reportCode}</span></span>
        <span class="leaders-words" lang="vi"
          >${task.confidential ? icon('lock') : nothing}${task.summary || t('tasks.hidden')}</span
        >
        <qn-due .dueAt=${task.dueAt} .remindAt=${task.remindAt} .overdue=${task.overdue} .brief=${true}></qn-due>
        ${other ? html`<span class="xs soft">${t('task.heldBy', { holder: personName(task.assignee ?? '') })}</span>` : nothing}
      </a>
    </li>`;
  }

  #late({ items, cut }: Late) {
    return html`<section class="stack tight" aria-labelledby="late">
      <h2 id="late">${t('leaders.late')} <span class="soft">${items.length}</span></h2>
      ${
        items.length === 0
          ? html`<p class="soft">${t('leaders.late.none')}</p>`
          : html`<ul class="plain leaders-rows">
              ${items.map((one) => this.#lateRow(one))}
            </ul>`
      }
      ${cut ? html`<p class="xs soft">${t('leaders.late.cut')}</p>` : nothing}
    </section>`;
  }

  #lateRow(task: TaskItem) {
    const me = knownSession();
    const agency = task.agency ? agencyName(task.agency) : t('by.ioc');
    const mine = task.agency !== undefined && me?.groups.some((one) => one.startsWith(`agency:${task.agency}:`));
    return html`<li class="leaders-late stack tight">
      <span class="row spread">
        <a href="/tasks/${task.key}"><strong>${stageName(task)}</strong></a><span class="code xs soft">${task.reportCode}</span>
      </span>
      <qn-due .dueAt=${task.dueAt} .remindAt=${task.remindAt} .overdue=${task.overdue} .brief=${true}></qn-due>
      <span class="row spread">
        <span class="s soft">
          ${mine ? nothing : html`${agency} · `}${task.assignee ? t('task.holder', { holder: personName(task.assignee) }) : t('tasks.free')}
        </span>
        ${
          mine && hasRight('task.hand-over')
            ? html`<button
                type="button"
                class="button small"
                aria-label="${t('tasks.handOver')}: ${task.reportCode}"
                @click=${() => void this.#handOver(task)}
              >
                ${t('tasks.handOver')}
              </button>`
            : nothing
        }
      </span>
    </li>`;
  }
}
define('qn-leaders-page', LeadersPage);
