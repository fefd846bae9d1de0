/**
 * Read: published reports with search and filters, as list or as map with the list beside it. Filters and view stand in
 * the address, so that what one sees can be shared; the same address is readable without JavaScript (server/reading).
 */
import { html, nothing, type PropertyValues } from 'lit';
import { type PublishedFilter, readFilter, writeFilter } from '../../domain/published-filter.ts';
import {
  listPublished,
  type PublishedPoints,
  type PublishedReport,
  readPoints,
  readPublished,
} from '../data/published.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import type { MapPoint, Position } from '../elements/map-view.ts';
import { busyButton, emptyState, loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { fieldName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { publishedCard } from './published-card.ts';
import { publishedForm } from './published-form.ts';
import '../elements/map-view.ts';
import '../elements/way-line.css';
import './portal.css';
import './published.css';

interface Shown {
  items: PublishedReport[];
  next: string | null;
}

const pageSize = 24;
/** How far "near me" reaches, in metres. */
const nearMetres = 2_000;

export class PublishedPage extends Page {
  #asked = '';
  #askedPoints = '';
  #more = false;
  #moreFailed = false;
  #locating = false;
  #lost = false;
  #points: { from: PublishedPoints; language: string; drawn: MapPoint[] } | undefined;
  readonly #list = new Loading<Shown>(this, (signal) =>
    listPublished(this.#filter, { after: this.query.get('after'), limit: pageSize }, signal),
  );
  readonly #map = new Loading<PublishedPoints>(this, (signal) => readPoints(this.#filter, signal));
  #code = '';
  readonly #chosen = new Loading<PublishedReport>(this, (signal) => readPublished(this.#code, signal));

  get #filter(): PublishedFilter {
    return readFilter(this.query);
  }

  get #view(): 'map' | null {
    return this.query.get('view') === 'map' ? 'map' : null;
  }

  override willUpdate(): void {
    const filter = writeFilter(this.#filter);
    const asked = `${filter} ${this.query.get('after')}`;
    if (asked !== this.#asked) {
      this.#asked = asked;
      this.#lost = false;
      queueMicrotask(() => void this.#list.start());
    }
    if (this.#view === 'map' && this.#askedPoints !== `map${filter}`) {
      this.#askedPoints = `map${filter}`;
      this.#code = '';
      queueMicrotask(() => void this.#map.again());
    }
  }

  protected override updated(_changed: PropertyValues): void {
    if (this.#list.value || this.#list.problem) this.dispatchEvent(new CustomEvent('settled', { bubbles: true }));
  }

  #go(filter: PublishedFilter): void {
    go(`/p${writeFilter(filter, { view: this.#view ?? '' })}`);
  }

  #nearMe(): void {
    this.#locating = true;
    this.requestUpdate();
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.#locating = false;
        // 100 m is near enough for a search, and no more of where one stands goes into an address.
        const [lat, lng] = [coords.latitude.toFixed(3), coords.longitude.toFixed(3)];
        this.#go({ ...this.#filter, near: `${lat},${lng},${nearMetres}` });
      },
      () => {
        this.#locating = false;
        this.#lost = true;
        this.requestUpdate();
      },
      { timeout: 15_000, maximumAge: 60_000 },
    );
  }

  async #further(): Promise<void> {
    const shown = this.#list.value;
    if (!shown?.next || this.#more) return;
    this.#more = true;
    this.#moreFailed = false;
    this.requestUpdate();
    try {
      const page = await listPublished(this.#filter, { after: shown.next, limit: pageSize });
      if (this.#list.value === shown) this.#list.put({ items: [...shown.items, ...page.items], next: page.next });
    } catch {
      this.#moreFailed = true;
    } finally {
      this.#more = false;
      this.requestUpdate();
    }
  }

  async #choose(code: string): Promise<void> {
    this.#code = code;
    await this.#chosen.start();
    await this.updateComplete;
    this.querySelector<HTMLElement>('.chosen a')?.focus();
  }

  override render() {
    const filter = this.#filter;
    const view = this.#view;
    return html`<div class="stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('published.title')}</h1>
        <p class="soft read">${t('published.intro')}</p>
        <p class="row s">
          <a href="/figures">${t('published.figures')}</a>
          <a href="/p/feed.xml${writeFilter(filter)}" type="application/rss+xml">${t('published.feed')}</a>
          <a href="/api/published/export.csv" download>${t('published.openCsv')}</a>
          <a href="/api/published/export.json" download>${t('published.openJson')}</a>
        </p>
      </header>
      ${publishedForm({
        filter,
        view,
        locating: this.#locating,
        onAsk: (next) => this.#go(next),
        onNearMe: () => this.#nearMe(),
      })}
      ${this.#lost ? notice('soon', t('read.nearFailed'), t('read.nearFailed.text'), 'alert') : nothing}
      <nav class="tabs" aria-label=${t('read.view')}>
        <a href="/p${writeFilter(filter)}" aria-current=${view ? nothing : 'true'}>${t('read.list')}</a>
        <a href="/p${writeFilter(filter, { view: 'map' })}" aria-current=${view ? 'true' : nothing}>${t('read.map')}</a>
      </nav>
      ${
        view
          ? html`<div class="map-and-list">
              ${this.#mapPart(filter)}
              <div class="stack">${this.#code ? this.#chosenPart() : nothing} ${this.#listPart(filter)}</div>
            </div>`
          : this.#listPart(filter)
      }
    </div>`;
  }

  #mapPart(filter: PublishedFilter) {
    const { value, problem } = this.#map;
    return html`<div class="map-side stack tight">
      <qn-map
        .label=${t('read.mapLabel')}
        .points=${this.#drawn(value)}
        .here=${centreOf(filter.near)}
        @open=${(event: CustomEvent<{ id: string }>) => this.#choose(event.detail.id)}
      ></qn-map>
      <p class="s soft" role="status">
        ${
          problem && !value
            ? problemText(problem).title
            : value
              ? [
                  t('read.points', { n: value.points.length }),
                  ...(value.unplaced ? [t('read.unplaced', { n: value.unplaced })] : []),
                ].join(' ')
              : t('state.loading')
        }
      </p>
    </div>`;
  }

  #chosenPart() {
    const { value, problem } = this.#chosen;
    return html`<section class="chosen published one" aria-label=${t('read.chosen')}>
      ${value ? publishedCard(value) : problem ? problemState(problem, () => this.#chosen.start()) : loadingState()}
      <button
        type="button"
        class="button quiet icon"
        aria-label=${t('act.close')}
        @click=${() => {
          this.#code = '';
          this.requestUpdate();
          this.querySelector<HTMLElement>('.map-frame')?.focus();
        }}
      >
        ${icon('close')}
      </button>
    </section>`;
  }

  /** The points as the map takes them; made anew only for new points, because the map compares them by identity. */
  #drawn(from: PublishedPoints | undefined): readonly MapPoint[] {
    if (!from) return this.#points?.drawn ?? [];
    const language = document.documentElement.lang;
    if (this.#points?.from !== from || this.#points.language !== language) {
      const drawn = from.points.map(
        ([id, lat, lng, field, resolution]): MapPoint => ({
          id,
          lat,
          lng,
          label: [id, fieldName(field), resolution && t(`resolution.${resolution}` as TextKey)]
            .filter(Boolean)
            .join(' · '),
          tone: resolution === 'fixed' ? 'done' : 'calm',
        }),
      );
      this.#points = { from, language, drawn };
    }
    return this.#points.drawn;
  }

  #listPart(filter: PublishedFilter) {
    const { value, problem } = this.#list;
    if (problem && !value) return problemState(problem, () => this.#list.start());
    if (!value) return loadingState();
    if (value.items.length === 0) {
      return writeFilter(filter)
        ? emptyState(
            t('published.none'),
            t('published.none.text'),
            html`<a class="button" href="/p">${t('published.clear')}</a>`,
            'search',
          )
        : emptyState(t('published.empty'), t('published.empty.text'));
    }
    return html`${
      this.query.get('after')
        ? html`<p><a href="/p${writeFilter(filter, { view: this.#view ?? '' })}">${t('published.first')}</a></p>`
        : nothing
    }
      <ul class="published">
        ${value.items.map((one) => html`<li>${publishedCard(one)}</li>`)}
      </ul>
      ${this.#moreFailed ? html`<p class="error-text" role="alert">${icon('late')}${t('read.moreFailed')}</p>` : nothing}
      ${
        value.next
          ? html`<div>${busyButton({ text: t('act.more'), busy: this.#more, onClick: () => this.#further() })}</div>`
          : nothing
      }`;
  }
}
define('qn-published-page', PublishedPage);

function centreOf(near: string | undefined): Position | null {
  if (!near) return null;
  const [lat, lng] = near.split(',').map(Number) as [number, number];
  return { lat, lng };
}
