/** Form fields as functions: label, hint, error and control tied by ids, in the order in which they are read. */
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { t } from '../text/text.ts';
import { icon } from './icons.ts';

export interface FieldOptions {
  /** Id of the control; hint and error get ids from it. */
  id: string;
  label: string;
  hint?: string;
  error?: string | undefined;
  optional?: boolean;
}

/** Ids for `aria-describedby` of the hint and the error that are shown. */
export function describedBy(field: FieldOptions): string | undefined {
  const ids = [field.hint && `${field.id}-hint`, field.error && `${field.id}-error`].filter(Boolean);
  return ids.length ? ids.join(' ') : undefined;
}

/** Frame of one control. */
export function field(options: FieldOptions, control: TemplateResult): TemplateResult {
  return html`<div class="field ${options.error ? 'invalid' : ''}">
    <label for=${options.id}
      >${options.label}${options.optional ? html` <span class="optional">(${t('field.optional')})</span>` : nothing}</label
    >
    ${options.hint ? html`<p class="hint" id="${options.id}-hint">${options.hint}</p>` : nothing}
    ${errorText(options.id, options.error)} ${control}
  </div>`;
}

export function errorText(id: string, error: string | undefined): TemplateResult | typeof nothing {
  if (!error) return nothing;
  return html`<p class="error-text" id="${id}-error">${icon('late')}<span>${error}</span></p>`;
}

export interface TextOptions extends FieldOptions {
  value: string;
  type?: 'text' | 'tel' | 'email' | 'password' | 'search' | 'date';
  autocomplete?: string;
  inputmode?: 'text' | 'tel' | 'email' | 'search';
  maxlength?: number;
  short?: boolean;
  onInput(value: string): void;
}

export function textField(options: TextOptions): TemplateResult {
  return field(
    options,
    html`<input
      class="control ${options.short ? 'short' : ''}"
      id=${options.id}
      name=${options.id}
      type=${options.type ?? 'text'}
      .value=${options.value}
      autocomplete=${ifDefined(options.autocomplete) as 'on'}
      inputmode=${ifDefined(options.inputmode)}
      maxlength=${ifDefined(options.maxlength)}
      aria-describedby=${ifDefined(describedBy(options))}
      aria-invalid=${options.error ? 'true' : 'false'}
      aria-required=${options.optional ? 'false' : 'true'}
      @input=${(event: Event) => options.onInput((event.target as HTMLInputElement).value)}
    />`,
  );
}

export function areaField(options: Omit<TextOptions, 'type'> & { rows?: number }): TemplateResult {
  return field(
    options,
    html`<textarea
      class="control"
      id=${options.id}
      name=${options.id}
      rows=${options.rows ?? 5}
      .value=${options.value}
      maxlength=${ifDefined(options.maxlength)}
      aria-describedby=${ifDefined(describedBy(options))}
      aria-invalid=${options.error ? 'true' : 'false'}
      aria-required=${options.optional ? 'false' : 'true'}
      @input=${(event: Event) => options.onInput((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}

export interface SelectOptions extends FieldOptions {
  value: string;
  /** Text of the empty choice. */
  none: string;
  choices: readonly { value: string; text: string }[];
  onChange(value: string): void;
}

export function selectField(options: SelectOptions): TemplateResult {
  return field(options, selectControl(options));
}

/** The bare select, for a filter bar with its own label. */
export function selectControl(options: SelectOptions & { compact?: boolean }): TemplateResult {
  return html`<select
    class="control ${options.compact ? 'compact' : ''}"
    id=${options.id}
    name=${options.id}
    aria-label=${ifDefined(options.compact ? options.label : undefined)}
    aria-describedby=${ifDefined(describedBy(options))}
    @change=${(event: Event) => options.onChange((event.target as HTMLSelectElement).value)}
  >
    <option value="" ?selected=${options.value === ''}>${options.none}</option>
    ${options.choices.map(
      (choice) =>
        html`<option value=${choice.value} ?selected=${choice.value === options.value}>${choice.text}</option>`,
    )}
  </select>`;
}

/** A box to tick, with its sentence of explanation. */
export function checkField(options: {
  id: string;
  label: string;
  hint: string;
  checked: boolean;
  onChange(checked: boolean): void;
}): TemplateResult {
  return html`<label class="choice" for=${options.id}>
    <input
      type="checkbox"
      id=${options.id}
      name=${options.id}
      aria-describedby="${options.id}-hint"
      .checked=${options.checked}
      @change=${(event: Event) => options.onChange((event.target as HTMLInputElement).checked)}
    />
    <strong>${options.label}</strong>
    <span class="hint" id="${options.id}-hint">${options.hint}</span>
  </label>`;
}

/** The list of errors at the top of a form; each leads to its field. Give it focus after a failed attempt. */
export function errorSummary(
  errors: readonly { field: string; text: string }[],
  title = t('form.errors'),
): TemplateResult | typeof nothing {
  if (errors.length === 0) return nothing;
  const jump = (event: Event, id: string) => {
    const target = document.getElementById(id);
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: 'center' });
  };
  return html`<div class="summary" role="alert" tabindex="-1" id="error-summary">
    <h2>${title}</h2>
    <ul>
      ${errors.map(
        (error) =>
          html`<li><a href="#${error.field}" @click=${(event: Event) => jump(event, error.field)}>${error.text}</a></li>`,
      )}
    </ul>
  </div>`;
}

/** Moves focus to the error summary once it is drawn. */
export async function focusSummary(host: { updateComplete: Promise<unknown> }): Promise<void> {
  await host.updateComplete;
  const summary = document.getElementById('error-summary');
  summary?.focus();
  summary?.scrollIntoView({ block: 'start' });
}
