/** The figures as plain HTML: the same numbers and words as on the page of the script. */
import type { FigureCounts, FigureRow, Figures } from '../../domain/api/published.ts';
import type { ReadingPage } from './frame.ts';
import { fill, given, html, type Markup } from './html.ts';
import { count, f, moment, type Names, ratingName, share, t } from './words.ts';

export function figuresPage(figures: Figures, year: number | undefined, names: Names): ReadingPage {
  return {
    title: f.title,
    description: `${f.intro} ${f.received}: ${count(figures.total.received)}. ${f.answered}: ${count(figures.total.answered)}.`,
    path: year === undefined ? '/figures' : `/figures?year=${year}`,
    module: 'portal/figures-page.ts',
    body: body(figures, year, names),
  };
}

const kinds = ['received', 'answered', 'open', 'rejected', 'withdrawn'] as const;

function body(
  { total, asOf, years, byField, byDistrict, byMonth }: Figures,
  year: number | undefined,
  names: Names,
): Markup {
  return html`<div class="stack loose figures">
    <header class="stack tight">
      <a class="back" href="/p">${t.back}</a>
      <h1>${f.title}</h1>
      <p class="soft read">${f.intro}</p>
    </header>
    <nav class="tabs" aria-label="${f.year}">${[undefined, ...years].map(
      (one) =>
        html`<a href="/figures${one === undefined ? '' : `?year=${one}`}"${given(one === year, 'aria-current="true"')}>${
          one === undefined ? f.allYears : fill(f.inYear, { year: one })
        }</a>`,
    )}</nav>
    <p class="s soft">${fill(f.asOf, { at: moment(asOf) })}</p>
    <dl class="big-numbers">${kinds.map((kind) => html`<div><dt>${f[kind]}</dt><dd>${count(total[kind])}</dd></div>`)}</dl>
    <div class="figure-parts">
      ${part(f.onTime, fill(f['onTime.about'], { n: count(total.timed) }), [
        [f.byFirst, total.onTimeByFirst, total.timed],
        [f.byMoved, total.onTimeByMoved, total.timed],
      ])}
      ${part(f.outcome, fill(f['outcome.about'], { n: count(total.answered) }), [
        [f.fixed, total.fixed, total.answered],
        [f.onlyAnswered, total.onlyAnswered, total.answered],
        [f.cannotFix, total.cannotFix, total.answered],
        ...(total.unsaid > 0 ? ([[f.unsaid, total.unsaid, total.answered]] as const) : []),
      ])}
      ${satisfaction(total)}
    </div>
    ${table('byField', f.byField, byField, ({ id }) => (id ? names.field(id) : f.noField))}
    ${table('byDistrict', f.byDistrict, byDistrict, ({ id }) => (id ? names.districtTitle(id) : f.noDistrict))}
    ${table('byMonth', f.byMonth, byMonth, ({ id }) => fill(f.month, { month: `${id.slice(5)}/${id.slice(0, 4)}` }))}
  </div>`;
}

function part(title: string, about: string, bars: readonly (readonly [string, number, number])[]): Markup {
  return html`<section class="stack tight">
    <h2>${title}</h2>
    <p class="s soft">${about}</p>
    <ul class="bars">${bars.map(
      ([label, n, all]) => html`<li>
        <span class="label">${label}</span>
        <span class="value"><strong>${share(n, all)}</strong> <span class="soft">${fill(f.of, { n: count(n), all: count(all) })}</span></span>
        <svg class="bar-line" width="100%" height="8" aria-hidden="true" focusable="false"><rect class="all" width="100%" height="8" rx="4"/><rect class="part" width="${all === 0 ? 0 : ((100 * n) / all).toFixed(1)}%" height="8" rx="4"/></svg>
      </li>`,
    )}</ul>
  </section>`;
}

const ratings = ['satisfied', 'acceptable', 'unsatisfied'] as const;
const ratedOf = (counts: FigureCounts): number => ratings.reduce((sum, one) => sum + counts[one], 0);

function satisfaction(total: FigureCounts): Markup {
  const rated = ratedOf(total);
  return part(
    f.satisfaction,
    fill(f['satisfaction.about'], { rated: count(rated), share: share(rated, total.answered) }),
    ratings.map((one) => [ratingName(one), total[one], rated]),
  );
}

const columns: readonly [string, (row: FigureRow) => string][] = [
  [f.received, (row) => count(row.received)],
  [f.answered, (row) => count(row.answered)],
  [f['column.first'], (row) => share(row.onTimeByFirst, row.timed)],
  [f['column.moved'], (row) => share(row.onTimeByMoved, row.timed)],
  [f.fixed, (row) => count(row.fixed)],
  [f.onlyAnswered, (row) => count(row.onlyAnswered)],
  [f.cannotFix, (row) => count(row.cannotFix)],
  [f['column.satisfied'], (row) => share(row.satisfied, ratedOf(row))],
  [f['column.rated'], (row) => count(ratedOf(row))],
];

function table(id: string, title: string, rows: FigureRow[], nameOf: (row: FigureRow) => string): Markup | null {
  if (rows.length === 0) return null;
  return html`<section class="stack tight">
    <h2 id="${id}">${title}</h2>
    <div class="figure-table" role="region" aria-labelledby="${id}" tabindex="0">
      <table>
        <thead><tr><th scope="col">${title}</th>${columns.map(([name]) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
        <tbody>${rows.map(
          (row) =>
            html`<tr><th scope="row">${nameOf(row)}</th>${columns.map(([, value]) => html`<td class="number">${value(row)}</td>`)}</tr>`,
        )}</tbody>
      </table>
    </div>
  </section>`;
}
