/** `/statistics/extensions`: every request for more time (article 8.3): before or after the breach, who decided, and why. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import { type Extension, listExtensions } from '../data/statistics.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../elements/states.ts';
import { agencyName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime, shortTime } from '../text/times.ts';
import { filtersOf } from './address.ts';
import { filterBar, periodBar, statisticsFrame } from './frame.ts';
import { spanOf } from './period.ts';
import '../elements/table.css';

const path = '/statistics/extensions';
const pageSize = 50;

export class ExtensionsPage extends Page {
  #asked = '';
  #wanted = pageSize;
  readonly #list = new Loading<{ items: Extension[]; next: string | null }>(this, (signal) => this.#read(signal));

  async #read(signal: AbortSignal) {
    const question = { ...spanOf(this.query, now()), ...filtersOf(this.query), limit: pageSize };
    const all = await listExtensions(question, signal);
    while (all.next && all.items.length < this.#wanted) {
      const page = await listExtensions({ ...question, after: all.next }, signal);
      all.items.push(...page.items);
      all.next = page.next;
    }
    return all;
  }

  override willUpdate(): void {
    const asked = `?${this.query}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#wanted = pageSize;
    queueMicrotask(() => void this.#list.start());
  }

  async #more(): Promise<void> {
    this.#wanted += pageSize;
    await this.#list.again();
  }

  override render() {
    const { value, problem } = this.#list;
    return statisticsFrame(
      path,
      html`${periodBar(path, this.query)} ${filterBar(path, this.query)}
      ${value ? this.#body(value) : problem ? problemState(problem, () => void this.#list.start()) : loadingState()}`,
    );
  }

  #body({ items, next }: { items: Extension[]; next: string | null }): TemplateResult {
    if (items.length === 0) return emptyState(t('statistics.extensions.none'), '', nothing, 'check');
    return html`<p class="soft">${t('statistics.extensions.about')}</p>
      <div class="table-scroll" tabindex="0" role="region" aria-label=${t('statistics.nav.extensions')}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t('statistics.column.report')}</th>
              <th scope="col">${t('statistics.by.agency')}</th>
              <th scope="col">${t('statistics.column.asked')}</th>
              <th scope="col">${t('statistics.column.when')}</th>
              <th scope="col">${t('statistics.column.first')}</th>
              <th scope="col">${t('statistics.column.days')}</th>
              <th scope="col">${t('statistics.column.reason')}</th>
              <th scope="col">${t('statistics.column.decision')}</th>
            </tr>
          </thead>
          <tbody>
            ${items.map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
      ${
        next
          ? html`<div class="row">
              ${busyButton({ text: t('statistics.more'), busy: this.#list.busy, onClick: () => void this.#more() })}
            </div>`
          : nothing
      }`;
  }

  #row(one: Extension): TemplateResult {
    const breach = one.afterBreach ? 'afterBreach' : one.afterFirst ? 'afterFirst' : 'before';
    return html`<tr>
      <td class="code nowrap">${one.code}</td>
      <td>${agencyName(one.agency)}</td>
      <td class="nowrap">
        <span title=${fullTime(one.askedAt)}>${shortTime(one.askedAt)}</span>
        ${one.askedBy ? html`<br /><span class="xs soft">${one.askedBy}</span>` : nothing}
      </td>
      <td class="nowrap ${breach === 'before' ? '' : 'late-text'}">
        ${breach === 'before' ? nothing : icon('late')}${t(`statistics.extensions.${breach}` as TextKey)}
      </td>
      <td class="nowrap">${one.firstDueAt ? shortTime(one.firstDueAt) : '–'}</td>
      <td class="nowrap">${t('statistics.extensions.days', { asked: one.days ?? '–', granted: one.daysGranted ?? '–' })}</td>
      <td class="wrap" lang="vi">${one.reason ?? '–'}</td>
      <td>
        ${t(`statistics.extensions.${one.decision}` as TextKey)}
        ${one.approver ? html`<br /><span class="xs soft">${one.approver}${one.decidedAt ? html` · ${shortTime(one.decidedAt)}` : nothing}</span>` : nothing}
      </td>
    </tr>`;
  }
}
define('qn-extensions-page', ExtensionsPage);
