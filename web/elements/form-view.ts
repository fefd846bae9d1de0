/**
 * A form of the diagram, drawn by form-js from its .form file (light DOM, its mark stays visible). Says `filled` with
 * the fields' data while one types. `submit()` validates; `showErrors()` puts what the server found at the fields.
 */
import { html, type PropertyValues } from 'lit';
import '@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import { Form } from '@bpmn-io/form-js-viewer';
import { type TextKey, t } from '../text/text.ts';
import { type FormSchema, fieldsByKey, ownData, withoutFiles } from './form-schema.ts';
import { define, Light } from './light.ts';
import './form-view.css';

export interface FieldProblem {
  /** Id of the control to go to. */
  field: string;
  text: string;
}

/** form-js asks for its texts by the English sentence; an unknown one is shown as it is. */
function translate(template: string, values: Record<string, string | number> = {}): string {
  const key = `formjs.${template}` as TextKey;
  const said = t(key);
  return (said === key ? template : said).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

export class FormView extends Light {
  static override properties = {
    schema: { attribute: false },
    data: { attribute: false },
    readOnly: { attribute: false },
  };
  schema: FormSchema | null = null;
  data: Record<string, unknown> = {};
  readOnly = false;
  #form: Form | null = null;
  #quiet = true;
  /** form-js asks for all its texts but this one; fields come and go with their conditions. */
  readonly #search = new MutationObserver(() => {
    for (const field of this.querySelectorAll<HTMLInputElement>('input[placeholder="Search"]'))
      field.placeholder = translate('Search');
  });
  /** What was said last: form-js says `changed` for other reasons than a changed value as well. */
  #said = '';

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#draw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#form?.destroy();
    this.#form = null;
    this.#search.disconnect();
  }

  protected override render() {
    // No expression inside: form-js owns what is in this element.
    return html`<div class="form-host"></div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('schema') || changed.has('data')) void this.#draw();
    else if (changed.has('readOnly')) this.#form?.setProperty('readOnly', this.readOnly);
  }

  async #draw(): Promise<void> {
    const host = this.querySelector('.form-host');
    if (!this.schema || !host) return;
    this.#form?.destroy();
    this.#quiet = true;
    this.#search.observe(host, { childList: true, subtree: true });
    const form = new Form({
      container: host,
      properties: { readOnly: this.readOnly },
      additionalModules: [{ translate: ['value', translate] }],
      // What is typed counts at once: a draft, a preview and Ctrl+Enter must not miss the last word.
      debounce: false,
    } as ConstructorParameters<typeof Form>[0]);
    this.#form = form;
    form.on('changed', ({ data }: { data: Record<string, unknown> }) => {
      if (!this.#quiet) this.#say(data);
    });
    await form.importSchema(withoutFiles(this.schema) as never, structuredClone(this.data));
    this.#quiet = false;
    this.#said = JSON.stringify(ownData(withoutFiles(this.schema), form._getState().data));
    this.dispatchEvent(new CustomEvent('drawn', { detail: this.values(), bubbles: true }));
  }

  #say(data: Record<string, unknown>): void {
    const filled = this.schema ? ownData(withoutFiles(this.schema), data) : {};
    const text = JSON.stringify(filled);
    if (text === this.#said) return;
    this.#said = text;
    this.dispatchEvent(new CustomEvent('filled', { detail: filled, bubbles: true }));
  }

  /** What is filled in now, hidden fields left out. */
  values(): Record<string, unknown> {
    if (!this.#form || !this.schema) return {};
    return ownData(withoutFiles(this.schema), this.#form._getSubmitData());
  }

  /** Puts the focus on the first field that can be filled in; answers whether there is one yet. */
  focusFirst(): boolean {
    const controls = [...this.querySelectorAll<HTMLInputElement>('input, textarea, select, [tabindex="0"]')];
    const control = controls.find((one) => !one.disabled && !one.readOnly && one.offsetParent !== null);
    control?.focus();
    return control !== undefined;
  }

  /** Validates all fields: the data, and what is wrong by field. */
  submit(): { data: Record<string, unknown>; problems: FieldProblem[] } {
    if (!this.#form) return { data: {}, problems: [] };
    const { errors } = this.#form.submit();
    const problems = Object.entries(errors as Record<string, string[]>).map(([id, texts]) =>
      this.#problem(id, [texts].flat()[0] ?? ''),
    );
    return { data: this.values(), problems };
  }

  /** Puts errors at the fields with these keys; answers those of the form, in the form's order. */
  showErrors(byKey: Record<string, string>): FieldProblem[] {
    if (!this.#form || !this.schema) return [];
    const errors: Record<string, string[]> = {};
    const problems: FieldProblem[] = [];
    for (const [key, component] of fieldsByKey(withoutFiles(this.schema))) {
      const text = byKey[key] ?? Object.entries(byKey).find(([name]) => name.startsWith(`${key}.`))?.[1];
      if (!text) continue;
      errors[component.id] = [text];
      problems.push(this.#problem(component.id, text));
    }
    // form-js has no public way to show errors that came from elsewhere.
    this.#form._setState({ errors });
    return problems;
  }

  #problem(id: string, text: string): FieldProblem {
    const component = this.schema && [...fieldsByKey(this.schema).values()].find((one) => one.id === id);
    const control = this.querySelector<HTMLElement>(`[id$="-${CSS.escape(id)}"], [id*="-${CSS.escape(id)}-"]`);
    return { field: control?.id ?? id, text: component?.label ? `${component.label}: ${text}` : text };
  }
}
define('qn-form', FormView);
