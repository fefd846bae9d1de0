/**
 * All figures over tables (columns.ts), in one pass over each: the same numbers as count.ts makes of the rows themselves,
 * which a property test holds. Rows are counted by class; only at the end is each figure asked which classes it counts.
 */
import type { Division } from '../api/statistics.ts';
import { dayOf, startOfDay } from '../calendar.ts';
import { type Numbers, nothing, type Table, type Tables } from './columns.ts';
import { canonical, type Filter, knows, type Span, type Values } from './count.ts';
import type { Figure, Query } from './figures.ts';
import { periodOf } from './periods.ts';
import { hundredth } from './rows.ts';

export interface Asked {
  /** Of whole days in Vietnam. */
  span: Span;
  division: Division | null;
  filter: Filter;
  /** The agencies whose rows count; null: all. */
  agencies: readonly string[] | null;
}

/** What was counted of one cell. */
interface Sums {
  /** Class → how many. */
  classes: Map<string, number>;
  /** Measure and class → each one's value, in hundredths, in parts. */
  values: Map<string, (readonly number[])[]>;
}
const noSums = (): Sums => ({ classes: new Map(), values: new Map() });

type Group = Pick<Query, 'rows' | 'time'>;
const groupOf = ({ rows, time }: Group): string => `${rows} ${time}`;

/** @throws RangeError for a span that does not begin and end with a day */
export function countTables(
  figures: readonly Figure[],
  all: readonly Tables[],
  asked: Asked,
): { total: Values; cells: Map<string, Values> } {
  const { span, division, filter } = asked;
  if (startOfDay(dayOf(span.from)) !== span.from || startOfDay(dayOf(span.to)) !== span.to)
    throw new RangeError('Tables know days only');
  const able = figures.filter((figure) => !('stage' in filter) || knows(figure, 'stage'));
  const divided = division ? able.filter((figure) => knows(figure, division)) : [];
  const days = cellsOfDays(span, division);
  const groups = new Map(able.map((figure) => [groupOf(figure.query), figure.query]));
  const totals = new Map<string, Sums>();
  const cells = new Map<string, Map<string, Sums>>();
  for (const [name, group] of groups) {
    const measures = [...new Set(able.flatMap(({ query }) => (groupOf(query) === name ? (query.column ?? []) : [])))];
    const splits = divided.some(({ query }) => groupOf(query) === name) ? division : null;
    const total = noSums();
    totals.set(name, total);
    for (const tables of all)
      for (const [cell, sums] of countOne(tables[group.rows], group, measures, splits, asked, days)) {
        addTo(total, sums);
        if (!splits) continue;
        const own = cells.get(cell) ?? new Map<string, Sums>();
        cells.set(cell, own);
        const known = own.get(name) ?? noSums();
        own.set(name, known);
        addTo(known, sums);
      }
  }
  const told = [...cells].map(([id, sums]) => ({ id, ...valuesOf(divided, sums) }));
  return {
    total: valuesOf(able, totals).values,
    cells: new Map(told.filter(({ rows }) => rows > 0).map(({ id, values }) => [id, values])),
  };
}

function addTo(sums: Sums, more: Sums): void {
  for (const [name, count] of more.classes) sums.classes.set(name, (sums.classes.get(name) ?? 0) + count);
  for (const [name, values] of more.values) {
    const known = sums.values.get(name);
    if (known) known.push(...values);
    else sums.values.set(name, [...values]);
  }
}

/** One table's rows of a group by cell; `''` is the only cell where it is not divided. */
function countOne(
  table: Table,
  { time }: Group,
  measures: readonly string[],
  division: Division | null,
  { span, filter, agencies }: Asked,
  ofDays: DayCells,
): Map<string, Sums> {
  const { rows, columns } = table;
  const allowed = allowing(table, filter, agencies);
  const days = time === 'end' ? null : (columns[time] as Numbers);
  const [first, last] = [dayOf(span.from), dayOf(span.to)];
  const { names, numbers } = cellsOf(table, days, division, first, ofDays);
  const classes = columns.class as Numbers;
  const wide = table.classes.length;
  const counts = new Uint32Array(names.length * wide);
  const kept = measures.map((name) => ({ column: columns[name] as Numbers, values: new Map<number, number[]>() }));
  for (let row = 0; row < rows; row += 1) {
    if (days !== null && (days[row]! < first || days[row]! >= last)) continue;
    if (allowed.length > 0 && !allowed.every(({ column, may }) => may[column[row]!] === 1)) continue;
    const place = numbers(row) * wide + classes[row]!;
    counts[place]! += 1;
    for (const { column, values } of kept) {
      const value = column[row]!;
      if (value === nothing) continue;
      const list = values.get(place);
      if (list) list.push(value);
      else values.set(place, [value]);
    }
  }
  const texts = table.classes.map(canonical);
  const found = new Map<string, Sums>();
  for (const [cell, id] of names.entries())
    for (let one = 0; one < wide; one += 1) {
      const count = counts[cell * wide + one]!;
      if (count === 0) continue;
      const sums = found.get(id) ?? noSums();
      found.set(id, sums);
      sums.classes.set(texts[one]!, count);
      for (const [n, { values }] of kept.entries()) {
        const list = values.get(cell * wide + one);
        if (list) sums.values.set(`${measures[n]} ${texts[one]}`, [list]);
      }
    }
  return found;
}

