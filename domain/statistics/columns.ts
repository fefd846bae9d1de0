/**
 * Rows laid out by column, for counting many of them: places (field, district, agency, stage) as numbers of a list, days
 * instead of instants, and all that figures ask of a row as one number, its class. What figures do not ask for is not
 * in it: which columns there are follows from the figures, and so changes with them.
 */
import { dayOf } from '../calendar.ts';
import { canonical } from './count.ts';
import { type Figure, figures, type Query } from './figures.ts';
import type { Row, RowKind, Rows } from './rows.ts';

type Value = string | number | boolean | null;
export type Numbers = Uint8Array | Uint16Array | Int32Array;

/** The rows of one kind. */
export interface Table {
  rows: number;
  /** What the numbers of a place mean; `''` for none. */
  places: Record<string, string[]>;
  /** What the numbers of `class` mean: column → value. */
  classes: Record<string, Value>[];
  /**
   * A number a row: `class` and each place; each time as days since 1970 in Vietnam (0: none); each measure in
   * hundredths (`nothing`: none).
   */
  columns: Record<string, Numbers>;
}
export type Tables = Record<RowKind, Table>;

/** A measure that a row does not have. */
export const nothing = -(2 ** 31);

/** Which columns a kind has. */
export interface Layout {
  places: readonly string[];
  times: readonly Query['time'][];
  classes: readonly string[];
  measures: readonly string[];
}

const kinds: readonly RowKind[] = ['reports', 'steps', 'extensions', 'returns'];
const staged: ReadonlySet<RowKind> = new Set(['reports', 'steps']);

export function layoutOf(kind: RowKind, all: readonly Figure[] = figures): Layout {
  const queries = all.map(({ query }) => query).filter(({ rows }) => rows === kind);
  const distinct = <T>(some: readonly T[]): T[] => [...new Set(some)].sort();
  return {
    places: ['field', 'district', 'agency', ...(staged.has(kind) ? ['stage'] : [])],
    times: distinct(queries.map(({ time }) => time).filter((time) => time !== 'end')),
    classes: distinct(queries.flatMap(({ where }) => Object.keys(where))),
    measures: distinct(queries.flatMap(({ column }) => column ?? [])),
  };
}

/** What tables of these figures look like, in words: tables of another look are of no use. */
export const lookOf = (all: readonly Figure[] = figures): string =>
  canonical(Object.fromEntries(kinds.map((kind) => [kind, layoutOf(kind, all)])));

/** The same rows by column. */
export function tablesOf(rows: Rows, all: readonly Figure[] = figures): Tables {
  const tables = kinds.map((kind) => [kind, tableOf(rows[kind] as unknown as Row[], layoutOf(kind, all))]);
  return Object.fromEntries(tables) as Tables;
}

function tableOf(rows: readonly Row[], layout: Layout): Table {
  const table: Table = { rows: rows.length, places: {}, classes: [], columns: {} };
  for (const name of layout.places) {
    const { names, numbers } = numbered(rows.map((row) => (row[name] as string | null) ?? ''));
    table.places[name] = names;
    table.columns[name] = numbers;
  }
  const classes = numbered(rows.map((row) => JSON.stringify(layout.classes.map((name) => row[name] ?? null))));
  table.classes = classes.names.map((text) => {
    const values = JSON.parse(text) as Value[];
    return Object.fromEntries(layout.classes.map((name, n) => [name, values[n]!]));
  });
  table.columns.class = classes.numbers;
  for (const name of layout.times)
    table.columns[name] = Uint16Array.from(rows, (row) => (row[name] === null ? 0 : dayOf(row[name] as number)));
  for (const name of layout.measures)
    table.columns[name] = Int32Array.from(rows, (row) =>
      row[name] === null ? nothing : Math.round((row[name] as number) * 100),
    );
  return table;
}

/** Texts as numbers of a list of them. */
function numbered(texts: readonly string[]): { names: string[]; numbers: Numbers } {
  const known = new Map<string, number>();
  const all = texts.map((text) => {
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  });
  return { names: [...known.keys()], numbers: known.size > 256 ? Uint16Array.from(all) : Uint8Array.from(all) };
}
