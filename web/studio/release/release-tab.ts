/** The tab "put into force" of a draft: its open request with what one may do about it, or the form to ask; and what was. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ModelDetail } from '../../data/models.ts';
import { listReleases, type ReleaseItem } from '../../data/releases.ts';
import { listen } from '../../data/stream.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { loadingState, problemState } from '../../elements/states.ts';
import { throttle } from '../../elements/throttle.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import '../law/touched-list.ts';
import './card.ts';
import './form.ts';
import './release.css';

export class ReleaseTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  model: ModelDetail | null = null;
  query = new URLSearchParams();
  readonly #releases = new Loading<ReleaseItem[]>(
    this,
    async (signal) => (await listReleases({ model: this.model!.id, limit: 20 }, signal)).items,
  );

  override connectedCallback(): void {
    super.connectedCallback();
    const again = throttle(() => void this.#releases.again(), 400);
    this.untilGone(
      listen('release', (event) => {
        if (event.release) again();
      }),
    );
    this.untilGone(listen('reset', again));
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('model') || !this.model) return;
    const before = changed.get('model');
    if (before?.id !== this.model.id) void this.#releases.start();
    // A saved change may have made a request stale.
    else if (before?.version !== this.model.version) void this.#releases.again();
  }

  #asked(): void {
    toast(t('studio.release.asked'));
    void this.#releases.again();
  }

  protected override render() {
    const { value, problem } = this.#releases;
    if (!value) return problem ? problemState(problem, () => this.#releases.start()) : loadingState();
    const open = value.find(({ state }) => state === 'asked' || state === 'deploying');
    const newest = value[0];
    const shown = open ?? (newest?.state === 'stale' || newest?.state === 'returned' ? newest : undefined);
    const past = value.filter((one) => one !== shown);
    return html`<div class="stack loose release" @changed=${() => void this.#releases.again()} @asked=${() => this.#asked()}>
      ${
        shown
          ? html`<section class="stack tight" aria-labelledby="current-release">
              <h2 id="current-release">${t('studio.release.current')}</h2>
              <qn-release-card .release=${shown}></qn-release-card>
            </section>`
          : nothing
      }
      ${open?.state === 'asked' ? html`<qn-touched .model=${this.model}></qn-touched>` : open ? nothing : this.#form()}
      ${this.#past(past)}
      <p><a href="/studio/releases">${t('studio.release.all')}</a></p>
    </div>`;
  }

  #form(): TemplateResult {
    return html`<section class="stack" aria-labelledby="ask-release">
      <header class="stack tight">
        <h2 id="ask-release">${t('studio.release.title')}</h2>
        <p class="soft">${t('studio.release.intro')}</p>
      </header>
      <qn-touched .model=${this.model}></qn-touched>
      <qn-release-form .modelId=${this.model!.id} .changed=${this.model!.version}></qn-release-form>
    </section>`;
  }

  #past(releases: ReleaseItem[]): TemplateResult | typeof nothing {
    if (releases.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="past-releases">
      <h2 id="past-releases">${t('studio.release.past')}</h2>
      ${releases.map((one) => html`<qn-release-card .release=${one}></qn-release-card>`)}
    </section>`;
  }
}
define('qn-release-tab', ReleaseTab);
