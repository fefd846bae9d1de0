/** The form of a task with its attachments, draft, and completion. Says `completed` when the task is done. */
import { html, nothing } from 'lit';
import { now } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import type { KeptFile } from '../data/kept.ts';
import { completeTask, saveDraft, type TaskDetail } from '../data/tasks.ts';
import { errorSummary, focusSummary } from '../elements/fields.ts';
import type { FormSchema } from '../elements/form-schema.ts';
import type { FieldProblem, FormView } from '../elements/form-view.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, notice, problemText } from '../elements/states.ts';
import { type TextKey, t } from '../text/text.ts';
import { clockTime } from '../text/times.ts';
import { type DraftKeeper, keepDraftOf } from './draft-keeper.ts';
import { takesFiles } from './takes-files.ts';
import '../elements/form-view.ts';
import '../elements/upload-list.ts';

export class TaskForm extends Light {
  static override properties = { task: { attribute: false }, mine: { attribute: false } };
  task: TaskDetail | null = null;
  /** Whether the person holds the task: only then it can be filled in. */
  mine = false;
  #key = '';
  #schema: FormSchema | null = null;
  #data: Record<string, unknown> = {};
  #outcome: unknown = undefined;
  #files: KeptFile[] = [];
  #uploading = false;
  #errors: FieldProblem[] = [];
  #problem: Problem | null = null;
  #busy = false;
  #draft: DraftKeeper | null = null;

  override willUpdate(): void {
    if (!this.task || this.task.key === this.#key) return;
    this.#key = this.task.key;
    // Held as it was first read: the same schema in a new object would draw the form anew while one types.
    this.#schema = (this.task.form?.schema as FormSchema | undefined) ?? null;
    this.#data = { ...this.task.form?.data, ...this.task.draft };
    this.#outcome = this.#data.outcome;
    const kept = Array.isArray(this.#data.attachments) ? (this.#data.attachments as string[]) : [];
    this.#files = kept.map((id) => ({ id, type: '', size: 0, name: id.slice(0, 8) }));
    const key = this.#key;
    this.#draft?.stop();
    this.#draft = keepDraftOf({
      save: (draft, version) => saveDraft(key, draft, version),
      onState: () => this.requestUpdate(),
      now,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.mine) void this.#draft?.flush();
  }

  get #form(): FormView | null {
    return this.querySelector<FormView>('qn-form');
  }

  #filled(values: Record<string, unknown>): void {
    const { outcome } = values;
    if (outcome !== this.#outcome) {
      this.#outcome = outcome;
      this.requestUpdate();
    }
    if (!this.mine) return;
    const attachments = this.#files.map((file) => file.id);
    this.#draft?.change({ ...values, ...(attachments.length > 0 && { attachments }) });
  }

  async #complete(): Promise<void> {
    if (this.#busy || !this.task || !this.#form) return;
    const { data, problems } = this.#form.submit();
    this.#problem = null;
    this.#errors = problems;
    if (this.#uploading) this.#errors = [...problems, { field: 'task-files', text: t('send.wait') }];
    if (this.#errors.length > 0) {
      this.requestUpdate();
      void focusSummary(this);
      return;
    }
    const files = takesFiles(this.task.stage, data.outcome) ? this.#files.map((file) => file.id) : [];
    this.#busy = true;
    this.requestUpdate();
    try {
      this.#draft?.stop();
      await completeTask(this.task.key, { ...data, ...(files.length > 0 && { attachments: files }) });
      this.dispatchEvent(new CustomEvent('completed', { bubbles: true }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refused(cause);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  /** 422 names the fields; anything else is told as a whole. What was typed stays. */
  #refused(problem: Problem): void {
    const byKey = problem.fieldErrors();
    this.#errors = this.#form?.showErrors(byKey) ?? [];
    if (byKey.attachments) this.#errors.push({ field: 'task-files', text: byKey.attachments });
    if (this.#errors.length === 0) this.#problem = problem;
    void focusSummary(this);
  }

  override render() {
    const task = this.task;
    if (!task) return nothing;
    if (!task.form) return notice('late', t('task.noForm'));
    return html`${errorSummary(this.#errors, t('form.errors.task'))}
      ${this.#problem ? notice('late', problemText(this.#problem).title, this.#problem.shape.detail ?? problemText(this.#problem).text, 'alert') : nothing}
      <qn-form
        .schema=${this.#schema}
        .data=${this.#data}
        .readOnly=${!this.mine}
        @filled=${(event: CustomEvent<Record<string, unknown>>) => this.#filled(event.detail)}
        @drawn=${(event: CustomEvent<Record<string, unknown>>) => {
          this.#outcome = event.detail.outcome;
          this.requestUpdate();
        }}
      ></qn-form>
      ${this.mine && takesFiles(task.stage, this.#outcome) ? this.#attachments() : nothing}
      ${this.mine ? this.#foot() : nothing}`;
  }

  #attachments() {
    return html`<div class="field" role="group" aria-labelledby="task-files-label">
      <span class="field-label s" id="task-files-label">${t('task.attachments')} <span class="optional">(${t('field.optional')})</span></span>
      <p class="hint">${t('task.attachments.hint')}</p>
      <qn-uploads
        .files=${this.#files}
        .documents=${true}
        .label=${t('task.attachments.choose')}
        .inputId=${'task-files'}
        @files=${(event: CustomEvent<{ files: KeptFile[]; busy: boolean }>) => {
          this.#files = event.detail.files;
          this.#uploading = event.detail.busy;
          this.#filled(this.#form?.values() ?? {});
        }}
      ></qn-uploads>
    </div>`;
  }

  #foot() {
    const { state = 'none', savedAt = 0 } = this.#draft ?? {};
    const said = state === 'none' ? '' : t(`task.draft.${state}` as TextKey, { at: clockTime(savedAt || now()) });
    return html`<div class="task-foot">
      <span class="xs soft" role="status">${said}</span>
      ${busyButton({
        text: t('task.complete'),
        busy: this.#busy,
        kind: 'primary large',
        sign: 'check',
        onClick: () => void this.#complete(),
      })}
    </div>`;
  }
}
define('qn-task-form', TaskForm);
