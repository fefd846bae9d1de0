/**
 * The diagram, edited: bpmn-js with its properties panel (light DOM, its mark stays visible), a list of its elements
 * beside the drawing, and the token walk as a way of teaching. Hands out the whole file a moment after a change.
 * Opening a file changes nothing in it; what came from elsewhere is taken over unless it is what was handed out last.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import { loadingState, notice } from '../../elements/states.ts';
import { diagramWords } from '../../text/studio/toolkits/diagram.vi.ts';
import { currentLanguage, onLanguage, t } from '../../text/text.ts';
import { type Translate, translateBy } from '../toolkit-words.ts';
import { rowsOf } from './element-rows.ts';
import { type Field, writeField } from './fields.ts';
import { type Drawn, type Modeler, openModeler } from './modeler.ts';
import { templatesIn } from './templates.ts';
import './element-list.ts';
import './edit.css';

/** So long after the last change the file is handed out (ms). */
const pauseMs = 400;

export class DiagramEditor extends Light {
  static override properties = {
    content: { attribute: false },
    at: { attribute: false },
    label: { attribute: false },
    edited: { attribute: false },
  };
  content = '';
  /** The element to show first. */
  at = '';
  label = '';
  /** Called with the whole file after a change. */
  edited: (content: string) => void = () => {};
  #modeler: Modeler | null = null;
  #known = '';
  /** What was looked at, to be brought back once the drawing is shown. */
  #later: { x: number; y: number; width: number; height: number } | null = null;
  #ready = false;
  #failed = '';
  #view: 'drawing' | 'list' = 'drawing';
  #walking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resize: ResizeObserver | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(onLanguage(() => this.#renewWords()));
    if (this.hasUpdated) void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#resize?.disconnect();
    const modeler = this.#modeler;
    this.#modeler = null;
    this.#ready = false;
    // What was changed within the last moment is still handed out, without the colours of the walk.
    if (this.#walking) modeler?.get('toggleMode').toggleMode(false);
    this.#walking = false;
    if (modeler) void this.#handOut(modeler).finally(() => modeler.destroy());
  }

