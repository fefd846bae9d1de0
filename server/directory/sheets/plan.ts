/** Cells → what would be added and changed, and what is wrong with them. Pure. */
import { type Column, sheets } from '../../../domain/sheets.ts';
import { texts } from '../../../domain/text/texts.ts';
import { readCell } from './cells.ts';
import { type Cell, Unreadable } from './grid.ts';
import { keyOf } from './key.ts';
import type { CellError, Kind, Row, State, Step } from './kind.ts';

export interface Plan {
  steps: Step[];
  errors: CellError[];
  counts: { new: number; changed: number; unchanged: number; wrong: number };
  ignored: string[];
}

/** The header is the first row that has anything in it. */
interface Header {
  at: number;
  /** Column of the sheet → column of the kind. */
  columns: (Column | undefined)[];
  ignored: string[];
}

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

function readHeader(grid: readonly Cell[][], columns: readonly Column[]): Header {
  const at = grid.findIndex((row) => row.some((cell) => plain(textOf(cell)) !== ''));
  const isOf = ({ key }: Column, text: string): boolean =>
    [key, texts('vi').sheets.headers[key]!, texts('en').sheets.headers[key]!].some((one) => plain(one) === text);
  const said = (grid[at] ?? []).map((cell) => plain(textOf(cell)));
  const found = said.map((text) => (text === '' ? undefined : columns.find((one) => isOf(one, text))));
  if (!found.some(Boolean)) throw new Unreadable('no-header');
  for (const column of columns) {
    const times = found.filter((one) => one === column).length;
    if (times > 1) throw new Unreadable('column-twice', column.key);
    if (times === 0 && column.names) throw new Unreadable('missing-column', column.key);
  }
  const ignored = (grid[at] ?? []).map(textOf).filter((_text, n) => said[n] !== '' && !found[n]);
  return { at, columns: found, ignored };
}

/** @throws Unreadable */
export function planOf<C>(kind: Kind<C>, grid: readonly Cell[][], state: State<C>): Plan {
  const { columns } = sheets[kind.name];
  const header = readHeader(grid, columns);
  const there = new Map(state.rows.map((row) => [keyOf(kind.name, row), row]));
  const seen = new Set<string>();
  const steps: Step[] = [];
  const errors: CellError[] = [];
  let unchanged = 0;
  for (const [n, cells] of grid.entries()) {
    if (n <= header.at || cells.every((cell) => textOf(cell).trim() === '')) continue;
    const at = n + 1;
    const { given, wrong } = readRow(header, cells);
    const before = there.get(keyOf(kind.name, given as Row)) ?? null;
    const row = whole(kind, given, before);
    const missing = columns.filter(
      ({ key, needed }) => needed && !row[key] && !wrong.some((one) => one.column === key),
    );
    const key = keyOf(kind.name, row);
    const own = [...wrong, ...missing.map((one) => ({ column: one.key, code: 'required' }))];
    if (own.length === 0 && seen.has(key)) own.push({ column: columns[0]!.key, code: 'twice' });
    seen.add(key);
    errors.push(...own.map((one) => ({ at, ...one })));
    if (own.length > 0) continue;
    if (before && columns.every((one) => before[one.key] === row[one.key])) unchanged += 1;
    else steps.push({ at, row, before });
  }
  errors.push(...kind.check(steps, state));
  errors.sort((a, b) => a.at - b.at);
  const wrongRows = new Set(errors.map(({ at }) => at));
  const good = steps.filter(({ at }) => !wrongRows.has(at));
  const isNew = good.filter(({ before }) => before === null).length;
  const counts = { new: isNew, changed: good.length - isNew, unchanged, wrong: wrongRows.size };
  return { steps: good, errors, counts, ignored: header.ignored };
}

function readRow({ columns }: Header, cells: readonly Cell[]) {
  const given: Record<string, string> = {};
  const wrong: { column: string; code: string }[] = [];
  for (const [n, column] of columns.entries()) {
    if (!column) continue;
    const read = readCell(column.as, cells[n] ?? null);
    if ('value' in read) given[column.key] = read.value;
    else wrong.push({ column: column.key, code: read.code });
  }
  return { given, wrong };
}

/** A column that the file has not stays as it is; what a blank cell means is the kind's to say. */
function whole<C>(kind: Kind<C>, given: Record<string, string>, before: Row | null): Row {
  const row = { ...(before ?? Object.fromEntries(sheets[kind.name].columns.map(({ key }) => [key, '']))), ...given };
  const blanks = kind.blanks(row);
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value || (blanks[key] ?? '')]));
}
