/** The studio's first page: the drafts, how a new one is begun, and those that were put away. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../data/http.ts';
import { beginModel, changeModel, listModels, type ModelItem } from '../data/models.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { chooseFiles, refusedFiles, showRefused } from './carry.ts';
import './studio.css';

export class StudioPage extends Page {
  #busy = false;
  readonly #drafts = new Loading<ModelItem[]>(this, (signal) => listModels(this.#away, signal));

  /** Whether those are shown that were put away. */
  get #away(): boolean {
    return this.query.get('away') === '1';
  }

  #asked = '';

  protected override willUpdate(): void {
    const asked = String(this.#away);
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.#drafts.start();
  }

  async #begin(): Promise<void> {
    const n = (this.#drafts.value?.length ?? 0) + 1;
    await this.#make(() => beginModel({ name: t('studio.drafts.newName', { n }), from: 'in-force' }));
  }

  async #bring(): Promise<void> {
    const files = await chooseFiles([]);
    if (files.length === 0) return;
    const name = files[0]!.name.replace(/^.*\//, '').replace(/\.\w+$/, '');
    await this.#make(() => beginModel({ name, from: 'files', files }), files);
  }

  async #make(begin: () => Promise<{ id: string }>, files: Parameters<typeof refusedFiles>[1] = []): Promise<void> {
    this.#busy = true;
    this.requestUpdate();
    try {
      const { id } = await begin();
      go(`/studio/${id}`);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const refused = refusedFiles(cause, files);
      if (refused.length > 0) await showRefused(refused);
      else toast(problemText(cause).text);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  async #putAway({ id }: ModelItem, archived: boolean): Promise<void> {
    try {
      await changeModel(id, { archived });
      toast(t(archived ? 'studio.drafts.archived' : 'studio.drafts.broughtBack'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#drafts.again();
  }

  override render() {
    const { value, problem } = this.#drafts;
    return html`<div class="stack loose">
      <header class="stack tight">
        <h1 tabindex="-1">${t('studio.drafts.title')}</h1>
        <p class="soft">${t('studio.drafts.intro')}</p>
        <p class="row">
          <a href="/studio/law">${t('studio.law.inForce')}</a>
          <a href="/studio/releases">${t('studio.release.all')}</a>
        </p>
      </header>
      <section class="stack tight" aria-labelledby="drafts">
        <div class="row spread">
          <h2 id="drafts">${t(this.#away ? 'studio.drafts.away' : 'studio.drafts.list')}</h2>
          <div class="row">
            ${busyButton({ text: t('studio.drafts.new'), busy: this.#busy, kind: 'primary', onClick: () => void this.#begin() })}
            ${busyButton({ text: t('studio.drafts.fromFiles'), busy: this.#busy, onClick: () => void this.#bring() })}
          </div>
        </div>
        ${value ? this.#list(value) : problem ? problemState(problem, () => this.#drafts.start()) : loadingState()}
        <p>
          ${
            this.#away
              ? html`<a href="/studio">${t('studio.drafts.list')}</a>`
              : html`<a class="s" href="/studio?away=1">${t('studio.drafts.away')}</a>`
          }
        </p>
      </section>
    </div>`;
  }

  #list(drafts: ModelItem[]): TemplateResult {
    if (drafts.length === 0)
      return this.#away
        ? emptyState(t('studio.drafts.away.none'))
        : emptyState(t('studio.drafts.none'), t('studio.drafts.none.text'));
    return html`<ul class="drafts">
      ${drafts.map(
        (one) =>
          html`<li class="card row spread">
            <div class="stack tight">
              <a href="/studio/${one.id}"><strong>${one.name}</strong></a>
              <span class="s soft">
                ${t('studio.drafts.changed', { by: one.changedBy, at: shortTime(one.changedAt) })}
                ${one.basedOn ? html` · ${t('studio.drafts.basedOn', { n: one.basedOn.version })}` : nothing}
              </span>
              ${one.present?.length ? html`<span class="s row tight">${icon('person')}${t('studio.drafts.present', { names: one.present.join(', ') })}</span>` : nothing}
            </div>
            <button type="button" class="button quiet" @click=${() => this.#putAway(one, !this.#away)}>
              ${t(this.#away ? 'studio.drafts.bringBack' : 'studio.drafts.archive')}
            </button>
          </li>`,
      )}
    </ul>`;
  }
}
define('qn-studio-page', StudioPage);