/** The places of which only some count, each as a list of which. */
function allowing(table: Table, filter: Filter, agencies: readonly string[] | null) {
  const only = (name: string, is: (id: string) => boolean) => ({
    column: table.columns[name] as Numbers,
    may: Uint8Array.from(table.places[name] ?? [], (id) => (is(id) ? 1 : 0)),
  });
  return [
    ...Object.entries(filter).map(([name, wanted]) => only(name, (id) => id === wanted)),
    ...(agencies ? [only('agency', (id) => id !== '' && agencies.includes(id))] : []),
  ];
}

/** The month or quarter of each day of a span, as a number of the list of them. */
interface DayCells {
  names: string[];
  ofDay: Uint16Array;
}

function cellsOfDays({ from, to }: Span, division: Division | null): DayCells {
  if (division !== 'month' && division !== 'quarter') return { names: [], ofDay: new Uint16Array() };
  const ids = Array.from({ length: dayOf(to) - dayOf(from) }, (_, n) =>
    periodOf(startOfDay(dayOf(from) + n), division),
  );
  const names = [...new Set(ids)];
  return { names, ofDay: Uint16Array.from(ids, (id) => names.indexOf(id)) };
}

/** The cells of a division and which one a row belongs to. */
function cellsOf(
  table: Table,
  days: Numbers | null,
  division: Division | null,
  first: number,
  { names, ofDay }: DayCells,
): { names: string[]; numbers: (row: number) => number } {
  if (!division) return { names: [''], numbers: () => 0 };
  if (division === 'month' || division === 'quarter') return { names, numbers: (row) => ofDay[days![row]! - first]! };
  const column = table.columns[division] as Numbers;
  return { names: table.places[division] ?? [], numbers: (row) => column[row]! };
}

/** Every figure of what was counted, and how many rows went into them. */
function valuesOf(figures: readonly Figure[], groups: ReadonlyMap<string, Sums>): { values: Values; rows: number } {
  const counted = new Map<string, number>();
  const fits = ({ where }: Query, text: string): boolean => {
    const one = JSON.parse(text) as Record<string, unknown>;
    return Object.entries(where).every(([column, value]) => one[column] === value);
  };
  const parts = figures.map((figure) => {
    const { classes, values } = groups.get(groupOf(figure.query)) ?? noSums();
    const own = [...classes].filter(([text]) => fits(figure.query, text));
    const rows = own.reduce((sum, [, count]) => sum + count, 0);
    counted.set(figure.name, rows);
    const { column } = figure.query;
    return { figure, rows, lists: column ? own.flatMap(([text]) => values.get(`${column} ${text}`) ?? []) : [] };
  });
  const told = parts.map(({ figure, rows, lists }) => {
    const { take } = figure.query;
    const measure = take === 'median' || take === 'mean';
    const of = measure ? rows : figure.of === null ? null : (counted.get(figure.of) ?? 0);
    return [figure.name, { value: take === 'count' ? rows : takenOf(take, lists), of }] as const;
  });
  return { values: Object.fromEntries(told), rows: Math.max(0, ...counted.values()) };
}

function takenOf(take: Exclude<Query['take'], 'count'>, lists: readonly (readonly number[])[]): number | null {
  const many = lists.reduce((sum, list) => sum + list.length, 0);
  let sum = 0;
  for (const list of lists) for (const value of list) sum += value;
  if (take === 'sum') return sum / 100;
  if (many === 0) return null;
  if (take === 'mean') return hundredth(sum / 100 / many);
  const all = new Int32Array(many);
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  const middle = many >> 1;
  const upper = smallest(all, middle) / 100;
  if (many % 2 === 1) return upper;
  // Everything before the middle is no greater than it.
  let lower = all[0]!;
  for (let n = 1; n < middle; n += 1) lower = Math.max(lower, all[n]!);
  return hundredth((lower / 100 + upper) / 2);
}

/** The value that would stand at `at` were they in order; what is smaller is brought before it (Hoare's selection). */
function smallest(values: Int32Array, at: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left]! < pivot) left += 1;
      while (values[right]! > pivot) right -= 1;
      if (left > right) break;
      const swapped = values[left]!;
      values[left] = values[right]!;
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (at <= right) high = right;
    else if (at >= left) low = left;
    else break;
  }
  return values[at]!;
}
