/**
 * A list of tasks as the screen holds it: the first rows of a filter and sort, as far as they have been read, kept true
 * by the stream's events. Pure: reading, then any events, gives what reading anew would give (task-list.test.ts).
 */
import type { TaskItem } from '../../domain/api/tasks.ts';
import type { Filter } from './views.ts';
import { sortOf } from './views.ts';

export interface Row {
  item: TaskItem;
  /** Epoch ms, read once. */
  due: number | null;
  created: number;
}

export interface List {
  /** In order. */
  rows: readonly Row[];
  /** Where the next page begins (opaque), null when everything has been read. */
  next: string | null;
  /** The last row of the last page read: what sorts behind it belongs to a page to come. Null: nothing is to come. */
  edge: Row | null;
}

export const emptyList: List = { rows: [], next: null, edge: null };

export function rowOf(item: TaskItem): Row {
  return { item, due: item.dueAt === null ? null : Date.parse(item.dueAt), created: Date.parse(item.createdAt) };
}

/** The server's order: by the date, a missing one before all, then by the key. */
export function compareBy(filter: Filter): (a: Row, b: Row) => number {
  const sort = sortOf(filter);
  const by = sort.endsWith('dueAt') ? 'due' : 'created';
  const direction = sort.startsWith('-') ? -1 : 1;
  return (a, b) => {
    const first = a[by] ?? Number.NEGATIVE_INFINITY;
    const second = b[by] ?? Number.NEGATIVE_INFINITY;
    if (first !== second) return first < second ? -direction : direction;
    if (a.item.key === b.item.key) return 0;
    return a.item.key < b.item.key ? -direction : direction;
  };
}

export interface Reader {
  /** User name: whose "mine" it is. */
  me: string;
  /** Business time, epoch ms. */
  now: number;
}

/**
 * Whether a row belongs to the list. Words can't be looked for here (the place is searched too, and rows don't carry
 * it): of those the caller asks `knowsWords`.
 */
export function fits(filter: Filter, { item, due }: Row, { me, now }: Reader): boolean {
  const open = item.state === 'created' || item.state === 'assigned';
  const inView = {
    open,
    mine: item.state === 'assigned' && item.assignee === me,
    unclaimed: item.state === 'created',
    overdue: open && due !== null && due < now,
    completed: item.state === 'completed',
  }[filter.view];
  return (
    inView &&
    (!filter.stage || item.stage === filter.stage) &&
    (!filter.field || item.field === filter.field) &&
    (!filter.district || item.district === filter.district) &&
    (!filter.agency || item.agency === filter.agency)
  );
}

/** Where a row stands or would stand: the number of rows before it. */
function placeOf(rows: readonly Row[], row: Row, compare: (a: Row, b: Row) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(rows[middle]!, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function without(rows: readonly Row[], key: string): readonly Row[] {
  const at = rows.findIndex((row) => row.item.key === key);
  return at < 0 ? rows : rows.toSpliced(at, 1);
}

function withRow(rows: readonly Row[], row: Row, compare: (a: Row, b: Row) => number): readonly Row[] {
  const others = without(rows, row.item.key);
  return others.toSpliced(placeOf(others, row, compare), 0, row);
}

/** The next page, as the server gave it. */
export function withPage(list: List, page: { items: readonly TaskItem[]; next: string | null }, filter: Filter): List {
  const compare = compareBy(filter);
  const fresh = page.items.map(rowOf);
  const keys = new Set(page.items.map((item) => item.key));
  const kept = list.rows.filter((row) => !keys.has(row.item.key));
  // A page nearly always follows what is there; only a row that moved meanwhile needs the sort.
  const joined = [...kept, ...fresh];
  const ordered = kept.length === 0 || fresh.length === 0 || compare(kept.at(-1)!, fresh[0]!) < 0;
  return {
    rows: ordered ? joined : joined.sort(compare),
    next: page.next,
    edge: page.next === null ? null : (fresh.at(-1) ?? list.edge),
  };
}

export type Change = 'none' | 'came' | 'changed' | 'left' | 'ask';

/**
 * The list after an event. `ask`: whether the row belongs can't be told here, because the list goes by words; the list
 * is then to be read anew.
 */
export function withEvent(list: List, item: TaskItem, filter: Filter, reader: Reader): { list: List; change: Change } {
  const row = rowOf(item);
  const was = list.rows.some((one) => one.item.key === item.key);
  const belongs = fits(filter, row, reader);
  const compare = compareBy(filter);
  const toCome = list.edge !== null && compare(row, list.edge) > 0;
  if (!belongs || toCome) {
    if (!was) return { list, change: 'none' };
    return { list: { ...list, rows: without(list.rows, item.key) }, change: 'left' };
  }
  if (!was && filter.q) return { list, change: 'ask' };
  return { list: { ...list, rows: withRow(list.rows, row, compare) }, change: was ? 'changed' : 'came' };
}
