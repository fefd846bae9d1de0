/** The studio's first page: the drafts. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../data/http.ts';
import { beginModel, listModels, type ModelItem } from '../data/models.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import './studio.css';

export class StudioPage extends Page {
  #busy = false;
  readonly #drafts = new Loading<ModelItem[]>(this, (signal) => listModels(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#drafts.start();
  }

  async #begin(): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      const n = (this.#drafts.value?.length ?? 0) + 1;
      const { id } = await beginModel({ name: t('studio.drafts.newName', { n }), from: 'in-force' });
      go(`/studio/${id}`);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    const { value, problem } = this.#drafts;
    return html`<div class="stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('studio.drafts.title')}</h1>
        <p class="soft">${t('studio.drafts.intro')}</p>
      </header>
      <section class="stack tight" aria-labelledby="drafts">
        <div class="row spread">
          <h2 id="drafts">${t('studio.drafts.list')}</h2>
          ${busyButton({ text: t('studio.drafts.new'), busy: this.#busy, kind: 'primary', onClick: () => void this.#begin() })}
        </div>
        ${value ? this.#list(value) : problem ? problemState(problem, () => this.#drafts.start()) : loadingState()}
      </section>
    </div>`;
  }

  #list(drafts: ModelItem[]): TemplateResult {
    if (drafts.length === 0) return emptyState(t('studio.drafts.none'), t('studio.drafts.none.text'));
    return html`<ul class="drafts">
      ${drafts.map(
        (one) =>
          html`<li class="card stack tight">
            <a href="/studio/${one.id}"><strong>${one.name}</strong></a>
            <span class="s soft">
              ${t('studio.drafts.changed', { by: one.changedBy, at: shortTime(one.changedAt) })}
              ${one.basedOn ? html` · ${t('studio.drafts.basedOn', { n: one.basedOn.version })}` : nothing}
            </span>
          </li>`,
      )}
    </ul>`;
  }
}
define('qn-studio-page', StudioPage);