  protected override render() {
    const stack = this.#ready ? this.#modeler?.get('commandStack') : undefined;
    const drawing = this.#view === 'drawing';
    return html`<div class="editor-tools row" role="toolbar" aria-label=${t('studio.edit.tools')}>
        ${this.#tool('studio.edit.undo', 'undo', () => stack?.undo(), !stack?.canUndo() || this.#walking)}
        ${this.#tool('studio.edit.redo', 'redo', () => stack?.redo(), !stack?.canRedo() || this.#walking)}
        ${drawing ? this.#drawingTools() : nothing}
        <span class="grow"></span>
        <span class="segments" role="group" aria-label=${t('studio.edit.view')}>
          ${(['drawing', 'list'] as const).map(
            (view) =>
              html`<button type="button" class="button small" aria-pressed=${this.#view === view} @click=${() => void this.#show(view)}>
                ${t(`studio.edit.view.${view}`)}
              </button>`,
          )}
        </span>
      </div>
      ${this.#walking ? notice('info', t('studio.edit.walking'), t('studio.edit.walking.text'), 'status') : nothing}
      ${this.#failed ? notice('late', t('studio.edit.failed'), this.#failed, 'alert') : nothing}
      <div class="editor-body ${this.#walking ? 'walking' : ''}" ?hidden=${!drawing}>
        <div class="editor-canvas" role="group" aria-label=${this.label}>
          ${this.#ready || this.#failed ? nothing : loadingState()}
        </div>
        <aside class="editor-panel" aria-label=${t('studio.edit.panel')}></aside>
      </div>
      ${
        drawing || !this.#modeler
          ? nothing
          : html`<qn-element-list
              .rows=${rowsOf(this.#modeler.getDefinitions())}
              .templates=${templatesIn(currentLanguage())}
              @jump=${(event: CustomEvent<string>) => void this.#jump(event.detail)}
              @field=${(event: CustomEvent<{ id: string; field: Field; value: string }>) => this.#write(event.detail)}
            ></qn-element-list>`
      }`;
  }

  #drawingTools() {
    const get = this.#ready ? this.#modeler : null;
    return html`
      ${this.#tool('studio.edit.search', 'search', () => get?.get('searchPad').toggle(), this.#walking)}
      ${this.#tool('studio.edit.zoomIn', 'plus', () => this.#zoomBy(1.25))}
      ${this.#tool('studio.edit.zoomOut', 'minus', () => this.#zoomBy(0.8))}
      ${this.#tool('studio.edit.fit', 'fit', () => get?.get('canvas').zoom('fit-viewport', 'auto'))}
      <button type="button" class="button small" @click=${() => get?.get('minimap').toggle()}>${t('studio.edit.overview')}</button>
      <button type="button" class="button small" aria-pressed=${this.#walking} @click=${() => void this.#walk()}>${t('studio.edit.walk')}</button>`;
  }

  #tool(text: Parameters<typeof t>[0], sign: Parameters<typeof icon>[0], act: () => void, off = false) {
    return html`<button
      type="button"
      class="button small icon"
      title=${t(text)}
      aria-label=${t(text)}
      ?disabled=${off}
      @click=${act}
    >
      ${icon(sign)}
    </button>`;
  }

  protected override firstUpdated(): void {
    void this.#open();
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.#modeler || !this.#ready) return;
    if (changed.has('content') && this.content !== this.#known) void this.#import();
    else if (changed.has('at') && this.at) void this.#jump(this.at);
  }

  readonly #translate: Translate = translateBy(diagramWords, (text) => this.#untranslated(text));

  async #open(): Promise<void> {
    const container = this.querySelector('.editor-canvas');
    const panel = this.querySelector('.editor-panel');
    if (!container || !panel || this.#modeler) return;
    const modeler = openModeler({
      container,
      panel,
      translate: this.#translate,
      templates: templatesIn(currentLanguage()),
    });
    this.#modeler = modeler;
    modeler.get('eventBus').on('commandStack.changed', () => this.#changed());
    this.#resize = new ResizeObserver(() => this.#ready && modeler.get('canvas').resized());
    this.#resize.observe(container);
    await this.#import();
  }

  /** Takes over the content; the part of the drawing that was looked at, and what was selected, stay. */
  async #import(): Promise<void> {
    const modeler = this.#modeler;
    if (!modeler) return;
    const before = this.#ready
      ? {
          box: modeler.get('canvas').viewbox(),
          selected: modeler
            .get('selection')
            .get()
            .map(({ id }) => id),
        }
      : null;
    clearTimeout(this.#timer);
    this.#known = this.content;
    this.#ready = false;
    try {
      await modeler.importXML(this.content);
      this.#failed = '';
    } catch (cause) {
      this.#failed = (cause as Error).message;
      this.requestUpdate();
      return;
    }
    if (this.#modeler !== modeler) return;
    this.#ready = true;
    await panelListens();
    if (this.#modeler !== modeler) return;
    if (before) {
      this.#later = before.box;
      this.#putBack();
      this.#select(before.selected);
    } else if (this.at) void this.#jump(this.at);
    else this.#beginning();
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
  }

  /** The beginning of the main line at a size that can be read. */
  #beginning(): void {
    const canvas = this.#modeler!.get('canvas');
    const start = this.#modeler!.get('elementRegistry').filter(({ type }) => type === 'bpmn:StartEvent')[0];
    canvas.zoom('fit-viewport', 'auto');
    if (!start) return;
    const { outer } = canvas.viewbox();
    const scale = 0.6;
    const [width, height] = [outer.width / scale, outer.height / scale];
    canvas.viewbox({ x: start.x - 100, y: start.y - height / 2, width, height });
  }

  #select(ids: readonly string[]): Drawn[] {
    const registry = this.#modeler!.get('elementRegistry');
    const found = ids.flatMap((id) => registry.get(id) ?? []);
    this.#modeler!.get('selection').select(found);
    return found;
  }

  /** Selects an element in the drawing and brings it into view. */
  async #jump(id: string): Promise<void> {
    // While the list is shown the drawing has no size.
    await this.#show('drawing');
    if (!this.#ready) return;
    this.#modeler?.get('canvas').resized();
    const [found] = this.#select([id]);
    if (!found) return;
    const canvas = this.#modeler!.get('canvas');
    const root = canvas.findRoot(found);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    // The process itself has no place of its own.
    if (!Number.isFinite(found.x) && !found.waypoints) return;
    const { outer } = canvas.viewbox();
    const scale = 0.8;
    const at = found.waypoints?.[Math.floor(found.waypoints.length / 2)] ?? {
      x: found.x + found.width / 2,
      y: found.y + found.height / 2,
    };
    const [width, height] = [outer.width / scale, outer.height / scale];
    canvas.viewbox({ x: at.x - width / 2, y: at.y - height / 2, width, height });
    canvas.focus();
  }

  async #show(view: 'drawing' | 'list'): Promise<void> {
    if (this.#walking && view === 'list') void this.#walk();
    this.#view = view;
    this.requestUpdate();
    await this.updateComplete;
    this.#putBack();
  }

  /** The part of the drawing that was looked at before it was taken over; while the list is shown it has no size. */
  #putBack(): void {
    const canvas = this.#modeler?.get('canvas');
    if (!this.#later || !canvas || !this.#ready || this.#view === 'list') return;
    canvas.resized();
    const { x, y, width, height } = this.#later;
    this.#later = null;
    if ([x, y, width, height].every(Number.isFinite) && width > 0) canvas.viewbox({ x, y, width, height });
  }

  async #walk(): Promise<void> {
    if (!this.#ready || !this.#modeler) return;
    // The walk paints the drawing in its own colours: what was changed is handed out before.
    clearTimeout(this.#timer);
    if (!this.#walking) await this.#handOut(this.#modeler);
    this.#walking = !this.#walking;
    this.#modeler?.get('toggleMode').toggleMode(this.#walking);
    this.requestUpdate();
  }

  #zoomBy(factor: number): void {
    const canvas = this.#ready ? this.#modeler?.get('canvas') : undefined;
    if (canvas) canvas.zoom(Math.min(3, Math.max(0.1, canvas.viewbox().scale * factor)), 'auto');
  }

  #write({ id, field, value }: { id: string; field: Field; value: string }): void {
    const element = this.#modeler?.get('elementRegistry').get(id);
    if (this.#modeler && element) writeField(this.#modeler, element, field, value);
  }

  /** What the editor asked for and the dictionary lacks; a test listens. */
  #untranslated(text: string): void {
    this.dispatchEvent(new CustomEvent('untranslated', { detail: text, bubbles: true }));
  }

  #changed(): void {
    this.requestUpdate();
    if (!this.#ready) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#modeler && void this.#handOut(this.#modeler), pauseMs);
  }

  async #handOut(modeler: Modeler): Promise<void> {
    // Nothing was ever done, or all of it was undone before anything was handed out.
    if (!this.#failed && (modeler.get('commandStack').canUndo() || modeler.get('commandStack').canRedo())) {
      const { xml } = await modeler.saveXML({ format: true });
      if (xml === this.#known) return;
      this.#known = xml;
      this.edited(xml);
    }
  }

  /** The editor asks for its words while it draws: what stands there is drawn anew, and nothing of the draft is lost. */
  #renewWords(): void {
    if (!this.#modeler) return;
    this.#modeler.get('elementTemplatesLoader').setTemplates(templatesIn(currentLanguage()));
    const bus = this.#modeler.get('eventBus');
    bus.fire('i18n.changed');
    bus.fire('propertiesPanel.providersChanged');
  }
}

/** The properties panel follows the selection only from its first frame on. */
const panelListens = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

define('qn-diagram-editor', DiagramEditor);
