/** One published report: what was said, where, and the agency's reply. */
import { html, nothing } from 'lit';
import { type PublishedReport, readPublished } from '../data/published.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import type { MapPoint } from '../elements/map-view.ts';
import { loadingState, problemState } from '../elements/states.ts';
import { districtName, fieldName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import { replyView } from './reply-view.ts';
import '../elements/map-view.ts';
import '../elements/picture-grid.ts';
import './portal.css';

export class PublishedItemPage extends Page {
  readonly #report = new Loading<PublishedReport>(this, (signal) => readPublished(this.params.code ?? '', signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#report.start();
  }

  protected override updated(): void {
    if (this.#report.value || this.#report.problem) this.dispatchEvent(new CustomEvent('settled', { bubbles: true }));
  }

  override render() {
    const { value, problem } = this.#report;
    return html`<div class="read stack loose">
      <header class="stack tight">
        <a class="back" href="/p">${t('published.back')}</a>
        <h1 tabindex="-1">${t('published.one', { code: this.params.code ?? '' })}</h1>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => this.#report.start()) : loadingState()}
    </div>`;
  }

  #body(report: PublishedReport) {
    return html`<section class="stack" aria-labelledby="what">
        <h2 id="what">${t('published.content')}</h2>
        <p class="pre" lang="vi">${report.content}</p>
        <qn-pictures .ids=${report.attachments}></qn-pictures>
        <dl class="facts">
          <dt>${t('published.sender')}</dt>
          <dd>${report.sender}</dd>
          <dt>${t('published.place')}</dt>
          <dd>${[report.place.text, districtName(report.district)].filter(Boolean).join(', ')}</dd>
          <dt>${t('published.field')}</dt>
          <dd>${fieldName(report.field)}</dd>
          <dt>${t('published.received')}</dt>
          <dd>${fullTime(report.receivedAt)}</dd>
          ${
            report.rating
              ? html`<dt>${t('published.rating')}</dt><dd>${t(`rating.${report.rating}` as TextKey)}</dd>`
              : nothing
          }
        </dl>
      </section>
      ${replyView(report.reply)}
      ${this.#map(report)}`;
  }

  #map({ code, content, place }: PublishedReport) {
    const { lat, lng } = place;
    if (lat === undefined || lng === undefined) return nothing;
    return html`<section class="stack" aria-labelledby="where">
      <h2 id="where">${t('read.where')}</h2>
      <qn-map .label=${t('read.where')} .points=${this.#pointOf(code, lat, lng, content)}></qn-map>
    </section>`;
  }

  #point: readonly MapPoint[] = [];
  /** The same list for the same report, so that the map is not moved by a redrawing. */
  #pointOf(id: string, lat: number, lng: number, label: string): readonly MapPoint[] {
    if (this.#point[0]?.id !== id) this.#point = [{ id, lat, lng, label }];
    return this.#point;
  }
}
define('qn-published-item-page', PublishedItemPage);
