/**
 * <qn-map>: a map of the province that needs no internet. Shows points (gathered where they are many), where one is,
 * and takes a pin. Leaflet and the lines are loaded when a map comes onto the screen, never with the first page.
 *
 * Properties: `points`, `pick`, `position`, `here`, `label` (what this map is of, for assistive technology).
 * Events: `pick` `{lat, lng, commune?, district?}` when a person sets or moves the pin (the names are of the nearest
 * commune: a proposal), `open` `{id}` when a point is pressed.
 * By keyboard: arrows move, + and − zoom, Enter sets the pin in the middle; on the pin the arrows move it. A finger
 * scrolls the page, two move the map; a wheel zooms with Ctrl. Height: the custom property `--map-height`.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { readMapSettings } from '../data/map.ts';
import { districtName } from '../text/districts.ts';
import { t, useWords } from '../text/text.ts';
import { icon } from './icons.ts';
import { define, Light } from './light.ts';
import type { MapCanvas } from './map-canvas.ts';
import { type Place, placeAt } from './map-places.ts';

export type Tone = 'calm' | 'soon' | 'late' | 'done';

export interface Position {
  lat: number;
  lng: number;
}

export interface MapPoint extends Position {
  id: string;
  /** What it says to a person who points at it. */
  label: string;
  tone?: Tone;
}

export interface Pick extends Position {
  commune?: string;
  /** Id of the district, to be confirmed by a person. */
  district?: string;
}

/** A page may make its positions and points anew at each drawing: only others move the map. */
const differs = (next: Position | null, last?: Position | null): boolean =>
  next?.lat !== last?.lat || next?.lng !== last?.lng;

function samePoints(next: readonly MapPoint[], last: readonly MapPoint[] = []): boolean {
  if (next === last) return true;
  return (
    next.length === last.length &&
    next.every((one, n) => {
      const other = last[n]!;
      return one.id === other.id && one.label === other.label && one.tone === other.tone && !differs(one, other);
    })
  );
}

let number = 0;

