/**
 * One task: what was reported on the left, what is asked on the right. Claim, fill in (kept as one types), complete,
 * and the next task is there. When somebody else moves the task, the page says so at once.
 */
import { html, nothing } from 'lit';
import { hasRight, knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { listTasks, readTask, type TaskDetail } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { historyList } from '../elements/stage-line.ts';
import { emptyState, loadingState, notice, problemState } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { actorName, districtName, fieldName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import { claim, handOver, release } from './assignment.ts';
import { whatCameBefore } from './before.ts';
import { stageName } from './task-row.ts';
import './task-form.ts';
import './staff.css';
import '../elements/due-badge.ts';
import '../elements/picture-grid.ts';

/** The way of the report and what happened to this task, in one line of time. */
function wholeHistory(task: TaskDetail): TaskDetail['history'] {
  const own = task.history.map((line) => ({ ...line, what: `task.${line.what}` }));
  return [...task.report.history, ...own].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export class TaskPage extends Page {
  #busy = false;
  #completing = false;
  readonly #task = new Loading<TaskDetail>(this, (signal) => readTask(this.key, signal));

  get key(): string {
    return this.params.key ?? '';
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
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest('input, textarea, select') || event.metaKey || event.ctrlKey) return;
      if (event.key === 'c' && this.#task.value?.state === 'created' && !document.querySelector('dialog[open]')) {
        void this.#act(claim);
      }
    };
    document.addEventListener('keydown', onKey);
    this.untilGone(() => document.removeEventListener('keydown', onKey));
  }

  async #act(act: (task: TaskDetail) => Promise<boolean>): Promise<void> {
    const task = this.#task.value;
    if (!task || this.#busy) return;
    this.#busy = true;
    this.requestUpdate();
    await act(task);
    await this.#task.again();
    this.#busy = false;
    this.requestUpdate();
  }

  async #completed(): Promise<void> {
    this.#completing = true;
    toast(t('task.completed', { name: this.#task.value ? stageName(this.#task.value) : '' }));
    try {
      const { items } = await listTasks({ state: 'mine', sort: 'dueAt', limit: 2 });
      const next = items.find((one) => one.key !== this.key);
      go(next ? `/tasks/${next.key}` : '/tasks');
    } catch {
      go('/tasks');
    }
  }

  override render() {
    const { value: task, problem } = this.#task;
    return html`<div class="stack">
      <a class="s" href="/tasks">‹ ${t('task.back')}</a>
      ${
        task
          ? this.#whole(task)
          : html`<h1 tabindex="-1" class="sr-only">${t('task.report')}</h1>
              ${
                problem?.status === 404
                  ? emptyState(
                      t('task.gone'),
                      t('task.gone.text'),
                      html`<a class="button" href="/tasks">${t('task.back')}</a>`,
                    )
                  : problem
                    ? problemState(problem, () => this.#task.start())
                    : loadingState()
              }`
      }
    </div>`;
  }

  #whole(task: TaskDetail) {
    const over = task.state === 'completed' || task.state === 'canceled';
    return html`<header class="stack tight">
        <div class="row">
          <h1 tabindex="-1">${stageName(task)}</h1>
          <span class="code soft">${task.reportCode}</span>
          ${task.confidential ? html`<span class="badge">${icon('lock')}${t('tasks.confidential')}</span>` : nothing}
        </div>
        <qn-due
          .dueAt=${task.dueAt}
          .remindAt=${task.remindAt}
          .originalDueAt=${task.originalDueAt}
          .overdue=${task.overdue}
          .done=${over}
          .article=${task.article ?? ''}
        ></qn-due>
      </header>
      <div class="task">
        ${this.#report(task)}
        <aside class="card stack task-side" aria-labelledby="form">
          <h2 id="form">${t('task.form')}</h2>
          ${this.#holder(task, over)}
          ${whatCameBefore(task)}
          <qn-task-form
            .task=${task}
            .mine=${!over && task.assignee !== null && task.assignee === knownSession()?.username}
            @completed=${() => void this.#completed()}
          ></qn-task-form>
        </aside>
      </div>`;
  }

  #report(task: TaskDetail) {
    const { report } = task;
    const place = [report.place.text, districtName(report.place.district)].filter(Boolean).join(', ');
    const received = report.receivedAt ?? report.history[0]?.at;
    return html`<section class="stack task-report" aria-labelledby="report">
        <h2 id="report">${t('task.report')}</h2>
        <p class="pre content" lang="vi">${report.content}</p>
        <qn-pictures .ids=${report.attachments}></qn-pictures>
        <dl class="facts">
          <dt>${t('follow.place')}</dt>
          <dd>${place}</dd>
          ${report.field ? html`<dt>${t('follow.field')}</dt><dd>${fieldName(report.field)}</dd>` : nothing}
          ${received ? html`<dt>${t('task.received')}</dt><dd>${fullTime(received)}</dd>` : nothing}
        </dl>
      </section>
      <div class="stack loose task-more">
      <section class="stack tight" aria-labelledby="sender">
        <h2 id="sender">${t('task.sender')}</h2>
        ${this.#sender(task)}
      </section>
      <section class="stack tight" aria-labelledby="history">
        <h2 id="history">${t('task.history')}</h2>
        ${historyList(wholeHistory(task), actorName)}
        ${task.instanceKey && hasRight('instance.see') ? html`<p class="s"><a href="/watch/${task.instanceKey}">${t('task.seeInstance')}</a></p>` : nothing}
      </section></div>`;
  }

  #sender(task: TaskDetail) {
    const sender = task.report.sender;
    if (!sender || Object.keys(sender).length === 0) {
      return html`<p class="soft">${t(task.confidential ? 'task.sender.confidential' : 'task.sender.hidden')}</p>`;
    }
    return html`<dl class="facts">
      ${sender.name ? html`<dt>${t('task.name')}</dt><dd>${sender.name}</dd>` : nothing}
      ${sender.phone ? html`<dt>${t('task.phone')}</dt><dd><a href="tel:${sender.phone.replace(/[^+\d]/g, '')}">${sender.phone}</a></dd>` : nothing}
      ${sender.email ? html`<dt>${t('task.email')}</dt><dd><a href="mailto:${sender.email}">${sender.email}</a></dd>` : nothing}
      ${sender.address ? html`<dt>${t('task.address')}</dt><dd>${sender.address}</dd>` : nothing}
    </dl>`;
  }

  #holder(task: TaskDetail, over: boolean) {
    const me = knownSession()?.username;
    if (over) return notice('info', t('task.over'));
    if (task.assignee === me) {
      return html`<div class="row">
        <button type="button" class="button small" @click=${() => this.#act(release)}>${t('tasks.release')}</button>
        ${this.#handOver()}
      </div>`;
    }
    if (task.assignee) {
      return html`${notice('info', t('task.heldBy', { holder: task.assignee }))}
        ${hasRight('task.hand-over') ? html`<div class="row">${this.#handOver()}</div>` : nothing}`;
    }
    const groups = knownSession()?.groups ?? [];
    const may = hasRight('task.claim') && (task.candidateGroups?.some((group) => groups.includes(group)) ?? true);
    if (!may) return notice('info', t('task.notYours'));
    return html`<div class="stack tight">
      <p class="soft s">${t('task.claimFirst')}</p>
      <button
        type="button"
        class="button primary large"
        aria-disabled=${this.#busy ? 'true' : 'false'}
        @click=${() => this.#act(claim)}
      >
        ${this.#busy ? html`<span class="spinner"></span>` : nothing}${t('tasks.claim')}
      </button>
    </div>`;
  }

  #handOver() {
    return html`<button type="button" class="button small" @click=${() => this.#act(handOver)}>
      ${t('tasks.handOver')}
    </button>`;
  }
}
define('qn-task-page', TaskPage);
