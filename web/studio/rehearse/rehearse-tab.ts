/** Rehearsals of a draft: what is to be played, how far it is, what was found, and the earlier ones beside it. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import type { ModelDetail } from '../../data/models.ts';
import {
  beginRehearsal,
  cancelRehearsal,
  listRehearsals,
  type NewRehearsal,
  type RehearsalDetail,
  type RehearsalItem,
  type RehearsalOptions,
  readRehearsal,
  rehearsalOptions,
} from '../../data/rehearsals.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { loadingState, notice, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { count } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { shortTime } from '../../text/times.ts';
import { spreadText } from './figures.ts';
import './rehearse-form.ts';
import './rehearse-result.ts';
import '../../elements/table.css';
import './rehearse.css';

/** How often a running rehearsal is asked how far it is (ms). */
const askMs = 1_000;
const live = (one: { state: string }): boolean => one.state === 'waiting' || one.state === 'running';

export class RehearseTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  declare model: ModelDetail;
  query = new URLSearchParams();
  readonly #options = new Loading<RehearsalOptions>(this, (signal) => rehearsalOptions(this.model.id, signal));
  readonly #list = new Loading<RehearsalItem[]>(this, (signal) => listRehearsals(this.model.id, signal));
  #shown: RehearsalDetail | null = null;
  #errors: Record<string, string> = {};
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
    this.untilGone(() => clearTimeout(this.#timer));
  }

  async #start(): Promise<void> {
    await this.updateComplete;
    void this.#options.start();
    await this.#list.start();
    const newest = this.#list.value?.[0];
    if (newest) await this.#show(newest.id);
  }

  async #show(id: string): Promise<void> {
    clearTimeout(this.#timer);
    try {
      this.#shown = await readRehearsal(id);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    this.requestUpdate();
    if (!this.isConnected || this.#shown?.id !== id) return;
    if (live(this.#shown)) this.#timer = setTimeout(() => void this.#show(id), askMs);
    else await this.#list.again();
  }

  async #begin(body: NewRehearsal): Promise<void> {
    this.#busy = true;
    this.#errors = {};
    this.requestUpdate();
    try {
      const { id } = await beginRehearsal(this.model.id, body);
      await this.#show(id);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#errors = Object.fromEntries(
        (cause.shape.errors ?? []).map(({ pointer, code, detail }) => [pointer, errorText(code, detail)]),
      );
      toast(cause.status === 409 ? t('studio.rehearse.oneAtATime') : problemText(cause).text);
    }
    this.#busy = false;
    this.requestUpdate();
  }

  async #cancel(id: string): Promise<void> {
    await cancelRehearsal(id);
    await this.#show(id);
  }

  protected override render() {
    const { value: options, problem } = this.#options;
    return html`<div class="stack loose rehearse">
      <p class="soft">${t('studio.rehearse.intro')}</p>
      <div class="rehearse-top">
        <div class="card">
          ${
            options
              ? html`<qn-rehearse-form
                  .options=${options}
                  .busy=${this.#busy || (this.#shown !== null && live(this.#shown))}
                  .errors=${this.#errors}
                  @rehearse=${(event: CustomEvent<NewRehearsal>) => void this.#begin(event.detail)}
                ></qn-rehearse-form>`
              : problem
                ? problemState(problem, () => void this.#options.start())
                : loadingState()
          }
        </div>
        <section class="stack tight" aria-labelledby="earlier">
          <h2 id="earlier">${t('studio.rehearse.earlier')}</h2>
          ${this.#earlier()}
        </section>
      </div>
      ${this.#shown ? this.#state(this.#shown) : nothing}
    </div>`;
  }

  #earlier(): TemplateResult {
    const list = this.#list.value;
    if (!list)
      return this.#list.problem ? problemState(this.#list.problem, () => void this.#list.start()) : loadingState();
    if (list.length === 0) return html`<p class="soft">${t('studio.rehearse.none')}</p>`;
    return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('studio.rehearse.earlier')}>
      <table class="table earlier-table">
        <thead>
          <tr>
            <th scope="col">${t('studio.rehearse.when')}</th>
            <th scope="col">${t('studio.rehearse.what')}</th>
            <th scope="col">${t('studio.rehearse.first')}</th>
            <th scope="col">${t('studio.rehearse.extended')}</th>
          </tr>
        </thead>
        <tbody>
          ${list.map((one) => this.#row(one))}
        </tbody>
      </table>
    </div>`;
  }

  #row(one: RehearsalItem): TemplateResult {
    const { source, runs, seed } = one.input;
    return html`<tr aria-current=${one.id === this.#shown?.id ? 'true' : nothing}>
      <th scope="row">
        <button type="button" class="link-button" @click=${() => void this.#show(one.id)}>${shortTime(one.at)}</button>
      </th>
      <td>
        ${t(`studio.rehearse.made.${source.kind}`, { n: count(one.reports) })}
        <span class="xs soft">${t('studio.rehearse.made.of', { version: one.modelVersion, runs, seed, by: one.by })}</span>
      </td>
      ${
        one.headline
          ? html`<td>${spreadText('share', one.headline.draft.first)}</td>
              <td>${spreadText('share', one.headline.draft.extended)}</td>`
          : html`<td colspan="2">${t(`studio.rehearse.state.${one.state}`)}</td>`
      }
    </tr>`;
  }

  #state(one: RehearsalDetail): TemplateResult {
    const { state, progress, ahead, refusal, result } = one;
    if (result)
      return html`<qn-rehearse-result .found=${one} .files=${this.model.files} .model=${this.model.id}></qn-rehearse-result>`;
    if (live(one)) {
      const said =
        state === 'waiting'
          ? t('studio.rehearse.waits.queue', { n: ahead })
          : t('studio.rehearse.runs.now', { n: Math.floor(progress * 100) });
      return html`<div class="card row spread" role="status">
        <label class="stack tight grow">
          <span>${said}</span>
          <progress max="1" value=${progress}></progress>
        </label>
        <button type="button" class="button" @click=${() => void this.#cancel(one.id)}>${t('studio.rehearse.cancel')}</button>
      </div>`;
    }
    const code = refusal?.code;
    const body = html`${refusal?.engine ? html`<pre class="rehearse-engine">${refusal.engine}</pre>` : nothing}`;
    const why = code ? t(`studio.rehearse.why.${code as 'busy'}`) : t(`studio.rehearse.state.${state}`);
    return notice(state === 'canceled' ? 'info' : 'late', why, body, 'status');
  }
}

/** What is wrong, where the server has no words of its own for it. */
function errorText(code: string | undefined, detail: string | undefined): string {
  if (code === 'no-reports' || code === 'order') return t(`studio.rehearse.error.${code}`);
  return detail ?? code ?? '';
}
define('qn-rehearse-tab', RehearseTab);
