/**
 * The wall: the watch on a large screen that no hand touches. Dark, large, one scene after the other (diagram, map, what
 * needs somebody, figures), with the clock, how fresh it is, and when its log-in ends. Space stops it, arrows go on.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { stageIds } from '../../domain/stages.ts';
import { now } from '../data/clock.ts';
import { readDiagram } from '../data/instances.ts';
import { knownSession } from '../data/session.ts';
import { listen } from '../data/stream.ts';
import { type NeedKind, type Passages, readPassages } from '../data/watch.ts';
import type { DiagramView } from '../elements/diagram-view.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { emptyState, loadingState, problemState } from '../elements/states.ts';
import { atStart } from '../text/districts.ts';
import { districtName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { clockTime, fullTime, number, shortTime } from '../text/times.ts';
import { asOf } from './as-of.ts';
import { type BoardState, countsOn, drawnVersion, totalsOf } from './board-state.ts';
import { gently } from './gently.ts';
import { LiveBoard } from './live-board.ts';
import { MapFeed } from './map-feed.ts';
import { pointsOf } from './map-panel.ts';
import { NeedsFeed } from './needs-feed.ts';
import { needButtons, needRows } from './needs-panel.ts';
import { byDistrict } from './places.ts';
import { next, type Rotation, type Scene, sceneMs, scenes, started, turned } from './rotation.ts';
import '../elements/diagram-view.ts';
import '../elements/map-view.ts';
import '../tasks/staff.css';
import './watch.css';
import './wall.css';

/** Rows of a list that are legible across a room. */
const mostRows = 8;
/** Said in amber when the log-in ends within this (ms). */
const endsSoonMs = 3_600_000;

export class WallPage extends Page {
  #rotation: Rotation = started(0);
  #drawn = '';
  readonly #board = new LiveBoard(this, () => this.#passagesSoon.soon());
  readonly #needs = new NeedsFeed(this);
  readonly #map = new MapFeed(this);
  readonly #xml = new Loading<string>(this, () => readDiagram(this.#drawn));
  readonly #passages = new Loading<Passages>(this, (signal) => readPassages({ window: 'day' }, signal));
  readonly #passagesSoon = gently(() => void this.#passages.again(), { within: 5_000 });

