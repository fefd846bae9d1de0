/**
 * One decision of a leader: what was reported, what has been done about it, and the form, in one column that fits a
 * phone. It is claimed at the moment of deciding; who was faster is told. Says `decided` when it is done.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { personName } from '../data/people.ts';
import { knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { readTask, type TaskDetail } from '../data/tasks.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, notice, problemState } from '../elements/states.ts';
import { whatCameBefore } from '../tasks/before.ts';
import { present, writes } from '../tasks/presence.ts';
import { reportContent } from '../tasks/task-report.ts';
import { stageName } from '../tasks/task-row.ts';
import { t } from '../text/text.ts';
import '../tasks/presence-mark.ts';
import '../tasks/task-form.ts';
import '../elements/due-badge.ts';

export class Decision extends Light {
  static override properties = { taskKey: { attribute: false } };
  taskKey = '';
  #done = false;
  #leave = () => {};
  readonly #task = new Loading<TaskDetail>(this, (signal) => readTask(this.taskKey, signal));

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(
      listen('task', (event) => {
        if (event.key === this.taskKey && !this.#done) void this.#task.again();
      }),
    );
    this.untilGone(listen('reset', () => void this.#task.again()));
    this.untilGone(() => this.#leave());
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('taskKey')) return;
    this.#done = false;
    this.#leave();
    this.#leave = present(this.taskKey);
    queueMicrotask(() => void this.#task.start());
  }

  override render() {
    const { value: task, problem } = this.#task;
    return html`<header class="stack tight">
        <div class="row">
          <!-- The same element before and after the task is there: it has the focus. -->
          <h2 tabindex="-1" id="decision">${task ? stageName(task) : t('leaders.decide')}</h2>
          ${task ? this.#marks(task) : nothing}
        </div>
        ${task ? this.#due(task) : nothing}
      </header>
      ${
        task
          ? this.#whole(task)
          : problem?.status === 404
            ? emptyState(t('task.gone'), t('task.gone.text'))
            : problem
              ? problemState(problem, () => this.#task.start())
              : loadingState()
      }`;
  }

  #marks(task: TaskDetail) {
    return html`<a class="code" href="/tasks/${task.key}">${task.reportCode}</a>
      ${task.confidential ? html`<span class="badge">${icon('lock')}${t('tasks.confidential')}</span>` : nothing}
      <qn-presence .key=${task.key}></qn-presence>`;
  }

  #due(task: TaskDetail) {
    return html`<qn-due
      .dueAt=${task.dueAt}
      .remindAt=${task.remindAt}
      .originalDueAt=${task.originalDueAt}
      .overdue=${task.overdue}
      .done=${task.state === 'completed' || task.state === 'canceled'}
      .article=${task.article ?? ''}
    ></qn-due>`;
  }

  #whole(task: TaskDetail) {
    const over = task.state === 'completed' || task.state === 'canceled';
    const me = knownSession();
    const mine = !over && task.assignee !== null && task.assignee === me?.username;
    const free = task.state === 'created' && (task.candidateGroups?.some((one) => me?.groups.includes(one)) ?? false);
    return html`<section class="stack tight" aria-labelledby="decision-report">
        <h3 id="decision-report">${t('task.report')}</h3>
        ${reportContent(task)}
      </section>
      ${whatCameBefore(task)}
      ${over ? notice('info', t('task.over')) : nothing}
      ${!over && task.assignee && !mine ? notice('info', t('task.heldBy', { holder: personName(task.assignee) })) : nothing}
      <qn-task-form
        .task=${task}
        .mine=${mine}
        .direct=${free || mine}
        @filled=${() => writes(task.key)}
        @completed=${() => {
          this.#done = true;
          this.dispatchEvent(new CustomEvent('decided', { detail: task, bubbles: true }));
        }}
        @gone=${() => void this.#task.again()}
      ></qn-task-form>`;
  }
}
define('qn-decision', Decision);
