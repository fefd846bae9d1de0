/**
 * One task: what was reported on the left, what is asked on the right. Claim, fill in (kept as one types), complete,
 * and the next task of the same list is there. When somebody else moves the task, the page says so at once.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { knowPeople, personName } from '../data/people.ts';
import { hasRight, knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { readTask, type TaskDetail } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { historyList } from '../elements/stage-line.ts';
import { emptyState, loadingState, notice, problemState } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { actorName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { claim, handOver, release } from './assignment.ts';
import { whatCameBefore } from './before.ts';
import { listAddress, nextTask, skip } from './next-task.ts';
import { present, writes } from './presence.ts';
import type { TaskForm } from './task-form.ts';
import { reportContent, reportMap, reportSender } from './task-report.ts';
import './others-nearby.ts';
import { claimable, stageName } from './task-row.ts';
import './presence-mark.ts';
import './task-form.ts';
import './staff.css';
import './task.css';
import '../elements/due-badge.ts';

/** The way of the report and what happened to this task, in one line of time. */
function wholeHistory(task: TaskDetail): TaskDetail['history'] {
  const own = task.history.map((line) => ({ ...line, what: `task.${line.what}` }));
  return [...task.report.history, ...own].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** A person by name, the IOC, the province or an agency by theirs. */
function whoDid(by: string): string {
  const name = personName(by);
  return name === by ? actorName(by) : name;
}

export class TaskPage extends Page {
  #busy = false;
  #completing = false;
  /** Whether the form is on the screen: then nothing need lead to it. */
  #formSeen = true;
  readonly #task = new Loading<TaskDetail>(this, (signal) => readTask(this.key, signal));
  readonly #sight = new IntersectionObserver(([entry]) => {
    this.#formSeen = entry?.isIntersecting ?? true;
    this.requestUpdate();
  });

  get key(): string {
    return this.params.key ?? '';
  }

  get #form(): TaskForm | null {
    return this.querySelector<TaskForm>('qn-task-form');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#task.start();
    this.untilGone(
      listen('task', (event) => {
        if (event.key === this.key && !this.#completing) void this.#task.again();
      }),
    );
    this.untilGone(listen('reset', () => void this.#task.again()));
    knowPeople(() => this.requestUpdate());
    this.untilGone(present(this.key));
    const onKey = (event: KeyboardEvent) => this.#onKey(event);
    document.addEventListener('keydown', onKey);
    this.untilGone(() => document.removeEventListener('keydown', onKey));
    this.untilGone(() => this.#sight.disconnect());
  }

  protected override updated(_changed: PropertyValues): void {
    const task = this.#task.value;
    // Several tasks may be open in as many tabs.
    if (task && this.isConnected) document.title = `${stageName(task)} ${task.reportCode} · ${t('site.title')}`;
    const side = this.querySelector('.task-side');
    if (side) this.#sight.observe(side);
  }

  /** c claims, e goes to the form, n skips. Ctrl+Enter is the form's. */
  #onKey(event: KeyboardEvent): void {
    if (document.querySelector('dialog[open]')) return;
    const typing = (event.target as HTMLElement).closest('input:not([type=radio], [type=checkbox]), textarea, select');
    if (typing || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === 'c' && this.#task.value?.state === 'created') void this.#claim(true);
    else if (event.key === 'n') void this.#skip();
    else if (event.key === 'e') {
      event.preventDefault();
      this.#form?.focusFirst();
    }
  }

  async #act(act: (task: TaskDetail) => Promise<boolean>): Promise<boolean> {
    const task = this.#task.value;
    if (!task || this.#busy) return false;
    this.#busy = true;
    this.requestUpdate();
    const done = await act(task);
    await this.#task.again();
    this.#busy = false;
    this.requestUpdate();
    return done;
  }

  /**
   * What was pressed is gone then: the focus goes on. By keyboard into the form; by pointer only near it, since a field
   * that loses the focus again is checked at once, and what that says would move the choice away under the finger.
   */
  async #claim(byKey: boolean): Promise<void> {
    if (!(await this.#act(claim))) return;
    if (byKey) this.#form?.focusFirst();
    else this.#nearForm();
  }

  async #give(act: typeof release): Promise<void> {
    await this.#form?.settle();
    if (!(await this.#act(act))) return;
    await this.updateComplete;
    this.#nearForm();
  }

  #nearForm(): void {
    this.querySelector<HTMLElement>('#form')?.focus({ preventScroll: true });
  }

  async #completed(): Promise<void> {
    this.#completing = true;
    const name = this.#task.value ? stageName(this.#task.value) : '';
    const next = await nextTask(this.key).catch(() => undefined);
    toast(t(next ? 'task.completed' : 'task.completed.last', { name }));
    go(next ? `/tasks/${next.key}` : listAddress());
  }

  async #skip(): Promise<void> {
    skip(this.key);
    const next = await nextTask(this.key).catch(() => undefined);
    if (next) go(`/tasks/${next.key}`);
    else toast(t('task.skip.none'));
  }

  override render() {
    const { value: task, problem } = this.#task;
    return html`<div class="stack">
      <nav class="row spread" aria-label=${t('task.back')}>
        <a class="s" href=${listAddress()}>‹ ${t('task.back')}</a>
        <button type="button" class="button small" @click=${() => void this.#skip()}>${t('task.skip')}</button>
      </nav>
      <header class="stack tight">
        <div class="row">
          <!-- The same element before and after the task is there: it has the focus. -->
          <h1 tabindex="-1" class=${task ? '' : 'sr-only'}>${task ? stageName(task) : t('task.report')}</h1>
          ${
            task
              ? html`<span class="code soft">${task.reportCode}</span>
                  ${task.confidential ? html`<span class="badge">${icon('lock')}${t('tasks.confidential')}</span>` : nothing}`
              : nothing
          }
        </div>
        ${task ? this.#standing(task) : nothing}
      </header>
      ${
        task
          ? this.#whole(task)
          : problem?.status === 404
            ? emptyState(
                t('task.gone'),
                t('task.gone.text'),
                html`<a class="button" href=${listAddress()}>${t('task.back')}</a>`,
              )
            : problem
              ? problemState(problem, () => this.#task.start())
              : loadingState()
      }
    </div>`;
  }

  /** When it is due, by which article, and who is at it. */
  #standing(task: TaskDetail) {
    const mine = task.assignee === knownSession()?.username;
    return html`<div class="row">
      <qn-due
        .dueAt=${task.dueAt}
        .remindAt=${task.remindAt}
        .originalDueAt=${task.originalDueAt}
        .overdue=${task.overdue}
        .done=${task.state === 'completed' || task.state === 'canceled'}
        .article=${task.article ?? ''}
      ></qn-due>
      ${task.assignee ? html`<span class="s soft holder">${icon('person')}${t('task.holder', { holder: mine ? t('tasks.me') : personName(task.assignee) })}</span>` : nothing}
      <qn-presence .key=${task.key}></qn-presence>
    </div>`;
  }

  #whole(task: TaskDetail) {
    const over = task.state === 'completed' || task.state === 'canceled';
    const mine = !over && task.assignee !== null && task.assignee === knownSession()?.username;
    return html`<div class="task">
        <section class="stack task-report" aria-labelledby="report">
          <h2 id="report">${t('task.report')}</h2>
          ${reportContent(task)} ${reportMap(task)}
        </section>
        <div class="stack loose task-more">
          <section class="stack tight" aria-labelledby="sender">
            <h2 id="sender">${t('task.sender')}</h2>
            ${reportSender(task)}
          </section>
          <qn-others .task=${task}></qn-others>
          <section class="stack tight" aria-labelledby="history">
            <h2 id="history">${t('task.history')}</h2>
            ${historyList(wholeHistory(task), whoDid)}
            ${task.instanceKey && hasRight('instance.see') ? html`<p class="s"><a href="/watch/${task.instanceKey}">${t('task.seeInstance')}</a></p>` : nothing}
          </section>
        </div>
        <aside class="card stack task-side" aria-labelledby="form">
          <h2 id="form" tabindex="-1">${t('task.form')}</h2>
          ${this.#holder(task, over)}
          ${whatCameBefore(task)}
          <qn-task-form
            .task=${task}
            .mine=${mine}
            @filled=${() => writes(task.key)}
            @completed=${() => void this.#completed()}
            @gone=${() => void this.#task.again()}
          ></qn-task-form>
          <p class="xs soft keys">${t('task.keys')}</p>
        </aside>
      </div>
      ${
        this.#formSeen || over
          ? nothing
          : html`<div class="to-form">
              <a class="button" href="#form" @click=${(event: Event) => this.#toForm(event)}>${t('task.toForm')}</a>
            </div>`
      }`;
  }

  #toForm(event: Event): void {
    event.preventDefault();
    const heading = this.querySelector<HTMLElement>('#form');
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  }

  #holder(task: TaskDetail, over: boolean) {
    const me = knownSession()?.username;
    if (over) return notice('info', t('task.over'));
    if (task.assignee === me) {
      return html`<div class="row">
        <button type="button" class="button small" @click=${() => void this.#give(release)}>${t('tasks.release')}</button>
        ${this.#handOver()}
      </div>`;
    }
    if (task.assignee && !claimable(task)) {
      return html`${notice('info', t('task.heldBy', { holder: personName(task.assignee) }))}
        ${hasRight('task.hand-over') ? html`<div class="row">${this.#handOver()}</div>` : nothing}`;
    }
    if (!claimable(task)) return notice('info', t('task.notYours'));
    return html`<div class="stack tight">
      <p class="soft s">${t('task.claimFirst')}</p>
      <button
        type="button"
        class="button primary large"
        aria-disabled=${this.#busy ? 'true' : 'false'}
        @click=${(event: MouseEvent) => void this.#claim(event.detail === 0)}
      >
        ${this.#busy ? html`<span class="spinner"></span>` : nothing}${t('tasks.claim')}
      </button>
    </div>`;
  }

  #handOver() {
    return html`<button type="button" class="button small" @click=${() => void this.#give(handOver)}>
      ${t('tasks.handOver')}
    </button>`;
  }
}
define('qn-task-page', TaskPage);
