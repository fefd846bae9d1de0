/** The figures of a division as a table: a row a cell, each number a way to what is counted. */
import { html, type TemplateResult } from 'lit';
import type { Division, FigureValue, Statistics } from '../data/statistics.ts';
import { share } from '../text/numbers.ts';
import { t } from '../text/text.ts';
import { countedPath, type Filters } from './address.ts';
import type { Span } from './period.ts';
import { amount, cellName, figureName } from './words.ts';

/** Of reports, and of steps: a step knows no reception and no rating. */
const ofReports = [
  'received',
  'answered',
  'onTimeByFirst',
  'onTimeByMoved',
  'late',
  'fixed',
  'rated',
  'satisfied',
  'open',
  'openOverdue',
  'extensions',
  'medianMinutes',
];
const ofSteps = [
  'steps',
  'stepsOnTimeByFirst',
  'stepsOnTimeByMoved',
  'stepsLate',
  'stepsMedianMinutes',
  'stepsMeanMinutes',
];

export interface TableOptions {
  statistics: Statistics;
  by: Division;
  labelledBy: string;
  span: Span;
  filters: Filters;
}

export function figureTable({ statistics, by, labelledBy, span, filters }: TableOptions): TemplateResult {
  const wanted = by === 'stage' ? ofSteps : ofReports;
  const columns = statistics.definitions.filter(({ name }) => wanted.includes(name));
  const cell = (id: string, name: string, unit: (typeof columns)[number]['unit'], value: FigureValue | undefined) => {
    if (!value) return html`<td class="number">–</td>`;
    const said = amount(value.value, unit);
    const part = value.of !== null && unit !== 'minutes' && value.value !== null;
    return html`<td class="number">
      <a href=${countedPath(span, filters, name, { by, id })}>${said}</a>
      ${part ? html`<span class="xs soft">${share(value.value!, value.of!)}</span>` : html``}
    </td>`;
  };
  return html`<div class="figure-table" role="region" aria-labelledby=${labelledBy} tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">${t(`statistics.by.${by}` as 'statistics.by.field')}</th>
          ${columns.map(({ name }) => html`<th scope="col" class="number">${figureName(name)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${statistics.rows.map(
          ({ id, figures }) =>
            html`<tr>
              <th scope="row">${cellName(by, id)}</th>
              ${columns.map(({ name, unit }) => cell(id, name, unit, figures[name]))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
