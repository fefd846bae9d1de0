/**
 * `/statistics`: the period's figures for leaders and the operations centre (articles 11, 13.9). In time by the first date
 * and by the date in force stand side by side, answered and fixed apart, ratings with how many answered; every number leads
 * to exactly the reports behind it, and says what counts into it.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import {
  type Division,
  documentPath,
  type FigureDefinition,
  readStatistics,
  type Statistics,
} from '../data/statistics.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { shareBar } from '../elements/share-bar.ts';
import { loadingState, notice, problemState } from '../elements/states.ts';
import { count, share } from '../text/numbers.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import { address, countedPath, divisionOf, type Filters, filtersOf, pagePath } from './address.ts';
import { figureTable } from './figure-table.ts';
import { filterBar, periodBar, statisticsFrame } from './frame.ts';
import { type Span, spanOf, yearUntil } from './period.ts';
import { amount, basisText, cellName, figureName } from './words.ts';
import '../elements/column-chart.ts';

const path = '/statistics';
const divisions: readonly Division[] = ['field', 'agency', 'district', 'stage', 'month', 'quarter'];

export class StatisticsPage extends Page {
  #asked = '';
  readonly #figures = new Loading<Statistics>(this, (signal) =>
    readStatistics({ ...this.#span, ...this.#filters, by: this.#by }, signal),
  );
  readonly #year = new Loading<Statistics>(this, (signal) =>
    readStatistics({ ...yearUntil(this.#span), ...this.#filters, by: 'month' }, signal),
  );

  get #span(): Span {
    return spanOf(this.query, now());
  }
  get #filters(): Filters {
    return filtersOf(this.query);
  }
  get #by(): Division {
    return divisionOf(this.query) ?? 'field';
  }

  override willUpdate(): void {
    const asked = this.query.toString();
    if (asked === this.#asked && (this.#figures.value || this.#figures.busy)) return;
    this.#asked = asked;
    queueMicrotask(() => {
      void this.#figures.again();
      void this.#year.again();
    });
  }

  override render() {
    const { value, problem, busy } = this.#figures;
    return statisticsFrame(
      path,
      html`<div class="row spread">
          ${periodBar(path, this.query)} ${this.#documents()}
        </div>
        ${filterBar(path, this.query)}
        ${
          value
            ? html`<div class="stack loose" aria-busy=${busy}>${this.#body(value)}</div>`
            : problem
              ? problemState(problem, () => void this.#figures.start())
              : loadingState()
        }`,
    );
  }

  #documents(): TemplateResult | typeof nothing {
    const { period } = this.#span;
    if (!period || Object.keys(this.#filters).length > 0) return nothing;
    return html`<div class="row">
      <a class="button" href=${documentPath(period, 'pdf')} download>${icon('file')}${t('statistics.pdf')}</a>
      <a class="button" href=${documentPath(period, 'xlsx')} download>${icon('file')}${t('statistics.xlsx')}</a>
    </div>`;
  }

  #body(statistics: Statistics): TemplateResult {
    return html`<p class="s soft">
        ${t('statistics.asOf', { at: fullTime(statistics.asOf) })}
        ${statistics.period.ended ? nothing : html` · ${t('statistics.runs')}`}
      </p>
      ${this.#numbers(statistics)}
      <div class="figure-parts">
        ${this.#onTime(statistics)} ${this.#outcomes(statistics)} ${this.#ratings(statistics)}
        ${this.#extensions(statistics)} ${this.#open(statistics)} ${this.#returns(statistics)}
      </div>
      ${this.#trend()} ${this.#division(statistics)} ${this.#meanings(statistics)}`;
  }

  #of(statistics: Statistics, name: string): { n: number; all: number; said: string; href: string } {
    const { value, of } = statistics.total[name] ?? { value: null, of: null };
    const unit = statistics.definitions.find((one) => one.name === name)?.unit ?? 'reports';
    return {
      n: value ?? 0,
      all: of ?? 0,
      said: amount(value, unit),
      href: countedPath(this.#span, this.#filters, name),
    };
  }

  #numbers(statistics: Statistics): TemplateResult {
    const names = ['received', 'answered', 'open', 'openOverdue', 'medianMinutes'];
    return html`<dl class="big-numbers">
      ${names.map((name) => {
        const { said, href } = this.#of(statistics, name);
        return html`<div>
          <dt>${figureName(name)}</dt>
          <dd><a href=${href}>${said}</a></dd>
        </div>`;
      })}
    </dl>`;
  }

  #part(title: TextKey, about: string, bars: TemplateResult[]): TemplateResult {
    return html`<section class="stack tight">
      <h2>${t(title)}</h2>
      <p class="s soft">${about}</p>
      <ul class="bars plain">
        ${bars}
      </ul>
    </section>`;
  }
  #bar(statistics: Statistics, name: string, label = figureName(name)): TemplateResult {
    const { n, all, href } = this.#of(statistics, name);
    return shareBar(label, n, all, href);
  }

  #onTime(statistics: Statistics): TemplateResult {
    const { said } = this.#of(statistics, 'answered');
    return this.#part('statistics.part.onTime', t('statistics.part.onTime.about', { n: said }), [
      this.#bar(statistics, 'onTimeByFirst'),
      this.#bar(statistics, 'onTimeByMoved'),
      this.#bar(statistics, 'late'),
    ]);
  }
  #outcomes(statistics: Statistics): TemplateResult {
    return this.#part('statistics.part.outcome', t('statistics.part.outcome.about'), [
      this.#bar(statistics, 'fixed'),
      this.#bar(statistics, 'onlyAnswered'),
      this.#bar(statistics, 'cannotFix'),
    ]);
  }
  #ratings(statistics: Statistics): TemplateResult {
    const { n, all } = this.#of(statistics, 'rated');
    const about = t('statistics.part.rating.about', { n: count(n), all: count(all), share: share(n, all) });
    return this.#part('statistics.part.rating', about, [
      this.#bar(statistics, 'satisfied', t('rating.satisfied')),
      this.#bar(statistics, 'acceptable', t('rating.acceptable')),
      this.#bar(statistics, 'unsatisfied', t('rating.unsatisfied')),
    ]);
  }
  #extensions(statistics: Statistics): TemplateResult {
    const asked = this.#of(statistics, 'extensions');
    const days = this.#of(statistics, 'daysGranted');
    const about = t('statistics.part.extensions.about', { n: asked.said, days: days.said });
    return this.#part('statistics.part.extensions', about, [
      this.#bar(statistics, 'extensionsGranted'),
      this.#bar(statistics, 'extensionsAfterFirst'),
      this.#bar(statistics, 'extensionsAfterBreach'),
    ]);
  }
  #open(statistics: Statistics): TemplateResult {
    const { said } = this.#of(statistics, 'open');
    return this.#part('statistics.part.open', t('statistics.part.open.about', { n: said }), [
      this.#bar(statistics, 'openOverdue'),
      this.#bar(statistics, 'openOverdueByFirst'),
    ]);
  }
  #returns(statistics: Statistics): TemplateResult {
    return html`<section class="stack tight">
      <h2>${t('statistics.part.without')}</h2>
      <p class="s soft">${t('statistics.part.without.about')}</p>
      <dl class="few-numbers">
        ${['rejected', 'withdrawn', 'lapsed', 'returns'].map((name) => {
          const { said, href } = this.#of(statistics, name);
          return html`<div>
            <dt>${figureName(name)}</dt>
            <dd><a href=${href}>${said}</a></dd>
          </div>`;
        })}
      </dl>
    </section>`;
  }

  #trend(): TemplateResult | typeof nothing {
    const { value } = this.#year;
    if (!value) return nothing;
    const months = value.rows.filter(({ id }) => id !== '').toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (months.length < 2) return nothing;
    const amounts = (name: string) => ({
      name: figureName(name),
      values: months.map(({ figures }) => figures[name]?.value ?? null),
    });
    return html`<section class="stack" aria-labelledby="trend">
      <h2 id="trend">${t('statistics.trend')}</h2>
      <p class="s soft">${t('statistics.asOf', { at: fullTime(value.asOf) })}</p>
      <qn-columns
        .label=${t('statistics.trend')}
        .columns=${months.map(({ id }) => ({ name: cellName('month', id), short: `${id.slice(5)}/${id.slice(2, 4)}` }))}
        .series=${[amounts('received'), amounts('answered'), amounts('onTimeByFirst')]}
        .hrefs=${months.map(({ id }) => pagePath({ period: id }, this.#filters, this.#by))}
      ></qn-columns>
    </section>`;
  }

  #division(statistics: Statistics): TemplateResult {
    const by = this.#by;
    return html`<section class="stack">
      <h2 id="division">${t(`statistics.by.${by}` as TextKey)}</h2>
      <nav class="tabs" aria-label=${t('statistics.by')}>
        ${divisions.map(
          (one) =>
            html`<a href=${pagePath(this.#span, this.#filters, one)} aria-current=${one === by ? 'true' : nothing}
              >${t(`statistics.by.${one}` as TextKey)}</a
            >`,
        )}
      </nav>
      ${
        statistics.rows.length === 0
          ? notice('info', t('statistics.none'))
          : figureTable({ statistics, by, labelledBy: 'division', span: this.#span, filters: this.#filters })
      }
    </section>`;
  }

  #meanings({ definitions }: Statistics): TemplateResult {
    return html`<details class="meanings">
      <summary>${t('statistics.meanings')}</summary>
      <dl>
        ${definitions.map((one) => this.#meaning(one))}
      </dl>
    </details>`;
  }
  #meaning(definition: FigureDefinition): TemplateResult {
    const { name, version, query, of } = definition;
    return html`<div>
      <dt>${figureName(name)} <span class="xs soft">${t('statistics.version', { n: version })}</span></dt>
      <dd>
        ${basisText(definition)}${of ? html` · ${t('statistics.shareOf', { whole: figureName(of) })}` : nothing}
        <code class="xs">${query}</code>
      </dd>
    </div>`;
  }
}
define('qn-statistics-page', StatisticsPage);

/** For the page of one report: its own figures' page. */
export const statisticsOf = (period: string): string => address(path, { period });
