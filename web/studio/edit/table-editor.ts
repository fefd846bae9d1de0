/**
 * A decision table, edited or only read (dmn-js in light DOM, its mark stays visible). A file may hold several
 * decisions and a drawing of them: one is shown at a time. Hands out the whole file a moment after a change.
 */

import modeler from 'dmn-js/lib/Modeler.js';
import viewer from 'dmn-js/lib/NavigatedViewer.js';
import { html, nothing, type PropertyValues } from 'lit';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import { define, Light } from '../../elements/light.ts';
import { notice } from '../../elements/states.ts';
import { tableWords } from '../../text/studio/toolkits/table.vi.ts';
import { onLanguage, t } from '../../text/text.ts';
import { translateBy } from '../toolkit-words.ts';
import './edit.css';

interface View {
  id: string;
  type: string;
  name?: string;
  element: { id: string };
}

interface Stack {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
}

interface Tables {
  importXML(xml: string, options?: { open: boolean }): Promise<unknown>;
  saveXML(options: { format: boolean }): Promise<{ xml: string }>;
  getViews(): View[];
  getActiveView(): View | undefined;
  getActiveViewer(): { get(name: 'commandStack'): Stack } | undefined;
  open(view: View): Promise<unknown>;
  on(event: string, listener: (event: { viewer?: { on(event: string, listener: () => void): void } }) => void): void;
  destroy(): void;
}

/** So long after the last change the file is handed out (ms). */
const pauseMs = 400;

export class TableEditor extends Light {
  static override properties = {
    content: { attribute: false },
    at: { attribute: false },
    label: { attribute: false },
    edited: { attribute: false },
    readonly: { type: Boolean },
  };
  content = '';
  /** The rule or cell to bring into view. */
  at = '';
  label = '';
  readonly = false;
  /** Called with the whole file after a change. */
  edited: (content: string) => void = () => {};
  #tables: Tables | null = null;
  #known = '';
  #ready = false;
  #changedSince = false;
  #failed = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(onLanguage(() => void this.#import()));
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    const tables = this.#tables;
    this.#tables = null;
    if (tables) void this.#handOut(tables).finally(() => tables.destroy());
  }

  protected override render() {
    const views = this.#ready ? (this.#tables?.getViews() ?? []) : [];
    const active = this.#tables?.getActiveView();
    const stack = this.#ready && !this.readonly ? this.#tables?.getActiveViewer()?.get('commandStack') : undefined;
    return html`<div class="editor-tools row" role="toolbar" aria-label=${t('studio.edit.tools')}>
        ${
          this.readonly
            ? nothing
            : html`<button type="button" class="button small" ?disabled=${!stack?.canUndo()} @click=${() => stack?.undo()}>${t('studio.edit.undo')}</button>
                <button type="button" class="button small" ?disabled=${!stack?.canRedo()} @click=${() => stack?.redo()}>${t('studio.edit.redo')}</button>`
        }
        ${
          views.length > 1
            ? views.map(
                (view) =>
                  html`<button type="button" class="button small" aria-pressed=${view === active} @click=${() => void this.#show(view)}>${view.name ?? view.id}</button>`,
              )
            : nothing
        }
      </div>
      ${this.#failed ? notice('late', t('studio.edit.failed'), this.#failed, 'alert') : nothing}
      <div class="table-frame" role="group" aria-label=${this.label}></div>`;
  }

  protected override firstUpdated(): void {
    this.#open();
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.#tables || !this.#ready) return;
    if (changed.has('content') && this.content !== this.#known) void this.#import();
    else if (changed.has('at')) this.#find();
  }

  #open(): void {
    const container = this.querySelector('.table-frame');
    if (!container || this.#tables) return;
    const translate = { translate: ['value', translateBy(tableWords, (text) => this.#untranslated(text))] };
    const common = { additionalModules: [translate] };
    const parts = { drd: common, decisionTable: common, literalExpression: common, boxedExpression: common };
    this.#tables = new (this.readonly ? viewer : modeler)({ container, common: {}, ...parts }) as Tables;
    this.#tables.on('viewer.created', ({ viewer: made }) => made?.on('commandStack.changed', () => this.#changed()));
    void this.#import();
  }

  /** Opens the first table, or the view that was open before. */
  async #import(): Promise<void> {
    const tables = this.#tables;
    if (!tables) return;
    const before = tables.getActiveView()?.element.id;
    // In another language the same file is drawn anew, as it is now.
    if (this.#changedSince && this.content === this.#known) await this.#handOut(tables);
    this.#known = this.content;
    this.#ready = false;
    try {
      await tables.importXML(this.content, { open: false });
      const views = tables.getViews();
      const view =
        views.find(({ element }) => element.id === before) ??
        views.find(({ type }) => type === 'decisionTable') ??
        views[0];
      if (view) await tables.open(view);
      this.#failed = '';
      this.#ready = true;
      this.#plainCorner();
      // The table draws itself once more in the next frame.
      requestAnimationFrame(() => this.#find());
      this.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
    } catch (cause) {
      this.#failed = (cause as Error).message;
    }
    this.requestUpdate();
  }

  async #show(view: View): Promise<void> {
    await this.#tables?.open(view);
    this.#plainCorner();
    this.requestUpdate();
  }

  #find(): void {
    if (!this.at) return;
    const id = CSS.escape(this.at);
    const cell = this.querySelector<HTMLElement>(`td[data-element-id="${id}"], td.input-cell[data-row-id="${id}"]`);
    cell?.scrollIntoView({ block: 'center' });
  }

  /** The corner above the rows' numbers heads nothing: for who listens it is a cell like others. */
  #plainCorner(): void {
    this.querySelector('th.index-column')?.setAttribute('role', 'cell');
  }

  /** What the editor asked for and the dictionary lacks; a test listens. */
  #untranslated(text: string): void {
    this.dispatchEvent(new CustomEvent('untranslated', { detail: text, bubbles: true }));
  }

  #changed(): void {
    this.requestUpdate();
    if (!this.#ready || this.readonly) return;
    this.#changedSince = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tables && void this.#handOut(this.#tables), pauseMs);
  }

  async #handOut(tables: Tables): Promise<void> {
    if (!this.#changedSince) return;
    this.#changedSince = false;
    const { xml } = await tables.saveXML({ format: true });
    if (xml === this.#known) return;
    this.#known = xml;
    this.content = xml;
    this.edited(xml);
  }
}
define('qn-table-editor', TableEditor);
