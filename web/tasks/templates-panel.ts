/**
 * Reply templates in a dialog: choose one to put it where the cursor was, write a new one, change or remove one's own.
 * Says `chosen` with the text, its holes filled.
 */
import { html, nothing } from 'lit';
import { fillHoles, holes } from '../../domain/reply-template.ts';
import { isStage } from '../../domain/stages.ts';
import { Problem } from '../data/http.ts';
import { hasRight } from '../data/session.ts';
import type { TaskDetail } from '../data/tasks.ts';
import { keepTemplate, listTemplates, type NewTemplate, removeTemplate, type Template } from '../data/templates.ts';
import { areaField, checkField, errorSummary, focusSummary, textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, loadingState, problemState, problemText } from '../elements/states.ts';
import { type TextKey, t } from '../text/text.ts';
import { fits, templateValues } from './template-values.ts';

export class TemplatesPanel extends Light {
  static override properties = {
    task: { attribute: false },
    outcome: { attribute: false },
    written: { attribute: false },
  };
  task: TaskDetail | null = null;
  outcome: unknown = undefined;
  /** What stands in the field: a new template starts with it. */
  written = '';
  /** What is being written; null while one chooses. */
  #edited: { id?: string; fields: NewTemplate } | null = null;
  #errors: { field: string; text: string }[] = [];
  #busy = false;
  readonly #list = new Loading<Template[]>(this, (signal) => listTemplates(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
  }

  /** As it would be inserted into this task. */
  #filled({ text }: Template): string {
    return this.task ? fillHoles(text, templateValues(this.task)) : text;
  }

  #choose(template: Template): void {
    this.dispatchEvent(new CustomEvent<string>('chosen', { detail: this.#filled(template), bubbles: true }));
  }

  async #edit(template?: Template): Promise<void> {
    const stage = this.task?.stage ?? '';
    const { id, name = '', text = this.written, shared = false } = template ?? {};
    const of = template ? template.stage : stage;
    const outcome = template ? template.outcome : this.outcome;
    this.#errors = [];
    this.#edited = {
      ...(id ? { id } : {}),
      fields: {
        name,
        text,
        shared,
        ...(of && isStage(of) ? { stage: of } : {}),
        ...(of && typeof outcome === 'string' ? { outcome } : {}),
      },
    };
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#template-name')?.focus();
  }

  async #save(event: Event): Promise<void> {
    event.preventDefault();
    const edited = this.#edited;
    if (!edited || this.#busy) return;
    const { name, text } = edited.fields;
    this.#errors = [
      ...(name.trim() ? [] : [{ field: 'template-name', text: t('templates.need.name') }]),
      ...(text.trim() ? [] : [{ field: 'template-text', text: t('templates.need.text') }]),
    ];
    if (this.#errors.length === 0) await this.#do(() => keepTemplate(edited.fields, edited.id));
    this.requestUpdate();
    if (this.#errors.length > 0) void focusSummary(this);
    else await this.#leave();
  }

  /** Back to the list, with the focus where one goes on. */
  async #leave(): Promise<void> {
    this.#edited = null;
    await this.#list.again();
    await this.updateComplete;
    this.querySelector<HTMLElement>('.templates-new')?.focus();
  }

  async #remove(template: Template): Promise<void> {
    await this.#do(() => removeTemplate(template.id));
    await this.#leave();
  }

  async #do(work: () => Promise<unknown>): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      await work();
      this.#errors = [];
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#errors = [{ field: 'template-text', text: problemText(cause).text }];
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    if (this.#edited) return this.#editor(this.#edited.fields);
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => this.#list.start()) : loadingState();
    const stage = this.task?.stage ?? '';
    const here = value.filter((one) => fits(one, stage, this.outcome));
    const others = value.filter((one) => !here.includes(one));
    return html`<div class="stack">
      ${errorSummary(this.#errors)}
      ${here.length === 0 ? html`<p class="soft">${t('templates.none')}</p>` : this.#rows(here)}
      ${
        others.length > 0
          ? html`<details>
              <summary>${t('templates.others', { n: others.length })}</summary>
              ${this.#rows(others)}
            </details>`
          : nothing
      }
      <button type="button" class="button templates-new" @click=${() => void this.#edit()}>${t('templates.new')}</button>
    </div>`;
  }

  #rows(templates: readonly Template[]) {
    return html`<ul class="plain templates">
      ${templates.map(
        (one) =>
          html`<li class="stack tight">
            <span class="row">
              <strong>${one.name}</strong>
              ${one.shared ? html`<span class="badge">${t('templates.shared')}</span>` : nothing}
            </span>
            <p class="s soft templates-words" lang="vi">${this.#filled(one)}</p>
            <span class="row">
              <button
                type="button"
                class="button small"
                aria-label="${t('templates.insert')}: ${one.name}"
                @click=${() => this.#choose(one)}
              >
                ${t('templates.insert')}
              </button>
              ${
                one.mayEdit
                  ? html`<button type="button" class="button quiet small" aria-label="${t('act.change')}: ${one.name}" @click=${() => void this.#edit(one)}>
                        ${t('act.change')}
                      </button>
                      <button type="button" class="button quiet small" aria-label="${t('templates.remove')}: ${one.name}" @click=${() => void this.#remove(one)}>
                        ${t('templates.remove')}
                      </button>`
                  : nothing
              }
            </span>
          </li>`,
      )}
    </ul>`;
  }

  #editor(fields: NewTemplate) {
    const error = (field: string) => this.#errors.find((one) => one.field === field)?.text;
    const meanings = holes.map((hole) => `{${hole}} ${t(`templates.hole.${hole}` as TextKey)}`).join(' · ');
    const set = (change: Partial<NewTemplate>) => {
      Object.assign(fields, change);
      this.requestUpdate();
    };
    return html`<form class="stack" novalidate @submit=${(event: Event) => void this.#save(event)}>
      ${errorSummary(this.#errors)}
      ${textField({
        id: 'template-name',
        label: t('templates.name'),
        error: error('template-name'),
        value: fields.name,
        autocomplete: 'off',
        maxlength: 80,
        onInput: (name) => set({ name }),
      })}
      ${areaField({
        id: 'template-text',
        label: t('templates.text'),
        hint: t('templates.text.hint', { holes: meanings }),
        error: error('template-text'),
        value: fields.text,
        maxlength: 10_000,
        rows: 6,
        onInput: (text) => set({ text }),
      })}
      ${checkField({
        id: 'template-stage',
        label: t('templates.onlyHere'),
        hint: t('templates.onlyHere.hint'),
        checked: fields.stage !== undefined,
        onChange: (only) => this.#bind(fields, only),
      })}
      ${
        hasRight('template.share')
          ? checkField({
              id: 'template-shared',
              label: t('templates.share'),
              hint: t('templates.share.hint'),
              checked: fields.shared ?? false,
              onChange: (shared) => set({ shared }),
            })
          : nothing
      }
      <div class="row">
        ${busyButton({ text: t('templates.save'), busy: this.#busy, kind: 'primary', type: 'submit' })}
        <button type="button" class="button" @click=${() => void this.#leave()}>${t('act.cancel')}</button>
      </div>
    </form>`;
  }

  /** For this stage and the outcome that is chosen, or for every stage. */
  #bind(fields: NewTemplate, only: boolean): void {
    const stage = this.task?.stage ?? '';
    delete fields.stage;
    delete fields.outcome;
    if (only && isStage(stage)) {
      fields.stage = stage;
      if (typeof this.outcome === 'string') fields.outcome = this.outcome;
    }
    this.requestUpdate();
  }
}
define('qn-templates', TemplatesPanel);
