/**
 * A diagram with live tokens (bpmn-js NavigatedViewer, light DOM; its mark stays visible). Counts are buttons laid over
 * the elements: `element` is said when one is pressed. Keys: arrows move, + and − zoom, 0 the main line, 1 everything.
 */

import { html, nothing, type PropertyValues, render } from 'lit';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { t } from '../text/text.ts';
import { type Canvas, NavigatedViewer, type Shape, type Viewer } from './bpmn-viewer.ts';
import { icon } from './icons.ts';
import { define, Light } from './light.ts';
import { notice } from './states.ts';
import './diagram-view.css';

export interface ElementCount {
  tokens: number;
  incidents: number;
  overdue: number;
}

/** Words at an element besides or instead of counts, and how its shape is tinted. */
export interface DiagramNote {
  text: string;
  /** The same in whole words, for the pointer and for assistive technology. */
  said: string;
  heat: 'none' | 'calm' | 'soon' | 'late';
}

/** A small screen shows the beginning of the line at this scale rather than the whole of it as a thread. */
const smallestScale = { wide: 0.2, narrow: 0.45 };

export class DiagramView extends Light {
  static override properties = {
    xml: { attribute: false },
    counts: { attribute: false },
    notes: { attribute: false },
    passed: { attribute: false },
    label: { attribute: false },
    focusOn: { attribute: false },
  };
  xml = '';
  counts: Record<string, ElementCount> = {};
  notes: Record<string, DiagramNote> = {};
  /** Ids of elements that one instance has passed. */
  passed: readonly string[] = [];
  label = '';
  /** Opens with this element in the middle instead of the main line. */
  focusOn = '';
  #viewer: Viewer | null = null;
  #ready = false;
  #failed = false;
  #marked: string[] = [];
  #tinted: [id: string, marker: string][] = [];
  #resize: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize?.disconnect();
    this.#viewer?.destroy();
    this.#viewer = null;
    this.#ready = false;
  }

  protected override render() {
    return html`${this.#failed ? notice('late', t('watch.diagramFailed'), '', 'alert') : ''}
      <div
        class="diagram-frame"
        role="group"
        aria-label=${this.label}
        aria-describedby="diagram-keys"
        tabindex="0"
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      ></div>
      <div class="diagram-tools row">
        <span class="xs soft grow" id="diagram-keys">${t('watch.keys')}</span>
        <button type="button" class="button small" @click=${() => this.#zoomBy(1.25)} aria-label=${t('watch.zoomIn')}>+</button>
        <button type="button" class="button small" @click=${() => this.#zoomBy(0.8)} aria-label=${t('watch.zoomOut')}>−</button>
        <button type="button" class="button small" @click=${() => this.mainLine()}>${t('watch.main')}</button>
        <button type="button" class="button small" @click=${() => this.#canvas?.zoom('fit-viewport', 'auto')}>${t('watch.fit')}</button>
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('xml') && this.xml) void this.#open();
    else if (this.#ready && (changed.has('counts') || changed.has('passed') || changed.has('notes')))
      this.#drawTokens();
  }

  get #canvas(): Canvas | undefined {
    return this.#ready ? this.#viewer?.get('canvas') : undefined;
  }

  async #open(): Promise<void> {
    const frame = this.querySelector('.diagram-frame');
    if (!frame) return;
    this.#viewer?.destroy();
    this.#ready = false;
    const viewer = new NavigatedViewer({ container: frame as HTMLElement });
    this.#viewer = viewer;
    try {
      await viewer.importXML(this.xml);
    } catch (cause) {
      console.error(cause);
      this.#failed = true;
      this.requestUpdate();
      return;
    }
    if (this.#viewer !== viewer) return;
    this.#ready = true;
    viewer.on('element.click', ({ element }: { element: Shape }) => this.#say(element.id));
    this.#resize?.disconnect();
    this.#resize = new ResizeObserver(() => this.#canvas?.resized());
    this.#resize.observe(frame);
    if (this.focusOn) this.centre(this.focusOn);
    else this.mainLine();
    this.#drawTokens();
    this.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
  }

  #say(id: string): void {
    this.dispatchEvent(new CustomEvent('element', { detail: { id, name: this.nameOf(id) }, bubbles: true }));
  }

  /** What is drawn, for those who lay something of their own over it (after `drawn`); null before. */
  get viewer(): Viewer | null {
    return this.#ready ? this.#viewer : null;
  }

  /** Whether the diagram stands there. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Whether the diagram that is drawn has this element. */
  has(id: string): boolean {
    return this.#ready && this.#viewer?.get('elementRegistry').get(id) !== undefined;
  }

  /** The name of an element as the diagram has it; its id where it has none. */
  nameOf(id: string): string {
    const shape = this.#ready ? this.#viewer?.get('elementRegistry').get(id) : undefined;
    return shape?.businessObject.name ?? id;
  }

  /** Brings the line of the start event into view over its whole width, or its beginning where the screen is small. */
  mainLine(): void {
    const canvas = this.#canvas;
    const registry = this.#viewer?.get('elementRegistry');
    const start = registry?.filter((shape) => shape.type === 'bpmn:StartEvent')[0];
    if (!canvas || !start) return;
    canvas.zoom('fit-viewport', 'auto');
    const { inner, outer } = canvas.viewbox();
    const fit = outer.width / (inner.width + 40);
    const smallest = outer.width < 700 ? smallestScale.narrow : smallestScale.wide;
    const scale = Math.max(smallest, Math.min(1, fit));
    const middle = start.y + start.height / 2;
    const height = outer.height / scale;
    // The whole height if it fits; otherwise the line stands in the middle.
    const y = inner.height < height ? inner.y - (height - inner.height) / 2 : middle - height / 2;
    canvas.viewbox({ x: inner.x - 20, y, width: outer.width / scale, height });
  }

  /** Brings one element into the middle at a readable size. */
  centre(id: string): void {
    const canvas = this.#canvas;
    const shape = this.#viewer?.get('elementRegistry').get(id);
    if (!canvas || !shape) {
      this.mainLine();
      return;
    }
    const { outer } = canvas.viewbox();
    const scale = 0.75;
    const [width, height] = [outer.width / scale, outer.height / scale];
    canvas.viewbox({
      x: shape.x + shape.width / 2 - width / 2,
      y: shape.y + shape.height / 2 - height / 2,
      width,
      height,
    });
  }

  #zoomBy(factor: number): void {
    const canvas = this.#canvas;
    if (canvas) canvas.zoom(Math.min(3, Math.max(0.1, canvas.viewbox().scale * factor)), 'auto');
  }

  #key(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const step = 80;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => this.#canvas?.scroll({ dx: step, dy: 0 }),
      ArrowRight: () => this.#canvas?.scroll({ dx: -step, dy: 0 }),
      ArrowUp: () => this.#canvas?.scroll({ dx: 0, dy: step }),
      ArrowDown: () => this.#canvas?.scroll({ dx: 0, dy: -step }),
      '+': () => this.#zoomBy(1.25),
      '=': () => this.#zoomBy(1.25),
      '-': () => this.#zoomBy(0.8),
      '0': () => this.mainLine(),
      '1': () => this.#canvas?.zoom('fit-viewport', 'auto'),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  #drawTokens(): void {
    const viewer = this.#viewer;
    if (!viewer) return;
    const registry = viewer.get('elementRegistry');
    const overlays = viewer.get('overlays');
    const canvas = viewer.get('canvas');
    overlays.remove({ type: 'tokens' });
    for (const id of this.#marked) canvas.removeMarker(id, 'passed');
    this.#marked = this.passed.filter((id) => registry.get(id));
    for (const id of this.#marked) canvas.addMarker(id, 'passed');
    for (const [id, count] of Object.entries(this.counts)) {
      if (count.tokens + count.incidents === 0 || !registry.get(id)) continue;
      overlays.add(id, 'tokens', {
        position: { top: 0, right: 0 },
        // Numbers stay legible however far one zooms out.
        scale: { min: 0.8, max: 1 },
        html: this.#token(id, count),
      });
    }
    this.#drawNotes(viewer);
  }

  #drawNotes(viewer: Viewer): void {
    const registry = viewer.get('elementRegistry');
    const overlays = viewer.get('overlays');
    const canvas = viewer.get('canvas');
    overlays.remove({ type: 'notes' });
    for (const [id, marker] of this.#tinted) canvas.removeMarker(id, marker);
    this.#tinted = [];
    for (const [id, note] of Object.entries(this.notes)) {
      if (!registry.get(id)) continue;
      if (note.heat !== 'none') {
        canvas.addMarker(id, `heat-${note.heat}`);
        this.#tinted.push([id, `heat-${note.heat}`]);
      }
      overlays.add(id, 'notes', {
        position: { top: 0, right: 0 },
        scale: { min: 0.8, max: 1 },
        html: this.#note(id, note),
      });
    }
  }

  #note(id: string, { text, said, heat }: DiagramNote): HTMLElement {
    const host = document.createElement('div');
    render(
      html`<button
        type="button"
        class="token note"
        title=${said}
        @click=${(event: Event) => {
          event.stopPropagation();
          this.#say(id);
        }}
      >
        <span class="sr-only">${said}</span>
        <span class=${heat} aria-hidden="true">${heat === 'late' ? icon('late') : heat === 'soon' ? icon('hourglass') : nothing}${text}</span>
      </button>`,
      host,
    );
    return host.firstElementChild as HTMLElement;
  }

  /** Grey tells how many, red how many are overdue, amber that something stands still: each with its own sign. */
  #token(id: string, count: ElementCount): HTMLElement {
    const said = [t('watch.tokens', { n: count.tokens, name: this.nameOf(id) })];
    if (count.overdue) said.push(t('watch.tokensLate', { n: count.overdue }));
    if (count.incidents) said.push(t('watch.tokensIncident', { n: count.incidents }));
    const host = document.createElement('div');
    render(
      html`<button
        type="button"
        class="token"
        title=${said.join(', ')}
        @click=${(event: Event) => {
          event.stopPropagation();
          this.#say(id);
        }}
      >
        <span class="sr-only">${said.join(', ')}</span>
        <span aria-hidden="true">${count.tokens}</span>
        ${count.overdue ? html`<span class="late" aria-hidden="true">${icon('late')}${count.overdue}</span>` : nothing}
        ${count.incidents ? html`<span class="incident" aria-hidden="true">${icon('alert')}${count.incidents}</span>` : nothing}
      </button>`,
      host,
    );
    return host.firstElementChild as HTMLElement;
  }
}
define('qn-diagram', DiagramView);