  override connectedCallback(): void {
    super.connectedCallback();
    const first = scenes.find((scene) => scene === this.query.get('scene'));
    this.#rotation = { ...started(performance.now(), first), paused: first !== undefined };
    const root = document.documentElement;
    const before = root.dataset.scheme;
    root.dataset.scheme = 'dark';
    root.classList.add('is-wall');
    const turn = setInterval(() => this.#turn(turned(this.#rotation, performance.now())), 500);
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener('keydown', onKey);
    this.untilGone(() => {
      clearInterval(turn);
      document.removeEventListener('keydown', onKey);
      root.classList.remove('is-wall');
      if (before) root.dataset.scheme = before;
      else delete root.dataset.scheme;
    });
    this.untilGone(this.#passagesSoon.stop);
    this.untilGone(listen('reset', () => void this.#passages.again()));
    void this.#passages.start();
  }

  override willUpdate(): void {
    const { state } = this.#board;
    const drawn = state && drawnVersion(state, '')?.definitionKey;
    if (!drawn || drawn === this.#drawn) return;
    this.#drawn = drawn;
    queueMicrotask(() => void this.#xml.start());
  }

  #turn(rotation: Rotation): void {
    if (rotation === this.#rotation) return;
    this.#rotation = rotation;
    this.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')) return;
    const at = performance.now();
    const deed: (() => void) | undefined = {
      ' ': () => this.#pause(),
      ArrowRight: () => this.#turn(next(this.#rotation, at)),
      ArrowLeft: () => this.#turn(next(this.#rotation, at, -1)),
    }[event.key];
    // Within the diagram and the map the arrows move what is seen.
    if (!deed || (event.target as HTMLElement).closest('.diagram-frame, .map-frame, button, a')) return;
    event.preventDefault();
    deed();
  }

  #pause(): void {
    this.#turn({ ...this.#rotation, since: performance.now(), paused: !this.#rotation.paused });
  }

  override render() {
    const { state, problem } = this.#board;
    const { scene, paused } = this.#rotation;
    return html`<div class="wall">
      <header class="wall-head">
        <div class="row">
          <h1 tabindex="-1">${t(`watch.wall.scene.${scene}` as TextKey)}</h1>
          ${this.#session()}
        </div>
        <div class="row">
          ${asOf(this.#board)}
          <time class="wall-clock" datetime=${new Date(now()).toISOString()} title=${fullTime(now())}>${clockTime(now())}</time>
        </div>
      </header>
      <div class="wall-scene">
        ${
          state
            ? state.versions.length === 0
              ? emptyState(t('watch.noDiagram'), t('watch.noDiagram.text'))
              : this.#scene(scene, state)
            : problem
              ? problemState(problem, () => void this.#board.read())
              : loadingState()
        }
      </div>
      <footer class="wall-foot">
        ${this.#strip()}
        <nav class="row wall-tools" aria-label=${t('watch.wall.scenes')}>
          <button type="button" class="button quiet icon" aria-label=${t('watch.wall.back')} @click=${() => this.#turn(next(this.#rotation, performance.now(), -1))}>
            ${icon('chevronLeft')}
          </button>
          <button type="button" class="button quiet" @click=${() => this.#pause()}>
            ${t(paused ? 'watch.wall.goOn' : 'watch.wall.pause', { s: sceneMs / 1000 })}
          </button>
          <button type="button" class="button quiet icon" aria-label=${t('watch.wall.next')} @click=${() => this.#turn(next(this.#rotation, performance.now()))}>
            ${icon('chevronRight')}
          </button>
          <a class="button quiet" href="/watch">${t('watch.wall.leave')}</a>
        </nav>
      </footer>
    </div>`;
  }

  /** A wall that is thrown out at night is found dark in the morning: it says before when its log-in ends. */
  #session(): TemplateResult | typeof nothing {
    const until = knownSession()?.until;
    if (!until) return nothing;
    const soon = Date.parse(until) - Date.now() < endsSoonMs;
    return html`<span class="s ${soon ? 'badge soon' : 'soft'}">${soon ? icon('hourglass') : nothing}${t('watch.wall.session', { at: shortTime(until) })}</span>`;
  }

  /** What needs somebody stands on every scene. */
  #strip(): TemplateResult | typeof nothing {
    const { shown } = this.#needs;
    return shown
      ? needButtons(shown, '', () => this.#turn({ ...next(this.#rotation, performance.now(), 0), scene: 'needs' }))
      : html`<div class="needs"></div>`;
  }

  #scene(scene: Scene, state: BoardState): TemplateResult {
    if (scene === 'diagram') return this.#diagram(state);
    if (scene === 'map') return this.#mapScene();
    return scene === 'needs' ? this.#needsScene() : this.#figures(state);
  }

  #diagram(state: BoardState): TemplateResult {
    if (!this.#xml.value)
      return this.#xml.problem ? problemState(this.#xml.problem, () => void this.#xml.start()) : loadingState();
    const counts = countsOn(state, '');
    const order = (id: string) => (stageIds as readonly string[]).indexOf(id) >>> 0;
    const standing = Object.entries(counts).sort(([a], [b]) => order(a) - order(b));
    return html`<div class="wall-diagram">
      <qn-diagram
        .xml=${this.#xml.value}
        .counts=${counts}
        .label=${t('watch.diagram')}
        @drawn=${() => this.requestUpdate()}
      ></qn-diagram>
      <ul class="wall-steps">
        ${standing.map(
          ([id, one]) =>
            html`<li class="${one.overdue > 0 ? 'late' : one.incidents > 0 ? 'soon' : ''}">
              <span>${this.#nameOf(id)}</span>
              <span class="value">${number(one.tokens)}</span>
              ${one.overdue > 0 ? html`<span class="badge late">${icon('late')}${t('watch.tokensLate', { n: one.overdue })}</span>` : nothing}
              ${one.incidents > 0 ? html`<span class="badge soon">${icon('alert')}${t('watch.tokensIncident', { n: one.incidents })}</span>` : nothing}
            </li>`,
        )}
      </ul>
    </div>`;
  }

  readonly #nameOf = (id: string): string => this.querySelector<DiagramView>('qn-diagram')?.nameOf(id) ?? id;

  #mapScene(): TemplateResult {
    const districts = byDistrict(this.#map.reports, { version: '', element: '', district: '' }).slice(0, mostRows);
    return html`<div class="wall-two">
      <qn-map .label=${t('watch.live.mapLabel')} .points=${pointsOf(this.#map.reports, now(), this.#nameOf)}></qn-map>
      <table class="table">
        <caption class="sr-only">${t('watch.wall.districts')}</caption>
        <thead><tr><th scope="col">${t('tasks.filter.district')}</th><th scope="col" class="figure-cell">${t('watch.running')}</th></tr></thead>
        <tbody>
          ${districts.map(([id, n]) => html`<tr><td>${atStart(districtName(id))}</td><td class="figure-cell">${number(n)}</td></tr>`)}
        </tbody>
      </table>
    </div>`;
  }

  #needsScene(): TemplateResult {
    const { shown } = this.#needs;
    const full = (shown?.lists ?? []).filter(({ count, items }) => count > 0 && items.length > 0);
    if (shown && full.length === 0) return emptyState(t('watch.needs.calm'), t('watch.calm'), nothing, 'check');
    if (!shown) return loadingState();
    return html`<div class="stack wall-needs">
      ${full.slice(0, 4).map(
        (list) =>
          html`<section class="stack tight">
            <h2>${t(`watch.needs.kind.${list.kind as Exclude<NeedKind, 'roster'>}` as TextKey)} (${number(list.count)})</h2>
            ${needRows({ ...list, items: list.items.slice(0, full.length > 1 ? 2 : mostRows) })}
          </section>`,
      )}
    </div>`;
  }

  #figures(state: BoardState): TemplateResult {
    const { running, overdue, incidents } = totalsOf(state, '');
    const passages = this.#passages.value;
    const sum = (pick: (type: { entered: number; left: number }) => number, ids: (id: string) => boolean) =>
      Object.entries(passages?.elements ?? {}).reduce((total, [id, one]) => total + (ids(id) ? pick(one) : 0), 0);
    const received = sum(
      (one) => one.left,
      (id) => id === 'intake',
    );
    const answered = sum(
      (one) => one.left,
      (id) => id === 'publication',
    );
    const figure = (label: string, value: number, tone = '') =>
      html`<div class="figure ${value > 0 ? tone : ''}"><span class="value">${number(value)}</span><span>${label}</span></div>`;
    return html`<div class="wall-figures">
      ${figure(t('watch.running'), running)} ${figure(t('watch.overdue'), overdue, 'late')}
      ${figure(t('watch.incidents'), incidents, 'soon')}
      ${passages ? html`<p class="soft">${t('watch.live.window.day')}, ${t('watch.live.since', { at: shortTime(passages.from) })}</p>` : nothing}
      ${figure(t('watch.wall.received'), received)} ${figure(t('watch.wall.answered'), answered)}
    </div>`;
  }
}
define('qn-wall-page', WallPage);
