/** `/statistics/fixed`: the periods' reports that were fixed, each chained to the one before; and the next one to fix. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import { hasRight } from '../data/session.ts';
import { type FixedReportSummary, fixReport, listFixed } from '../data/statistics.ts';
import { selectField } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { statisticsFrame } from './frame.ts';
import { lastPeriods, monthOf, quarterOf, shifted } from './period.ts';
import { periodName } from './words.ts';
import '../elements/table.css';

export class FixedListPage extends Page {
  #period = '';
  #busy = false;
  #error = '';
  readonly #list = new Loading<{ items: FixedReportSummary[] }>(this, (signal) => listFixed(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
  }

  async #fix(event: Event, period: string): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#busy = true;
    this.#error = '';
    this.requestUpdate();
    try {
      await fixReport(period);
      go(`/statistics/fixed/${period}`);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#error = problemText(cause).text;
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    const { value, problem } = this.#list;
    return statisticsFrame(
      '/statistics/fixed',
      html`<p class="read">${t('statistics.fixed.intro')}</p>
        ${
          value
            ? html`${hasRight('statistics.fix') ? this.#form(value.items) : nothing} ${this.#table(value.items)}`
            : problem
              ? problemState(problem, () => void this.#list.start())
              : loadingState()
        }`,
    );
  }

  /** Whole months and quarters that have no report yet. */
  #form(items: FixedReportSummary[]): TemplateResult | typeof nothing {
    const month = shifted(monthOf(now()), -1);
    const quarter = shifted(quarterOf(monthOf(now())), -1);
    const fixed = new Set(items.map((one) => one.period));
    const open = [...lastPeriods(month, 6), ...lastPeriods(quarter, 3)].filter((id) => !fixed.has(id));
    if (open.length === 0) return nothing;
    const period = open.includes(this.#period) ? this.#period : open[0]!;
    return html`<form class="card row end" @submit=${(event: Event) => void this.#fix(event, period)}>
      ${selectField({
        id: 'to-fix',
        label: t('statistics.fixed.which'),
        value: period,
        error: this.#error || undefined,
        none: t('statistics.period'),
        choices: open.map((id) => ({ value: id, text: periodName(id) })),
        onChange: (value) => {
          this.#period = value;
          this.requestUpdate();
        },
      })}
      ${busyButton({ text: t('statistics.fixed.act'), busy: this.#busy, kind: 'primary', type: 'submit' })}
    </form>`;
  }

  #table(items: FixedReportSummary[]): TemplateResult {
    if (items.length === 0) return emptyState(t('statistics.fixed.none'), t('statistics.fixed.none.text'));
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t('statistics.nav.fixed')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${t('statistics.period')}</th>
            <th scope="col">${t('statistics.fixed.at')}</th>
            <th scope="col">${t('statistics.fixed.by')}</th>
            <th scope="col">${t('statistics.fixed.errata')}</th>
            <th scope="col">${t('statistics.fixed.hash')}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            (one) =>
              html`<tr>
                <td><a class="row-link" href="/statistics/fixed/${one.period}">${periodName(one.period)}</a></td>
                <td class="nowrap">${shortTime(one.fixedAt)}</td>
                <td>${one.fixedBy}</td>
                <td>${one.errata === 0 ? '–' : t('statistics.fixed.errata.n', { n: one.errata })}</td>
                <td><span class="code xs" title=${one.hash}>${one.hash.slice(0, 12)}…</span></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
define('qn-fixed-list-page', FixedListPage);
