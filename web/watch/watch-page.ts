/**
 * The watch: what needs somebody now, the diagram with what stands where, what passes and how long it stays, the map that
 * belongs to it, and the instances below. Live by the stream; grey until something needs a person. The address says what
 * is shown.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { passageWindows } from '../../domain/api/watch.ts';
import { now, onTick } from '../data/clock.ts';
import { readDiagram } from '../data/instances.ts';
import { hasRight } from '../data/session.ts';
import { type Passages, readPassages } from '../data/watch.ts';
import type { DiagramView, ElementCount } from '../elements/diagram-view.ts';
import { selectControl } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { districtName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { number, shortTime } from '../text/times.ts';
import { asOf } from './as-of.ts';
import { type BoardState, countsOn, drawnVersion, totalsOf } from './board-state.ts';
import { elementCard } from './element-card.ts';
import { gently } from './gently.ts';
import { type Layer, layers, notesOf } from './layers.ts';
import { LiveBoard } from './live-board.ts';
import { MapFeed } from './map-feed.ts';
import { mapPanel } from './map-panel.ts';
import { NeedsFeed } from './needs-feed.ts';
import { needButtons, needRows } from './needs-panel.ts';
import { countsWithin } from './places.ts';
import { addressOf, viewOf, type WatchView } from './view.ts';
import './instance-table.ts';
import '../elements/diagram-view.ts';
import '../elements/map-view.ts';
import '../tasks/staff.css';
import './watch.css';

export class WatchPage extends Page {
  #drawn = '';
  #passagesOf = '';
  readonly #board = new LiveBoard(this, () => this.#moved());
  readonly #needs = new NeedsFeed(this);
  readonly #map = new MapFeed(this);
  readonly #xml = new Loading<string>(this, () => readDiagram(this.#drawn));
  readonly #passages = new Loading<Passages>(this, (signal) => {
    const { window, version } = this.#view;
    return readPassages({ window, ...(version ? { definitionKey: version } : {}) }, signal);
  });
  /** Sums of hours and days move slowly: they are read a little after what stands where. */
  readonly #passagesSoon = gently(() => void this.#passages.again(), { within: 5_000 });

  get #view(): WatchView {
    return viewOf(this.query);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(this.#passagesSoon.stop);
    this.untilGone(onTick(() => this.requestUpdate()));
  }

  override willUpdate(): void {
    const { state } = this.#board;
    const view = this.#view;
    const drawn = state && drawnVersion(state, view.version)?.definitionKey;
    if (drawn && drawn !== this.#drawn) {
      this.#drawn = drawn;
      queueMicrotask(() => void this.#xml.start());
    }
    // How long work stays is asked for where it is shown.
    const asked = view.layer === 'now' && !view.element ? '' : `${view.version} ${view.window}`;
    if (asked === this.#passagesOf) return;
    this.#passagesOf = asked;
    if (asked) queueMicrotask(() => void this.#passages.start());
  }

  #moved(): void {
    if (this.#passagesOf) this.#passagesSoon.soon();
  }

  #go(change: Partial<WatchView>): void {
    go(addressOf({ ...this.#view, ...change }, this.query), { replace: true });
  }

  get #diagram(): DiagramView | null {
    return this.querySelector<DiagramView>('qn-diagram');
  }

  /** Another one once the diagram stands there, so that who was told ids asks again. */
  #nameOf = (id: string): string => id;

  override render() {
    const { state, problem } = this.#board;
    return html`<div class="stack">
      <header class="row spread">
        <h1 tabindex="-1">${t('watch.title')}</h1>
        <div class="row">
          ${hasRight('forecast.see') ? html`<a class="button quiet small" href="/watch/forecast">${t('watch.forecast.link')}</a>` : nothing}
          ${hasRight('incident.see') ? html`<a class="button quiet small" href="/watch/incidents">${t('watch.live.incidents')}</a>` : nothing}
          <a class="button quiet small" href="/watch/timers">${t('watch.timer.link')}</a>
          <a class="button quiet small" href="/watch/past">${t('watch.live.past')}</a>
          <a class="button quiet small" href="/watch/wall">${t('watch.wall.link')}</a>
          ${asOf(this.#board)}
        </div>
      </header>
      ${state ? this.#body(state) : problem ? problemState(problem, () => void this.#board.read()) : loadingState()}
    </div>`;
  }

  #body(state: BoardState): TemplateResult {
    const view = this.#view;
    if (state.versions.length === 0) return emptyState(t('watch.noDiagram'), t('watch.noDiagram.text'));
    return html`${this.#needsPart(view)} ${this.#diagramPart(state, view)}
      ${view.element ? this.#card(state, view) : nothing}
      <div class="watch-lower">
        <section class="stack tight" aria-labelledby="watch-map">
          ${mapPanel({
            feed: this.#map,
            chosen: view,
            now: now(),
            nameOf: this.#nameOf,
            onDistrict: (district) => this.#go({ district }),
          })}
        </section>
        <qn-instances
          .element=${view.element ? { id: view.element, name: this.#nameOf(view.element) } : null}
          .district=${view.district}
          .version=${view.version}
          .versions=${state.versions}
          .nameOf=${this.#nameOf}
          @everywhere=${() => this.#go({ element: '' })}
          @district=${(event: CustomEvent<string>) => this.#go({ district: event.detail })}
          @version=${(event: CustomEvent<string>) => this.#go({ version: event.detail })}
        ></qn-instances>
      </div>`;
  }

  #needsPart({ need }: WatchView): TemplateResult {
    const { shown, problem } = this.#needs;
    if (!shown)
      return problem
        ? html`<p class="soft s" role="alert">${problemText(problem).title}</p>`
        : html`<div class="needs"></div>`;
    const list = this.#needs.list(need);
    return html`<section class="stack tight" aria-label=${t('watch.needs')}>
      ${needButtons(shown, need, (kind) => this.#go({ need: kind }))} ${list ? needRows(list) : nothing}
    </section>`;
  }

  #diagramPart(state: BoardState, view: WatchView): TemplateResult {
    const counts = view.district ? countsWithin(this.#map.reports, view, now()) : countsOn(state, view.version);
    const passages = this.#passages.value;
    const notes = view.layer !== 'now' && passages ? notesOf(view.layer, passages, this.#nameOf) : {};
    const { running } = totalsOf(state, view.version);
    const lost = this.#lost(counts);
    return html`<section class="stack tight" aria-label=${t('watch.diagram')}>
      <div class="row spread layer-bar">
        <nav class="tabs" aria-label=${t('watch.live.layers')}>
          ${layers.map(
            (layer) =>
              html`<a href=${addressOf({ ...view, layer }, this.query)} aria-current=${view.layer === layer ? 'true' : nothing}
                >${t(`watch.live.layer.${layer}` as TextKey)}</a
              >`,
          )}
        </nav>
        <div class="row filters">
          ${view.layer === 'now' && !view.element ? nothing : this.#windows(view)} ${this.#versions(state, view)}
        </div>
      </div>
      ${
        this.#xml.value
          ? html`<qn-diagram
              .xml=${this.#xml.value}
              .counts=${view.layer === 'now' ? counts : {}}
              .notes=${notes}
              .label=${t('watch.diagram')}
              @drawn=${() => {
                this.#nameOf = (id) => this.#diagram?.nameOf(id) ?? id;
                this.requestUpdate();
              }}
              @element=${(event: CustomEvent<{ id: string }>) => this.#go({ element: event.detail.id })}
            ></qn-diagram>`
          : this.#xml.problem
            ? problemState(this.#xml.problem, () => void this.#xml.start())
            : loadingState()
      }
      <p class="s soft row legend-line">
        ${this.#legend(view.layer, running)}
        ${view.district ? html`<strong>${t('watch.live.within', { name: districtName(view.district) })}</strong>` : nothing}
        ${lost > 0 ? html`<span>${t('watch.live.elsewhere', { n: lost })}</span>` : nothing}
      </p>
    </section>`;
  }

  /** What stands at steps that another version has and the drawn one has not: said, not left out in silence. */
  #lost(counts: Record<string, ElementCount>): number {
    const diagram = this.#diagram;
    if (!diagram?.ready) return 0;
    return Object.entries(counts).reduce((sum, [id, { tokens }]) => sum + (diagram.has(id) ? 0 : tokens), 0);
  }

  #windows(view: WatchView): TemplateResult {
    const value = this.#passages.value;
    return html`${value ? html`<span class="s soft">${t('watch.live.since', { at: shortTime(value.from) })}</span>` : nothing}
    ${selectControl({
      id: 'window',
      label: t('watch.live.window'),
      value: view.window === 'day' ? '' : view.window,
      none: t('watch.live.window.day'),
      choices: passageWindows
        .filter((window) => window !== 'day')
        .map((window) => ({ value: window, text: t(`watch.live.window.${window}` as TextKey) })),
      compact: true,
      onChange: (window) => this.#go({ window: (window || 'day') as WatchView['window'] }),
    })}`;
  }

  #versions(state: BoardState, view: WatchView): TemplateResult {
    const text = (one: BoardState['versions'][number]) =>
      t(one.inForce ? 'watch.live.versionInForce' : 'watch.live.version', {
        n: one.version,
        count: number(one.running),
      });
    // One version needs no choice.
    if (state.versions.length === 1 && !view.version)
      return html`<span class="s soft">${text(state.versions[0]!)}</span>`;
    return selectControl({
      id: 'version',
      label: t('watch.live.versions'),
      value: view.version,
      none: t('watch.live.allVersions', { count: number(totalsOf(state, '').running) }),
      choices: state.versions.map((one) => ({ value: one.definitionKey, text: text(one) })),
      compact: true,
      onChange: (version) => this.#go({ version }),
    });
  }

  #legend(layer: Layer, running: number): TemplateResult {
    if (layer === 'now') return html`<span>${t('watch.live.legend.now', { n: number(running) })}</span>`;
    if (layer === 'through') return html`<span>${t('watch.live.legend.through')}</span>`;
    return html`<span class="row legend-heat">
      <span><i class="swatch calm"></i>${t('watch.live.legend.calm')}</span>
      <span><i class="swatch soon"></i>${t('watch.live.legend.soon')}</span>
      <span><i class="swatch late"></i>${t('watch.live.legend.late')}</span>
      <span><i class="swatch"></i>${t('watch.live.legend.none')}</span>
    </span>`;
  }

  #card(state: BoardState, view: WatchView): TemplateResult {
    return elementCard({
      id: view.element,
      name: this.#nameOf(view.element),
      count: countsOn(state, view.version)[view.element],
      passages: this.#passages.value,
      onClose: () => this.#go({ element: '' }),
    });
  }
}
define('qn-watch-page', WatchPage);
