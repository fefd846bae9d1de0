/**
 * The form of a task with its files, draft, preview of the reply, and completion. Says `completed` when the task is
 * done. What was typed is never thrown away: not by an ended session, a lost network, a lost claim or a second tab.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { now } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import type { KeptFile } from '../data/kept.ts';
import { personName } from '../data/people.ts';
import { hasRight } from '../data/session.ts';
import { claimTask, completeTask, readTask, saveDraft, type TaskDetail } from '../data/tasks.ts';
import { openDialog } from '../elements/dialog.ts';
import { errorSummary, focusSummary } from '../elements/fields.ts';
import type { FormSchema } from '../elements/form-schema.ts';
import type { FieldProblem, FormView } from '../elements/form-view.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { busyButton, notice, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { type TextKey, t } from '../text/text.ts';
import { clockTime } from '../text/times.ts';
import { type DraftKeeper, keepDraftOf, sameDraft } from './draft-keeper.ts';
import { draftVersions, sayDraft, sayValue } from './draft-versions.ts';
import { guardLeaving } from './leave-guard.ts';
import { replyDraft } from './reply-draft.ts';
import { replyPreview } from './reply-preview.ts';
import { asksForPhoto, takesFiles } from './takes-files.ts';
import { TextCursor } from './text-cursor.ts';
import './templates-panel.ts';
import '../elements/form-view.ts';
import '../elements/upload-list.ts';

type Fields = Record<string, unknown>;

export class TaskForm extends Light {
  static override properties = {
    task: { attribute: false },
    mine: { attribute: false },
    direct: { attribute: false },
  };
  task: TaskDetail | null = null;
  /** Whether the person holds the task. */
  mine = false;
  /** Filled in without holding it: it is claimed at the moment of completion (a leader's decision in one act). */
  direct = false;
  #key = '';
  #schema: FormSchema | null = null;
  #data: Fields = {};
  /** What is filled in now, files included. */
  #filled: Fields = {};
  #files: KeptFile[] = [];
  #uploading = false;
  #errors: FieldProblem[] = [];
  #problem: Problem | null = null;
  #busy = false;
  #done = false;
  #typed = false;
  /** The task was taken away while something had been typed. */
  #lost = false;
  #focusNext = false;
  #draft: DraftKeeper | null = null;
  readonly #cursor = new TextCursor();
  /** The draft that the form began with. */
  #base: Fields = {};

  override connectedCallback(): void {
    super.connectedCallback();
    const onKey = (event: KeyboardEvent) => this.#onKey(event);
    document.addEventListener('keydown', onKey);
    this.untilGone(() => document.removeEventListener('keydown', onKey));
    this.untilGone(
      guardLeaving(
        () => this.#unsaved,
        () => this.#unsaved && (!this.mine || ['failed', 'stale', 'lost'].includes(this.#draft?.state ?? '')),
      ),
    );
  }

  /** Ctrl+Enter completes, also while one types. */
  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    void this.complete();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.mine && !this.#done) void this.#draft?.flush();
  }

  get #editable(): boolean {
    return (this.mine || this.direct) && !this.#done;
  }

  get #unsaved(): boolean {
    if (this.#done || !this.#typed) return false;
    return this.mine ? (this.#draft?.unsaved ?? false) || this.#uploading : true;
  }

  override willUpdate(changed: PropertyValues): void {
    if (!this.task) return;
    if (this.task.key !== this.#key) this.#begin(this.task);
    else if (changed.has('mine') || changed.has('direct')) this.#handed(this.task, changed.has('mine'));
  }

  #begin(task: TaskDetail): void {
    this.#key = task.key;
    // Held as it was first read: the same schema in a new object would draw the form anew while one types.
    this.#schema = (task.form?.schema as FormSchema | undefined) ?? null;
    this.#errors = [];
    this.#problem = null;
    this.#done = false;
    this.#fill(task, task.draft);
  }

  /** Starts from a draft, or from what the server gives to start with. */
  #fill(task: Pick<TaskDetail, 'key' | 'form' | 'version'>, draft: Fields | null): void {
    this.#data = { ...task.form?.data, ...draft };
    this.#filled = this.#data;
    const kept = Array.isArray(draft?.attachments) ? (draft.attachments as string[]) : [];
    this.#files = kept.map((id) => ({ id, type: '', size: 0, name: id.slice(0, 8) }));
    this.#typed = false;
    this.#lost = false;
    this.#keep(task, draft ?? {});
  }

  #keep({ key, version }: Pick<TaskDetail, 'key' | 'version'>, base: Fields): void {
    this.#base = base;
    this.#draft?.stop();
    this.#draft = keepDraftOf({
      base,
      version: String(version),
      save: (draft, known) => saveDraft(key, draft, known),
      read: async () => {
        const { draft, version: newest, draftSaved } = await readTask(key);
        return { draft: draft ?? {}, version: String(newest), ...draftSaved };
      },
      onState: () => this.requestUpdate(),
      now,
    });
  }

  /** The task came to this person, or left. What was typed here stays; a draft of who held it before is taken over. */
  #handed(task: TaskDetail, moved: boolean): void {
    if (!this.mine) {
      this.#lost = this.#typed && !this.#editable && !this.#done;
      // What is not saved by now would be refused.
      this.#draft?.stop();
    } else if (!moved) return;
    else if (!this.#typed && !sameDraft(task.draft ?? {}, this.#base)) this.#fill(task, task.draft);
    else if (!this.#typed) {
      // Nothing else to show: drawing the form anew would take a quick hand's first choice away.
      this.#keep(task, this.#base);
    } else {
      this.#lost = false;
      this.#keep(task, task.draft ?? {});
      // On its way already: what is sent needs no draft.
      if (!this.#busy) this.#draft?.change(this.#draftNow());
    }
  }

  /** Puts the focus on the first field as soon as it can be filled in. */
  focusFirst(): void {
    this.#focusNext = true;
    this.requestUpdate();
  }

  /** Saves what waits, before the task is given away. */
  async settle(): Promise<void> {
    await this.#draft?.flush();
    if (!this.#draft?.unsaved) this.#typed = false;
  }

  override updated(): void {
    if (!this.#focusNext || !this.#editable) return;
    // form-js draws its fields a moment later.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        if (this.#focusNext && this.#form?.focusFirst()) this.#focusNext = false;
      }),
    );
  }

  get #form(): FormView | null {
    return this.querySelector<FormView>('qn-form');
  }

  #draftNow(values: Fields = this.#form?.values() ?? {}): Fields {
    const attachments = this.#files.map((file) => file.id);
    return { ...values, ...(attachments.length > 0 && { attachments }) };
  }

  #changed(values: Fields): void {
    this.#filled = this.#draftNow(values);
    this.#typed = true;
    this.requestUpdate();
    if (this.mine) this.#draft?.change(this.#filled);
  }

  /** Completes what is filled in. */
  async complete(): Promise<void> {
    if (this.#busy || !this.task || !this.#form || !this.#editable) return;
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
    if (asksForPhoto(this.task.stage, data, files) && !(await this.#goesWithoutPhoto())) return;
    await this.#send(this.task, { ...data, ...(files.length > 0 && { attachments: files }) });
  }

  async #send(task: TaskDetail, completion: Fields): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      if (!this.mine) await claimTask(task.key);
      this.#draft?.stop();
      await completeTask(task.key, completion);
      this.#done = true;
      this.dispatchEvent(new CustomEvent('completed', { bubbles: true }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refused(cause);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  /** "Fixed" without a picture: the regulation asks for none, so it is asked and may be done without. */
  async #goesWithoutPhoto(): Promise<boolean> {
    const answer = await openDialog({
      title: t('photo.title'),
      className: 'narrow',
      body: html`<p>${t('photo.text')}</p>`,
      foot: (close) =>
        html`<button type="button" class="button" @click=${() => close('without')}>${t('photo.without')}</button>
          <button type="button" class="button primary" @click=${() => close('add')}>${icon('camera')}${t('photo.add')}</button>`,
    });
    if (answer === 'add') this.querySelector<HTMLElement>('#task-files')?.click();
    if (answer !== 'without') this.querySelector<HTMLElement>('#task-files')?.focus();
    return answer === 'without';
  }

  /** 422 names the fields; anything else is told as a whole. What was typed stays. */
  #refused(problem: Problem): void {
    const byKey = problem.fieldErrors();
    this.#errors = this.#form?.showErrors(byKey) ?? [];
    if (byKey.attachments) this.#errors.push({ field: 'task-files', text: byKey.attachments });
    if (this.#errors.length === 0) this.#problem = problem;
    else void focusSummary(this);
    if (this.mine) this.#draft?.change(this.#filled);
    if (problem.status === 409 || problem.status === 404)
      this.dispatchEvent(new CustomEvent('gone', { bubbles: true }));
  }

  /** What a refusal of the whole means; a lost race names who was faster. */
  #said(problem: Problem): { title: string; text: string } {
    if (problem.status === 409 && problem.shape.holder)
      return { title: t('tasks.held', { holder: personName(problem.shape.holder) }), text: t('task.lost.text') };
    const { title, text } = problemText(problem);
    if (problem.status === 404 || problem.status === 409)
      return { title: problem.shape.title ?? title, text: t('task.lost.text') };
    return { title, text: problem.shape.detail ?? text };
  }

  async #copy(): Promise<void> {
    const text = this.#schema ? sayDraft(this.#schema, this.#draftNow()) : '';
    try {
      await navigator.clipboard.writeText(text);
      toast(t('task.copied'));
    } catch {
      void openDialog({ title: t('task.copy'), body: html`<p class="pre">${text}</p>` });
    }
  }

  override render() {
    const task = this.task;
    if (!task) return nothing;
    if (!task.form) return notice('late', t('task.noForm'));
    const said = this.#problem && this.#said(this.#problem);
    return html`${errorSummary(this.#errors, t('form.errors.task'))}
      ${said ? notice('late', said.title, said.text, 'alert') : nothing}
      ${this.#lost ? this.#lostNotice() : nothing} ${this.#versions()}
      <qn-form
        .schema=${this.#schema}
        .data=${this.#data}
        .readOnly=${!this.#editable}
        @filled=${(event: CustomEvent<Fields>) => this.#changed(event.detail)}
        @focusin=${(event: Event) => this.#cursor.look(event)}
        @drawn=${(event: CustomEvent<Fields>) => {
          this.#filled = this.#draftNow(event.detail);
          this.requestUpdate();
        }}
      ></qn-form>
      ${this.#editable && hasRight('template.use') ? this.#templatesButton() : nothing}
      ${this.#editable && takesFiles(task.stage, this.#filled.outcome) ? this.#attachments() : nothing}
      ${this.#preview(task)} ${this.#editable ? this.#foot() : nothing}`;
  }

  #preview(task: TaskDetail) {
    const draft = replyDraft(task, this.#filled);
    return draft ? replyPreview(draft) : nothing;
  }

  #lostNotice() {
    return notice(
      'soon',
      t('task.lost'),
      html`<p>${t('task.lost.text')}</p>
        <div class="row">
          <button type="button" class="button small" @click=${() => void this.#copy()}>${icon('copy')}${t('task.copy')}</button>
        </div>`,
      'alert',
    );
  }

  #versions() {
    const conflict = this.#draft?.conflict;
    if (!conflict || !this.#schema || !this.mine) return nothing;
    return draftVersions({
      schema: this.#schema,
      ...conflict,
      onMine: () => void this.#draft?.keepMine(),
      onTheirs: () => {
        const version = Number(conflict.theirs.version);
        if (this.task) this.#fill({ ...this.task, version }, this.#draft?.takeTheirs() ?? null);
        this.focusFirst();
      },
    });
  }

  #templatesButton() {
    return html`<div class="row">
      <button type="button" class="button small" @click=${() => void this.#openTemplates()}>
        ${icon('copy')}${t('templates.open')}
      </button>
    </div>`;
  }

  async #openTemplates(): Promise<void> {
    const form = this.#form;
    if (!form) return;
    let chosen: string | undefined;
    await openDialog({
      title: t('templates.title'),
      body: html`<qn-templates
        .task=${this.task}
        .outcome=${this.#filled.outcome}
        .written=${this.#cursor.fieldIn(form)?.value ?? ''}
        @chosen=${(event: CustomEvent<string>) => {
          chosen = event.detail;
          (event.target as HTMLElement).closest('dialog')?.close();
        }}
      ></qn-templates>`,
    });
    if (chosen !== undefined && !this.#cursor.insert(form, chosen)) toast(t('templates.noField'));
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
          this.#changed(this.#form?.values() ?? {});
        }}
      ></qn-uploads>
    </div>`;
  }

  /** A leader's button says what it does; an officer's says that the task ends. */
  #actText(): string {
    if (!this.direct) return t('task.complete');
    const outcomes = this.#schema?.components.find((one) => one.key === 'outcome');
    return sayValue(outcomes as Parameters<typeof sayValue>[0], this.#filled.outcome) || t('leaders.decide');
  }

  #foot() {
    const { state = 'none', savedAt = 0 } = this.#draft ?? {};
    const quiet = state === 'none' || state === 'lost' || !this.mine;
    const said = quiet ? '' : t(`task.draft.${state}` as TextKey, { at: clockTime(savedAt || now()) });
    return html`<div class="task-foot">
      <span class="xs soft" role="status">${said}</span>
      ${busyButton({
        text: this.#actText(),
        busy: this.#busy,
        kind: 'primary large',
        sign: 'check',
        onClick: () => void this.complete(),
      })}
    </div>`;
  }
}
define('qn-task-form', TaskForm);