export class MapView extends Light {
  static override properties = {
    points: {
      attribute: false,
      hasChanged: (next: readonly MapPoint[], last?: readonly MapPoint[]) => !samePoints(next, last),
    },
    pick: { type: Boolean },
    position: { attribute: false, hasChanged: differs },
    here: { attribute: false, hasChanged: differs },
    label: { attribute: false },
  };
  points: readonly MapPoint[] = [];
  pick = false;
  position: Position | null = null;
  here: Position | null = null;
  label = '';
  readonly #id = `map-${++number}`;
  #canvas: MapCanvas | null = null;
  #credit = '';
  #ready = false;
  #failed = false;
  #said = '';
  #announced = '';
  #hint: 'wheel' | 'touch' | null = null;
  #hintTimer: ReturnType<typeof setTimeout> | undefined;
  #crowd: readonly MapPoint[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(() => {
      clearTimeout(this.#hintTimer);
      this.#canvas?.destroy();
      this.#canvas = null;
      this.#ready = false;
    });
    void this.#open();
  }

  /** Brings everything that there is to see into view. */
  fit(): void {
    this.#canvas?.fit();
  }

  async #open(): Promise<void> {
    try {
      const [{ MapCanvas }, settings] = await Promise.all([
        import('./map-canvas.ts'),
        readMapSettings(),
        // A map on the first page brings its words with it.
        useWords(['more']),
      ]);
      this.#failed = false;
      this.requestUpdate();
      await this.updateComplete;
      const frame = this.querySelector<HTMLElement>('.map-frame');
      if (!frame || !this.isConnected || this.#canvas) return;
      this.#credit = settings.attribution;
      this.#canvas = new MapCanvas(
        frame,
        settings,
        {
          pin: t('map.pin'),
          one: (point) =>
            point.tone === 'soon' || point.tone === 'late'
              ? `${point.label} (${t(`map.tone.${point.tone}`)})`
              : point.label,
          several: (count, tone) => {
            const said = t('map.several', { n: count });
            return tone === 'soon' || tone === 'late' ? `${said} (${t(`map.tone.${tone}`)})` : said;
          },
        },
        {
          open: (id) => this.#say('open', { id }),
          pick: (position) => void this.#picked(position),
          crowd: (points) => this.#showCrowd(points),
          say: (label) => {
            this.#said = label;
            this.requestUpdate();
          },
          hint: (way) => this.#showHint(way),
        },
      );
      this.#ready = true;
      this.#canvas.pick = this.pick;
      this.#canvas.position = this.position;
      this.#canvas.points = this.points;
      this.#canvas.here = this.here;
      this.requestUpdate();
    } catch (cause) {
      console.warn(cause);
      this.#failed = true;
      this.requestUpdate();
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#canvas || !this.#ready) return;
    if (changed.has('pick')) this.#canvas.pick = this.pick;
    if (changed.has('position')) this.#canvas.position = this.position;
    if (changed.has('points')) this.#canvas.points = this.points;
    if (changed.has('here')) this.#canvas.here = this.here;
  }

  #say(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  async #picked(position: Position): Promise<void> {
    this.position = position;
    let place: Place | undefined;
    try {
      place = await placeAt(position);
    } catch {
      // Without the list of communes the pin still stands.
    }
    if (differs(position, this.position)) return; // It was moved on meanwhile.
    const pick: Pick = { ...position, ...(place ? { commune: place.commune, district: place.district } : {}) };
    this.#announced = place
      ? t('map.pinned', { commune: place.commune, district: districtName(place.district) })
      : t('map.pinnedOutside');
    this.requestUpdate();
    this.#say('pick', pick);
  }

  #showHint(way: 'wheel' | 'touch'): void {
    clearTimeout(this.#hintTimer);
    this.#hintTimer = setTimeout(() => {
      this.#hint = null;
      this.requestUpdate();
    }, 1_500);
    if (this.#hint === way) return;
    this.#hint = way;
    this.requestUpdate();
  }

  async #showCrowd(points: readonly MapPoint[]): Promise<void> {
    this.#crowd = points;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>('.map-crowd button')?.focus();
  }

  #closeCrowd(): void {
    this.#crowd = [];
    this.requestUpdate();
    this.#canvas?.focus();
  }

  #zoom(steps: number): void {
    this.#canvas?.zoomBy(steps);
  }

  protected override render() {
    const loading = !this.#ready && !this.#failed;
    return html`<div class="map ${this.pick ? 'picks' : ''}">
        <div
          class="map-frame"
          role="application"
          tabindex="0"
          aria-label=${this.label}
          aria-describedby="${this.#id}-keys"
          aria-busy=${loading ? 'true' : 'false'}
        ></div>
        ${loading ? html`<p class="map-wait" aria-hidden="true"><span class="spinner"></span></p>` : nothing}
        ${this.#failed ? this.#failure() : nothing}
        ${this.#ready ? this.#tools() : nothing}
        ${this.pick && this.#ready ? html`<span class="map-middle" aria-hidden="true"></span>` : nothing}
        ${this.#said ? html`<p class="map-said" aria-hidden="true">${this.#said}</p>` : nothing}
        ${this.#hint ? html`<p class="map-hint" aria-hidden="true"><span>${t(`map.hint.${this.#hint}`)}</span></p>` : nothing}
        ${this.#crowd.length > 0 ? this.#crowdList() : nothing}
      </div>
      ${
        this.#ready
          ? html`<p class="map-credit xs soft">${[t('map.credit'), this.#credit].filter(Boolean).join(' · ')}</p>
              <p class="sr-only" id="${this.#id}-keys">${t(this.pick ? 'map.keysPick' : 'map.keys')}</p>
              <p class="sr-only" role="status">${this.#announced}</p>`
          : nothing
      }`;
  }

  #tools() {
    return html`<div class="map-tools">
      <button type="button" class="button icon" aria-label=${t('map.zoomIn')} @click=${() => this.#zoom(1)}>${icon('plus')}</button>
      <button type="button" class="button icon" aria-label=${t('map.zoomOut')} @click=${() => this.#zoom(-1)}>${icon('minus')}</button>
      <button type="button" class="button icon" aria-label=${t('map.fit')} @click=${() => this.fit()}>${icon('fit')}</button>
    </div>`;
  }

  #failure() {
    return html`<div class="map-failed" role="alert">
      <p>${t('map.failed')}</p>
      <button type="button" class="button" @click=${() => this.#open()}>${t('act.again')}</button>
    </div>`;
  }

  #crowdList() {
    return html`<div
      class="map-crowd"
      role="group"
      aria-label=${t('map.crowd', { n: this.#crowd.length })}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.#closeCrowd();
      }}
    >
      <div class="row">
        <strong class="grow">${t('map.crowd', { n: this.#crowd.length })}</strong>
        <button type="button" class="button quiet icon" aria-label=${t('act.close')} @click=${() => this.#closeCrowd()}>
          ${icon('close')}
        </button>
      </div>
      <ul>
        ${this.#crowd.map(
          (point) =>
            html`<li><button type="button" @click=${() => this.#say('open', { id: point.id })}>${point.label}</button></li>`,
        )}
      </ul>
    </div>`;
  }
}
define('qn-map', MapView);
