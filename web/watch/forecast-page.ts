/**
 * The forecast: how many running reports will be late by this evening and by the end of the week, which, and what would
 * help. It is reckoned while one looks when the last one has grown old; what is shown says from when it is.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type ForecastAnswer, type ForecastView, readForecast, reckonForecast } from '../data/forecast.ts';
import { groupName } from '../elements/group-name.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState } from '../elements/states.ts';
import { type TextKey, t, textFor } from '../text/text.ts';
import { fullTime, number, shortTime } from '../text/times.ts';
import '../tasks/staff.css';
import './forecast.css';

/** So often it is asked how far the reckoning is (ms). */
const lookAgainMs = 1_500;

export class ForecastPage extends Page {
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #answer = new Loading<ForecastAnswer>(this, (signal) => readForecast(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    await this.#answer.again();
    clearTimeout(this.#timer);
    if (this.#answer.value?.reckoning && this.isConnected)
      this.#timer = setTimeout(() => void this.#look(), lookAgainMs);
  }

  async #anew(): Promise<void> {
    this.#answer.put(await reckonForecast());
    await this.#look();
  }

  override render() {
    const { value, problem } = this.#answer;
    return html`<div class="stack loose">
      <header class="stack tight">
        <a class="s" href="/watch">‹ ${t('watch.forecast.back')}</a>
        <div class="row spread">
          <h1 tabindex="-1">${t('watch.forecast.title')}</h1>
          ${value ? this.#state(value) : nothing}
        </div>
        <p class="soft">${t('watch.forecast.intro')}</p>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => void this.#look()) : loadingState()}
    </div>`;
  }

  #state({ forecast, reckoning, runs }: ForecastAnswer): TemplateResult {
    return html`<div class="row">
      <span class="s soft" role="status">
        ${reckoning ? t('watch.forecast.reckoning', { n: runs }) : forecast ? t('watch.forecast.asOf', { at: shortTime(forecast.asOf) }) : nothing}
      </span>
      ${busyButton({ text: t('watch.forecast.anew'), busy: reckoning, sign: 'refresh', onClick: () => void this.#anew() })}
    </div>`;
  }

  #body({ forecast, reckoning, failed }: ForecastAnswer): TemplateResult {
    if (failed && !forecast)
      return emptyState(t('watch.forecast.failed'), t('watch.forecast.failed.text'), nothing, 'alert');
    if (!forecast) return reckoning ? loadingState(t('watch.forecast.first')) : loadingState();
    return html`${failed ? notice('soon', t('watch.forecast.failed'), t('watch.forecast.failed.text')) : nothing}
    ${this.#figures(forecast)} ${this.#helps(forecast)} ${this.#reports(forecast)} ${this.#basis(forecast)}`;
  }

  #figures({ lateNow, horizons }: ForecastView): TemplateResult {
    const names: TextKey[] = ['watch.forecast.evening', 'watch.forecast.week'];
    return html`<div class="forecast-figures" role="group" aria-label=${t('watch.forecast.title')}>
      ${horizons.map(
        ({ at, median, low, high }, n) =>
          html`<div class="${median > 0 ? 'soon' : ''}">
            <span class="value">${median > 0 ? icon('clock') : nothing}${number(median)}</span>
            <span class="s">${t(names[n] ?? 'watch.forecast.week', { at: shortTime(at) })}</span>
            <span class="xs soft">${low === high ? t('watch.forecast.sure') : t('watch.forecast.interval', { low, high })}</span>
          </div>`,
      )}
      <div class="${lateNow > 0 ? 'late' : ''}">
        <span class="value">${lateNow > 0 ? icon('late') : nothing}${number(lateNow)}</span>
        <span class="s">${t('watch.forecast.lateNow')}</span>
      </div>
    </div>`;
  }

  #helps({ helps }: ForecastView): TemplateResult | typeof nothing {
    const useful = helps.filter(({ before, after }) => before - after >= 0.5);
    if (useful.length === 0) return nothing;
    return html`<section class="stack tight" aria-labelledby="helps">
      <h2 id="helps">${t('watch.forecast.helps')}</h2>
      <ul class="helps">
        ${useful.map(
          ({ group, tasks, before, after }) =>
            html`<li>
              ${t('watch.forecast.help', { who: groupName(group), n: tasks })}
              <strong>${t('watch.forecast.help.change', { before: number(Math.round(before)), after: number(Math.round(after)) })}</strong>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #reports({ reports, horizons }: ForecastView): TemplateResult {
    if (reports.length === 0)
      return emptyState(t('watch.forecast.none'), t('watch.forecast.none.text'), nothing, 'check');
    const [evening, week] = horizons;
    return html`<section class="stack tight" aria-labelledby="at-risk">
      <h2 id="at-risk">${t('watch.forecast.list', { n: reports.length })}</h2>
      <div class="table-scroll" tabindex="0" role="group" aria-labelledby="at-risk">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('watch.column.report')}</th>
              <th scope="col">${t('watch.forecast.stage')}</th>
              <th scope="col">${t('watch.forecast.who')}</th>
              <th scope="col">${t('watch.forecast.due')}</th>
              <th scope="col">${evening ? t('watch.forecast.byEvening') : nothing}</th>
              <th scope="col">${week ? t('watch.forecast.byWeek') : nothing}</th>
            </tr>
          </thead>
          <tbody>
            ${reports.map(
              (one) =>
                html`<tr>
                  <td><a class="row-link" href="/watch/${one.instanceKey}">${one.code}</a></td>
                  <td>${textFor('stage', one.stage) ?? one.stage}</td>
                  <td>${groupName(one.group)}</td>
                  <td class="nowrap">${one.dueAt ? html`<span title=${fullTime(one.dueAt)}>${shortTime(one.dueAt)}</span>` : nothing}</td>
                  ${one.shares.map((share) => html`<td>${this.#share(share)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #share(share: number): TemplateResult {
    const percent = Math.round(share * 100);
    return html`<span class="share"><progress max="100" value=${percent} aria-hidden="true"></progress>${number(percent)}%</span>`;
  }

  /** What it rests on, and what it leaves out. */
  #basis({ runs, precedents, assumed, unsure }: ForecastView): TemplateResult {
    return html`<section class="stack tight s soft">
      <p>${t('watch.forecast.basis', { runs, n: precedents })}</p>
      ${assumed ? notice('info', t('watch.forecast.assumed'), t('watch.forecast.assumed.text')) : nothing}
      ${unsure.length > 0 ? html`<p>${t('watch.forecast.unsure', { n: unsure.length, codes: unsure.join(', ') })}</p>` : nothing}
    </section>`;
  }
}
define('qn-forecast-page', ForecastPage);
