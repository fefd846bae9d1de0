/**
 * The figures, for anyone: how many reports came, were answered, were in time by the first and by the moved date, and
 * what became of them; "fixed" and "answered" are never one number. The year stands in the address.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type FigureCounts, type FigureRow, type Figures, readFigures } from '../data/published.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { shareBar } from '../elements/share-bar.ts';
import { emptyState, loadingState, problemState } from '../elements/states.ts';
import { atStart } from '../text/districts.ts';
import { districtName, fieldName } from '../text/names.ts';
import { count, share } from '../text/numbers.ts';
import { type TextKey, t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import './portal.css';
import '../elements/figures.css';

export class FiguresPage extends Page {
  #asked: string | undefined;
  readonly #figures = new Loading<Figures>(this, (signal) => readFigures(this.#year, signal));

  get #year(): number | undefined {
    const year = this.query.get('year') ?? '';
    return /^2\d{3}$/.test(year) ? Number(year) : undefined;
  }

  override willUpdate(): void {
    const asked = String(this.#year);
    if (asked === this.#asked) return;
    this.#asked = asked;
    queueMicrotask(() => void this.#figures.again());
  }

  protected override updated(): void {
    if (this.#figures.value || this.#figures.problem) {
      this.dispatchEvent(new CustomEvent('settled', { bubbles: true }));
    }
  }

  override render() {
    const { value, problem } = this.#figures;
    return html`<div class="stack loose figures">
      <header class="stack tight">
        <a class="back" href="/p">${t('published.back')}</a>
        <h1 tabindex="-1">${t('figures.title')}</h1>
        <p class="soft read">${t('figures.intro')}</p>
      </header>
      ${value ? this.#body(value) : problem ? problemState(problem, () => this.#figures.start()) : loadingState()}
    </div>`;
  }

  #body(figures: Figures) {
    const { total } = figures;
    return html`<nav class="tabs" aria-label=${t('figures.year')}>
        ${[undefined, ...figures.years].map(
          (year) =>
            html`<a
              href=${year === undefined ? '/figures' : `/figures?year=${year}`}
              aria-current=${this.#year === year ? 'true' : nothing}
              >${year === undefined ? t('figures.allYears') : t('figures.inYear', { year })}</a
            >`,
        )}
      </nav>
      <p class="s soft">${t('figures.asOf', { at: fullTime(figures.asOf) })}</p>
      ${
        total.received === 0
          ? emptyState(t('figures.none'))
          : html`${numbers(total)}
              <div class="figure-parts">${onTime(total)} ${outcomes(total)} ${satisfaction(total)}</div>
              ${table('byField', figures.byField, ({ id }) => (id ? fieldName(id) : t('figures.noField')))}
              ${table('byDistrict', figures.byDistrict, ({ id }) => (id ? atStart(districtName(id)) : t('figures.noDistrict')))}
              ${table('byMonth', figures.byMonth, ({ id }) => t('figures.month', { month: `${id.slice(5)}/${id.slice(0, 4)}` }))}`
      }`;
  }
}
define('qn-figures-page', FiguresPage);

const kinds = ['received', 'answered', 'open', 'rejected', 'withdrawn'] as const;

function numbers(total: FigureCounts): TemplateResult {
  return html`<dl class="big-numbers">
    ${kinds.map((kind) => html`<div><dt>${t(`figures.${kind}`)}</dt><dd>${count(total[kind])}</dd></div>`)}
  </dl>`;
}

function part(title: TextKey, about: string, bars: TemplateResult[]): TemplateResult {
  return html`<section class="stack tight">
    <h2>${t(title)}</h2>
    <p class="s soft">${about}</p>
    <ul class="bars">${bars}</ul>
  </section>`;
}

const onTime = (all: FigureCounts) =>
  part('figures.onTime', t('figures.onTime.about', { n: count(all.timed) }), [
    shareBar(t('figures.byFirst'), all.onTimeByFirst, all.timed),
    shareBar(t('figures.byMoved'), all.onTimeByMoved, all.timed),
  ]);

const outcomes = (all: FigureCounts) =>
  part(
    'figures.outcome',
    t('figures.outcome.about', { n: count(all.answered) }),
    (['fixed', 'onlyAnswered', 'cannotFix', 'unsaid'] as const)
      .filter((kind) => kind !== 'unsaid' || all.unsaid > 0)
      .map((kind) => shareBar(t(`figures.${kind}`), all[kind], all.answered)),
  );

const ratedOf = (all: FigureCounts): number => all.satisfied + all.acceptable + all.unsatisfied;

function satisfaction(all: FigureCounts): TemplateResult {
  const rated = ratedOf(all);
  return part(
    'figures.satisfaction',
    t('figures.satisfaction.about', { rated: count(rated), share: share(rated, all.answered) }),
    (['satisfied', 'acceptable', 'unsatisfied'] as const).map((kind) =>
      shareBar(t(`rating.${kind}` as TextKey), all[kind], rated),
    ),
  );
}

const columns: readonly [TextKey, (row: FigureRow) => string][] = [
  ['figures.received', (row) => count(row.received)],
  ['figures.answered', (row) => count(row.answered)],
  ['figures.column.first', (row) => share(row.onTimeByFirst, row.timed)],
  ['figures.column.moved', (row) => share(row.onTimeByMoved, row.timed)],
  ['figures.fixed', (row) => count(row.fixed)],
  ['figures.onlyAnswered', (row) => count(row.onlyAnswered)],
  ['figures.cannotFix', (row) => count(row.cannotFix)],
  ['figures.column.satisfied', (row) => share(row.satisfied, ratedOf(row))],
  ['figures.column.rated', (row) => count(ratedOf(row))],
];

function table(name: 'byField' | 'byDistrict' | 'byMonth', rows: FigureRow[], nameOf: (row: FigureRow) => string) {
  const title = t(`figures.${name}`);
  return html`<section class="stack tight">
    <h2 id=${name}>${title}</h2>
    <div class="figure-table" role="region" aria-labelledby=${name} tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${title}</th>
            ${columns.map(([key]) => html`<th scope="col" class="number">${t(key)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${nameOf(row)}</th>
                ${columns.map(([, value]) => html`<td class="number">${value(row)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
