/**
 * A form, edited (form-js editor in light DOM, its mark stays visible). Its own labels are English: this version offers
 * no way to translate them. Hands out the whole file a moment after a change, with what nobody changed left as it was.
 */
import { FormEditor as Editor } from '@bpmn-io/form-js-editor';
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';
import '@bpmn-io/form-js-editor/dist/assets/properties-panel.css';
// The editor draws with a viewer of its own, older than the one that the task pages use; this is that one's sheet.
import '../../../node_modules/@bpmn-io/form-js-editor/node_modules/@bpmn-io/form-js-viewer/dist/assets/form-js.css';
import { html, nothing, type PropertyValues } from 'lit';
import { define, Light } from '../../elements/light.ts';
import { notice } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { formText } from './form-text.ts';
import './edit.css';

interface Stack {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
}

/** So long after the last change the file is handed out (ms). */
const pauseMs = 400;

export class FormEditor extends Light {
  static override properties = {
    content: { attribute: false },
    at: { attribute: false },
    label: { attribute: false },
    edited: { attribute: false },
  };
  content = '';
  /** The field to select: its id or its key. */
  at = '';
  label = '';
  /** Called with the whole file after a change. */
  edited: (content: string) => void = () => {};
  #editor: Editor | null = null;
  #known = '';
  #ready = false;
  #changedSince = false;
  #failed = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    const editor = this.#editor;
    this.#editor = null;
    this.#handOut(editor);
    editor?.destroy();
  }

  protected override render() {
    const stack = this.#ready ? this.#editor?.get<Stack>('commandStack') : undefined;
    return html`<div class="editor-tools row" role="toolbar" aria-label=${t('studio.edit.tools')}>
        <button type="button" class="button small" ?disabled=${!stack?.canUndo()} @click=${() => stack?.undo()}>${t('studio.edit.undo')}</button>
        <button type="button" class="button small" ?disabled=${!stack?.canRedo()} @click=${() => stack?.redo()}>${t('studio.edit.redo')}</button>
        <span class="s soft">${t('studio.edit.formsInEnglish')}</span>
      </div>
      ${this.#failed ? notice('late', t('studio.edit.failed'), this.#failed, 'alert') : nothing}
      <div class="form-frame" role="group" aria-label=${this.label}></div>`;
  }

  protected override firstUpdated(): void {
    this.#open();
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.#editor || !this.#ready) return;
    if (changed.has('content') && this.content !== this.#known) void this.#import();
    else if (changed.has('at')) this.#select();
  }

  #open(): void {
    const container = this.querySelector('.form-frame');
    if (!container || this.#editor) return;
    this.#editor = new Editor({ container });
    this.#editor.on('commandStack.changed', 0, () => this.#changed());
    void this.#import();
  }

  async #import(): Promise<void> {
    const editor = this.#editor;
    if (!editor) return;
    this.#known = this.content;
    this.#ready = false;
    try {
      await editor.importSchema(JSON.parse(this.content));
      this.#failed = '';
      this.#ready = true;
      this.#select();
      this.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
    } catch (cause) {
      this.#failed = (cause as Error).message;
    }
    this.requestUpdate();
  }

  #select(): void {
    if (!this.at) return;
    const registry = this.#editor!.get<{ getAll(): { id: string; key?: string }[] }>('formFieldRegistry');
    const found = registry.getAll().find(({ id, key }) => id === this.at || key === this.at);
    if (found) this.#editor!.get<{ set(field: object): void }>('selection').set(found);
  }

  #changed(): void {
    this.requestUpdate();
    if (!this.#ready) return;
    this.#changedSince = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#handOut(this.#editor), pauseMs);
  }

  #handOut(editor: Editor | null): void {
    if (!editor || !this.#changedSince) return;
    this.#changedSince = false;
    const text = formText(this.#known, editor.saveSchema());
    if (text === this.#known) return;
    this.#known = text;
    this.edited(text);
  }
}
define('qn-form-editor', FormEditor);
