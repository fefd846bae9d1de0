/** Runs a figure's query over rows: which rows it counts, what it makes of them, and the canonical text of each. */
import type { Division, FigureValue } from '../api/statistics.ts';
import type { Figure, Query } from './figures.ts';
import { periodOf } from './periods.ts';
import { hundredth, type Row, type Rows } from './rows.ts';

/** From the first instant up to, but without, the last. */
export interface Span {
  from: number;
  to: number;
}

/** Column → value; `''` means that the row has none. */
export type Filter = Partial<Record<'field' | 'agency' | 'district' | 'stage', string>>;

/** Whether a figure's rows know a division: a report has no stage but where it stands, what stands open no month. */
export function knows({ query }: Figure, division: Division): boolean {
  if (division === 'stage') return query.rows === 'steps' || query.time === 'end';
  if (division === 'month' || division === 'quarter') return query.time !== 'end';
  return true;
}

/** The cell of a division that a row belongs to; `''` for what has none. */
export function cellOf(row: Row, { time }: Query, division: Division): string {
  if (division === 'month' || division === 'quarter') return periodOf(row[time] as number, division);
  return (row[division] as string | null) ?? '';
}

/** The rows that a query counts in a span. */
export function selected(rows: Rows, { query }: Figure, span: Span, filter: Filter = {}): Row[] {
  const conditions = Object.entries(query.where);
  const wanted = Object.entries(filter);
  return (rows[query.rows] as unknown as Row[]).filter((row) => {
    if (query.time !== 'end') {
      const at = row[query.time] as number | null;
      if (at === null || at < span.from || at >= span.to) return false;
    }
    for (const [column, value] of conditions) if (row[column] !== value) return false;
    for (const [column, value] of wanted) if ((row[column] ?? '') !== value) return false;
    return true;
  });
}

/** What a query makes of the rows that it has selected. */
export function taken({ take, column }: Query, rows: Row[]): number | null {
  if (take === 'count') return rows.length;
  const values = rows.map((row) => row[column as string] as number);
  // In whole hundredths, so that the order of the rows plays no part.
  const sum = values.reduce((a, b) => a + Math.round(b * 100), 0) / 100;
  if (take === 'sum') return sum;
  if (values.length === 0) return null;
  if (take === 'mean') return hundredth(sum / values.length);
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : hundredth((values[middle - 1]! + values[middle]!) / 2);
}

const isMeasure = ({ take }: Query): boolean => take === 'median' || take === 'mean';

/** A figure's number over rows that were selected for it; `whole` counts what it is a share of. */
export function numberOf(figure: Figure, rows: Row[], whole: (name: string) => number): FigureValue {
  const of = isMeasure(figure.query) ? rows.length : figure.of === null ? null : whole(figure.of);
  return { value: taken(figure.query, rows), of };
}

export type Values = Record<string, FigureValue>;

/** All figures that know all of a filter, over one span. */
export function valuesOf(figures: readonly Figure[], rows: Rows, span: Span, filter: Filter = {}): Values {
  const able = figures.filter((figure) => !('stage' in filter) || knows(figure, 'stage'));
  const chosen = new Map(able.map((figure) => [figure.name, selected(rows, figure, span, filter)]));
  return valuesIn(able, chosen);
}

function valuesIn(figures: readonly Figure[], chosen: ReadonlyMap<string, Row[]>): Values {
  const whole = (name: string) => chosen.get(name)?.length ?? 0;
  return Object.fromEntries(
    figures.map((figure) => [figure.name, numberOf(figure, chosen.get(figure.name) ?? [], whole)]),
  );
}

/** The same by cell of a division, one entry a cell that has a row. */
export function divided(
  figures: readonly Figure[],
  rows: Rows,
  span: Span,
  division: Division,
  filter: Filter = {},
): Map<string, Values> {
  const able = figures.filter((figure) => knows(figure, division) && (!('stage' in filter) || knows(figure, 'stage')));
  const cells = new Map<string, Map<string, Row[]>>();
  for (const figure of able) {
    for (const row of selected(rows, figure, span, filter)) {
      const id = cellOf(row, figure.query, division);
      const cell = cells.get(id) ?? new Map<string, Row[]>();
      cells.set(id, cell);
      const chosen = cell.get(figure.name);
      if (chosen) chosen.push(row);
      else cell.set(figure.name, [row]);
    }
  }
  return new Map([...cells].map(([id, chosen]) => [id, valuesIn(able, chosen)]));
}

/** JSON with its keys in order: the same value is the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}

/**
 * A row as the figure uses it, in canonical JSON: its key and the columns that the query names. What a figure does not
 * ask for changes nothing of its hash.
 */
export function evidenceOf({ query }: Figure, row: Row): string {
  const columns = new Set(['key', ...Object.keys(query.where)]);
  if (query.time !== 'end') columns.add(query.time);
  if (query.column) columns.add(query.column);
  return canonical(Object.fromEntries([...columns].map((column) => [column, row[column] ?? null])));
}

/** What a figure counts as the definition in the report says it. */
export const queryText = (figure: Figure): string => canonical({ ...figure.query, of: figure.of ?? undefined });
