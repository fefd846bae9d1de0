/**
 * Two versions of a diagram side by side: moving or zooming one moves the other, and what differs carries a sign and a
 * colour. Says `pick` with an element's id when one is pressed.
 */
import { html, type PropertyValues } from 'lit';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { type Canvas, NavigatedViewer, type Shape, type Viewer } from '../../elements/bpmn-viewer.ts';
import { define, Light } from '../../elements/light.ts';
import { notice } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import type { ElementChange } from './diagram-changes.ts';
import { signs } from './signs.ts';
import './compare.css';

type Box = { x: number; y: number; width: number; height: number };
type Moves = { on(event: 'canvas.viewbox.changed', listener: () => void): void };

export class CompareCanvas extends Light {
  static override properties = {
    earlier: { attribute: false },
    later: { attribute: false },
    changes: { attribute: false },
    labels: { attribute: false },
    at: { attribute: false },
  };
  earlier = '';
  later = '';
  changes: readonly ElementChange[] = [];
  /** What the two versions are called. */
  labels: readonly [string, string] = ['', ''];
  /** The element to show. */
  at = '';
  #viewers: Viewer[] = [];
  #failed = false;
  #following = false;
  #resize: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#open();
  }

  protected override render() {
    return html`${this.#failed ? notice('late', t('studio.compare.failed'), '', 'alert') : ''}
      <div class="compare-canvas">
        ${this.labels.map(
          (label) =>
            html`<figure>
              <figcaption class="s">${label}</figcaption>
              <div class="compare-frame" role="group" aria-label=${t('studio.compare.drawing', { name: label })}></div>
            </figure>`,
        )}
      </div>
      <p class="compare-legend xs soft" aria-hidden="true">
        ${(['changed', 'added', 'removed', 'moved'] as const).map(
          (kind) =>
            html`<span><b class="compare-sign ${kind}">${signs[kind]}</b> ${t(`studio.compare.${kind}`)}</span>`,
        )}
      </p>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('earlier') || changed.has('later') || changed.has('changes')) void this.#open();
    else if (changed.has('at')) this.#show();
  }

  #close(): void {
    this.#resize?.disconnect();
    for (const viewer of this.#viewers) viewer.destroy();
    this.#viewers = [];
  }

  async #open(): Promise<void> {
    this.#close();
    const frames = [...this.querySelectorAll<HTMLElement>('.compare-frame')];
    // Without it a drawing says 0.3 s later that it was moved.
    const canvas = { deferUpdate: false };
    const viewers = frames.map((container) => new NavigatedViewer({ container, canvas } as { container: HTMLElement }));
    this.#viewers = viewers;
    try {
      await Promise.all([this.earlier, this.later].map((xml, n) => viewers[n]!.importXML(xml)));
    } catch (cause) {
      console.error(cause);
      this.#failed = true;
      this.requestUpdate();
      return;
    }
    if (this.#viewers !== viewers) return;
    for (const [n, viewer] of viewers.entries()) {
      this.#mark(viewer);
      (viewer as unknown as Moves).on('canvas.viewbox.changed', () => this.#follow(n));
      viewer.on('element.click', ({ element }: { element: Shape }) =>
        this.dispatchEvent(new CustomEvent('pick', { detail: element.id, bubbles: true })),
      );
    }
    this.#resize = new ResizeObserver(() => {
      for (const viewer of this.#viewers) viewer.get('canvas').resized();
    });
    for (const frame of frames) this.#resize.observe(frame);
    this.#show();
    this.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
  }

  #mark(viewer: Viewer): void {
    const registry = viewer.get('elementRegistry');
    for (const { id, change } of this.changes) {
      const shape = registry.get(id);
      if (!shape) continue;
      viewer.get('canvas').addMarker(id, `differs-${change}`);
      if (shape.width === undefined) continue;
      const sign = document.createElement('span');
      sign.className = `compare-sign ${change}`;
      sign.textContent = signs[change];
      viewer
        .get('overlays')
        .add(id, 'difference', { position: { top: 0, right: 0 }, scale: { min: 0.8, max: 1 }, html: sign });
    }
  }

  /** The other drawing looks where this one looks. */
  #follow(from: number): void {
    if (this.#following) return;
    this.#following = true;
    const box = boxOf(this.#viewers[from]!.get('canvas'));
    for (const [n, viewer] of this.#viewers.entries()) if (n !== from) viewer.get('canvas').viewbox(box);
    this.#following = false;
  }

  /** Brings the element, else the first change, else everything into view. */
  #show(): void {
    const viewer = this.#viewers.find((one) => one.get('elementRegistry').get(this.at)) ?? this.#viewers[1];
    if (!viewer) return;
    const canvas = viewer.get('canvas');
    const registry = viewer.get('elementRegistry');
    const drawn = (id: string): Shape | undefined => registry.get(id);
    const wanted = drawn(this.at) ?? this.changes.map(({ id }) => drawn(id)).find((shape) => shape?.width);
    if (!wanted) {
      canvas.zoom('fit-viewport', 'auto');
      return;
    }
    const point = middleOf(wanted);
    const { outer } = canvas.viewbox();
    const scale = 0.6;
    const [width, height] = [outer.width / scale, outer.height / scale];
    canvas.viewbox({ x: point.x - width / 2, y: point.y - height / 2, width, height });
  }
}

const boxOf = (canvas: Canvas): Box => {
  const { x, y, width, height } = canvas.viewbox() as unknown as Box;
  return { x, y, width, height };
};

function middleOf(shape: Shape): { x: number; y: number } {
  const points = (shape as unknown as { waypoints?: { x: number; y: number }[] }).waypoints;
  if (points) return points[Math.floor(points.length / 2)]!;
  return { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 };
}
define('qn-compare-canvas', CompareCanvas);
