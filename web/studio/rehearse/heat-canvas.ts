/**
 * The draft's diagram with what a rehearsal found laid over it: how long each stage's tasks waited as heat, and the share
 * in time as a badge, that of the version in force beside it. The tables below say the same in words.
 */
import { html, type PropertyValues } from 'lit';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import type { RehearsalResult, StageResult } from '../../../domain/rehearsal/result.ts';
import { NavigatedViewer, type Viewer } from '../../elements/bpmn-viewer.ts';
import { define, Light } from '../../elements/light.ts';
import { notice } from '../../elements/states.ts';
import { share } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { workingAmount } from '../../text/times.ts';
import { heatOf } from './heat.ts';
import '../../elements/diagram-view.css';

export class HeatCanvas extends Light {
  static override properties = { xml: { attribute: false }, result: { attribute: false } };
  declare xml: string;
  declare result: RehearsalResult;
  #viewer: Viewer | null = null;
  #failed = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#viewer?.destroy();
    this.#viewer = null;
  }

  protected override render() {
    return html`${this.#failed ? notice('late', t('studio.rehearse.canvasFailed'), '', 'alert') : ''}
      <div class="diagram-frame" role="group" aria-label=${t('studio.rehearse.canvas')} tabindex="0"></div>
      <div class="row xs soft">
        <button type="button" class="button small" @click=${() => this.#zoom(1.25)} aria-label=${t('watch.zoomIn')}>+</button>
        <button type="button" class="button small" @click=${() => this.#zoom(0.8)} aria-label=${t('watch.zoomOut')}>−</button>
        <button type="button" class="button small" @click=${() => this.#viewer?.get('canvas').zoom('fit-viewport', 'auto')}>
          ${t('watch.fit')}
        </button>
        <span class="heat-key calm" aria-hidden="true"></span>${t('studio.rehearse.heat.calm')}
        <span class="heat-key warm" aria-hidden="true"></span>${t('studio.rehearse.heat.warm')}
        <span class="heat-key hot" aria-hidden="true"></span>${t('studio.rehearse.heat.hot')}
        ${this.result.inForce && !this.result.same ? html`<span>${t('studio.rehearse.badge')}</span>` : ''}
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('xml') || changed.has('result')) void this.#open();
  }

  #zoom(factor: number): void {
    const canvas = this.#viewer?.get('canvas');
    if (canvas) canvas.zoom(Math.min(3, Math.max(0.1, canvas.viewbox().scale * factor)), 'auto');
  }

  async #open(): Promise<void> {
    const frame = this.querySelector<HTMLElement>('.diagram-frame');
    if (!frame || !this.xml) return;
    this.#viewer?.destroy();
    const viewer = new NavigatedViewer({ container: frame });
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
    viewer.get('canvas').zoom('fit-viewport', 'auto');
    const registry = viewer.get('elementRegistry');
    for (const stage of this.result.draft.stages) {
      if (!registry.get(stage.stage)) continue;
      const heat = heatOf(stage);
      if (heat && heat !== 'calm') viewer.get('canvas').addMarker(stage.stage, `heat-${heat}`);
      const position = { bottom: 0, left: 0 };
      viewer
        .get('overlays')
        .add(stage.stage, 'rehearsed', { position, scale: { min: 0.5, max: 1 }, html: this.#badge(stage) });
    }
    for (const id of this.result.draft.unreached.elements)
      if (registry.get(id)) viewer.get('canvas').addMarker(id, 'unreached');
    this.dispatchEvent(new CustomEvent('drawn', { bubbles: true }));
  }

  #badge({ stage, extended, waiting }: StageResult): HTMLElement {
    const before = this.result.same
      ? undefined
      : this.result.inForce?.stages.find((one) => one.stage === stage)?.extended;
    const badge = document.createElement('div');
    badge.className = 'rehearsed-badge';
    badge.setAttribute('aria-hidden', 'true');
    for (const [one, className] of [
      [extended, 'now'],
      [before, 'then'],
    ] as const) {
      if (one === undefined) continue;
      const line = document.createElement('span');
      line.className = className;
      line.textContent = one ? share(one.median, 1) : '–';
      badge.append(line);
    }
    badge.title = waiting ? t('studio.rehearse.waits', { time: workingAmount(waiting.median) }) : '';
    return badge;
  }
}
define('qn-heat-canvas', HeatCanvas);
