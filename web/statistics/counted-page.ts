/** `/statistics/reports?figure=…`: exactly the reports (or steps, or requests) behind a figure, and what it means. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import { listInstances } from '../data/instances.ts';
import { hasRight } from '../data/session.ts';
import { type Counted, type CountedRow, readCounted } from '../data/statistics.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { agencyName, fieldName } from '../text/names.ts';
import { count } from '../text/numbers.ts';
import { t, textFor } from '../text/text.ts';
import { fullTime, shortTime } from '../text/times.ts';
import { divisionOf, filtersOf, pagePath } from './address.ts';
import { spanOf } from './period.ts';
import { amount, basisText, cellName, figureName, spanName, withShare } from './words.ts';
import '../elements/figures.css';
import '../elements/table.css';
import './statistics.css';

const pageSize = 50;

export class CountedPage extends Page {
  #asked = '';
  #wanted = pageSize;
  readonly #counted = new Loading<Counted>(this, (signal) => this.#read(signal));

  get #question() {
    const by = divisionOf(this.query);
    return {
      ...spanOf(this.query, now()),
      ...filtersOf(this.query),
      figure: this.query.get('figure') ?? 'received',
      ...(by ? { by, cell: this.query.get('cell') ?? '' } : {}),
    };
  }

  async #read(signal: AbortSignal): Promise<Counted> {
    const all = await readCounted({ ...this.#question, limit: pageSize }, signal);
    while (all.next && all.items.length < this.#wanted) {
      const page = await readCounted({ ...this.#question, limit: pageSize, after: all.next }, signal);
      all.items.push(...page.items);
      all.next = page.next;
    }
    return all;
  }

  override willUpdate(): void {
    const asked = this.query.toString();
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#wanted = pageSize;
    queueMicrotask(() => void this.#counted.start());
  }

  async #more(): Promise<void> {
    this.#wanted += pageSize;
    await this.#counted.again();
  }

  override render() {
    const { value, problem } = this.#counted;
    const question = this.#question;
    const back = pagePath(spanOf(this.query, now()), filtersOf(this.query), divisionOf(this.query));
    return html`<div class="stack loose statistics">
      <header class="stack tight">
        <a class="s" href=${back}>‹ ${t('statistics.back')}</a>
        <h1 tabindex="-1">${figureName(question.figure)}</h1>
        <p class="soft">
          ${spanName(question)}${question.by ? html` · ${cellName(question.by, question.cell ?? '')}` : nothing}
        </p>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => void this.#counted.start()) : loadingState()}
    </div>`;
  }

  #body({ figure, value, asOf, items, next, hidden }: Counted): TemplateResult {
    return html`<p>
        <strong class="counted-value">${withShare(value, figure)}</strong>
        <span class="soft">${basisText(figure)} · ${t('statistics.asOf', { at: fullTime(asOf) })}</span>
      </p>
      ${hidden > 0 ? html`<p class="s soft">${t('statistics.hidden', { n: count(hidden) })}</p>` : nothing}
      ${items.length === 0 ? emptyState(t('statistics.counted.none')) : this.#table(items, figure.unit)}
      ${
        next
          ? html`<div class="row">
              ${busyButton({ text: t('statistics.more'), busy: this.#counted.busy, onClick: () => void this.#more() })}
            </div>`
          : nothing
      }`;
  }

  #table(items: CountedRow[], unit: Counted['figure']['unit']): TemplateResult {
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t('statistics.counted')}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${t('statistics.column.report')}</th>
            <th scope="col">${t('statistics.by.field')}</th>
            <th scope="col">${t('statistics.by.agency')}</th>
            <th scope="col">${t('statistics.by.stage')}</th>
            <th scope="col">${t('statistics.column.received')}</th>
            <th scope="col">${t('statistics.column.answered')}</th>
            <th scope="col">${t('statistics.column.first')}</th>
            <th scope="col">${t('statistics.column.moved')}</th>
            <th scope="col">${t('statistics.column.time')}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map((one) => this.#row(one, unit))}
        </tbody>
      </table>
    </div>`;
  }

  #row(one: CountedRow, unit: Counted['figure']['unit']): TemplateResult {
    const time = (at: string | null) => (at ? html`<span title=${fullTime(at)}>${shortTime(at)}</span>` : html`–`);
    return html`<tr>
      <td>${this.#link(one.code)}</td>
      <td>${one.field ? fieldName(one.field) : '–'}</td>
      <td>${one.agency ? agencyName(one.agency) : '–'}</td>
      <td>${one.stage ? (textFor('stage', one.stage) ?? one.stage) : '–'}</td>
      <td class="nowrap">${time(one.receivedAt)}</td>
      <td class="nowrap">${time(one.answeredAt)}</td>
      <td class="nowrap">${time(one.firstDueAt)}</td>
      <td class="nowrap">${time(one.dueAt)}</td>
      <td class="nowrap">${one.minutes === null ? '–' : unit === 'days' ? count(one.minutes) : amount(one.minutes, 'minutes')}</td>
    </tr>`;
  }

  /** To the newest instance of the report: how it went, step by step. */
  async #open(code: string): Promise<void> {
    try {
      const { items } = await listInstances({ q: code, limit: 1 });
      if (items[0]) go(`/watch/${items[0].key}`);
      else toast(t('statistics.counted.gone'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
  }

  /** To where one sees the report, as far as one may. */
  #link(code: string): TemplateResult {
    if (hasRight('instance.see'))
      return html`<button type="button" class="link-button row-link" @click=${() => void this.#open(code)}>${code}</button>`;
    return hasRight('task.see') ? html`<a class="row-link" href="/tasks?q=${code}">${code}</a>` : html`${code}`;
  }
}
define('qn-counted-page', CountedPage);
