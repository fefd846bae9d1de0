/** GET /api/statistics: all figures of a span, and the same by cell of a division. */
import type { Division, FigureDefinition, Statistics } from '../../domain/api/statistics.ts';
import { knows, queryText } from '../../domain/statistics/count.ts';
import { countTables } from '../../domain/statistics/count-columns.ts';
import { basisOf, type Figure, figures, unitOf } from '../../domain/statistics/figures.ts';
import type { House } from '../house.ts';
import { readTables } from '../plugins/statistics-tables.ts';
import { wire } from '../views/time.ts';
import type { Question } from './question.ts';

export const definitionView = (figure: Figure): FigureDefinition => ({
  name: figure.name,
  version: figure.version,
  basis: basisOf(figure),
  of: figure.of,
  unit: unitOf(figure),
  query: queryText(figure),
});

export const periodView = ({ span, ended }: Pick<Question, 'span' | 'ended'>): Statistics['period'] => ({
  id: span.id,
  from: wire(span.from),
  to: wire(span.to),
  ended,
});

/** The figures of a span, by cell of a division where one is asked for. */
export async function countFigures(house: House, question: Question, by: Division | undefined): Promise<Statistics> {
  const { span, cut, filter, agencies } = question;
  const tables = await readTables(house.store, span, cut);
  const { total, cells } = countTables(figures, tables, { span, division: by ?? null, filter, agencies });
  const able = figures.filter((figure) => !('stage' in filter) || knows(figure, 'stage'));
  return {
    period: periodView(question),
    asOf: wire(cut),
    agencies,
    definitions: able.map(definitionView),
    total,
    by: by ?? null,
    rows: [...cells].sort(([a], [b]) => order(a, b)).map(([id, values]) => ({ id, figures: values })),
  };
}

/** By id; what has none comes last. */
const order = (a: string, b: string): number => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1);
