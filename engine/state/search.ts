/** Filter, sort and page over views, as the 8.8 searches have it (zeebe-contract 2.2). Reads all views: no hot path. */
import type { SearchRequest, SearchResult } from '../door.ts';

type View = Record<string, unknown>;

export function search<T extends object>(views: Iterable<T>, request: SearchRequest = {}): SearchResult<T> {
  const filters = Object.entries(request.filter ?? {}).filter(([, wanted]) => wanted !== undefined && wanted !== null);
  const found: T[] = [];
  for (const view of views) {
    if (filters.every(([name, wanted]) => matches(valueIn(view as View, name), wanted))) found.push(view);
  }
  const sort = request.sort ?? [];
  if (sort.length > 0) found.sort((a, b) => order(a as View, b as View, sort));
  const { from = 0, after, before } = request.page ?? {};
  const limit = Math.min(request.page?.limit ?? 100, 10_000);
  let start = from;
  if (after !== undefined && after !== '') start = readCursor(after) + 1;
  if (before !== undefined && before !== '') start = Math.max(0, readCursor(before) - limit);
  const items = found.slice(start, start + limit);
  return {
    items,
    page: {
      totalItems: found.length,
      hasMoreTotalItems: false,
      startCursor: items.length > 0 ? cursor(start) : '',
      endCursor: items.length > 0 ? cursor(start + items.length - 1) : '',
    },
  };
}

/** A cursor is the place in the sorted result. */
const cursor = (place: number) => Buffer.from(String(place)).toString('base64');
const readCursor = (text: string) => Number(Buffer.from(text, 'base64').toString()) || 0;

/** Filters name a single candidate; the view has the list. */
function valueIn(view: View, name: string): unknown {
  if (name === 'candidateGroup') return view.candidateGroups;
  if (name === 'candidateUser') return view.candidateUsers;
  return view[name];
}

function matches(value: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object' || Array.isArray(wanted)) return same(value, wanted);
  return Object.entries(wanted as View).every(([operator, operand]) => compare(value, operator, operand));
}

function compare(value: unknown, operator: string, operand: unknown): boolean {
  switch (operator) {
    case '$eq':
      return same(value, operand);
    case '$neq':
      return !same(value, operand);
    case '$exists':
      return (value !== null && value !== undefined) === (operand === true);
    case '$in':
      return Array.isArray(operand) && operand.some((each) => same(value, each));
    case '$notIn':
      return Array.isArray(operand) && !operand.some((each) => same(value, each));
    case '$like':
      return typeof value === 'string' && likeness(String(operand)).test(value);
    case '$gt':
      return relate(value, operand) > 0;
    case '$gte':
      return relate(value, operand) >= 0;
    case '$lt':
      return relate(value, operand) < 0;
    case '$lte':
      return relate(value, operand) <= 0;
    default:
      return false;
  }
}

function same(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => same(each, wanted));
  if (value === null || value === undefined) return false;
  return String(value) === String(wanted);
}

function likeness(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${text}$`, 's');
}

/** Numbers by value, dates by instant, other text by code points; NaN (no relation) for what cannot be compared. */
function relate(a: unknown, b: unknown): number {
  if (a === null || a === undefined || b === null || b === undefined) return Number.NaN;
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b);
  const [dateA, dateB] = [dateOf(String(a)), dateOf(String(b))];
  if (dateA !== undefined && dateB !== undefined) return dateA - dateB;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
const dateOf = (text: string): number | undefined =>
  /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text.replace(/\[[^\]]*\]$/, '')) : undefined;

/** What has no value comes last, whichever way it is sorted. */
function order(a: View, b: View, sort: NonNullable<SearchRequest['sort']>): number {
  for (const { field, order: direction } of sort) {
    const [left, right] = [a[field], b[field]];
    const [noLeft, noRight] = [left === null || left === undefined, right === null || right === undefined];
    if (noLeft || noRight) {
      if (noLeft !== noRight) return noLeft ? 1 : -1;
      continue;
    }
    const relation = relate(left, right) || 0;
    if (relation !== 0) return direction?.toUpperCase() === 'DESC' ? -relation : relation;
  }
  return 0;
}
