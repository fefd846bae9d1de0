/**
 * Filter, sort and page, as the 8.8 searches have it (zeebe-contract 2.2). One pass over the candidates: n tests and at
 * most n·log(limit) comparisons; objects are made for the page only. What could go wrong: things come and go between
 * two pages; so a cursor is the place in the order (the sorted values and the key), not a count. The published client
 * takes no cursor of more than 300 characters: long texts are ordered by how they begin, and then by key.
 */
import type { SearchRequest, SearchResult } from '../door-reads.ts';
import { BadSearch, compile, dateOf, relate } from './filters.ts';

/** What can be asked about things of one kind: entity `E`, answered as `V`, read with the help of `C`. */
export interface Noun<E, V extends object, C> {
  /** Tells two things apart, and orders them where nothing else does. */
  key(entity: E): number | string;
  /** The answer's fields, by name: each can be filtered and sorted by. */
  fields: Fields<E, V, C>;
  /** What can be filtered by besides: another name of a field, or what no answer tells. */
  also?: Record<string, keyof V | ((entity: E, context: C) => unknown)>;
  /** Conditions that are no comparison with one value: made once a search. */
  conditions?: Record<string, (wanted: unknown, name: string) => (entity: E, context: C) => boolean>;
}
export type Fields<E, V extends object, C> = { [F in keyof V]-?: (entity: E, context: C) => V[F] };

/** A thing that has ended: all that is left of it is its view, made when somebody looks. */
export class Ended<V> {
  readonly #make: () => V;
  #view: V | undefined;
  constructor(make: () => V) {
    this.#make = make;
  }
  get view(): V {
    this.#view ??= this.#make();
    return this.#view;
  }
}

/** The noun for things of which some have ended. Those are found by their fields, and never by what looks further. */
export function withEnded<E, V extends object, C>(noun: Noun<E, V, C>, key: keyof V): Noun<E | Ended<V>, V, C> {
  const fields: Partial<Fields<E | Ended<V>, V, C>> = {};
  for (const name in noun.fields)
    fields[name] = (thing, context) => (thing instanceof Ended ? thing.view[name] : noun.fields[name](thing, context));
  const alive =
    <R>(read: (entity: E, context: C) => R, otherwise: R) =>
    (thing: E | Ended<V>, context: C): R =>
      thing instanceof Ended ? otherwise : read(thing, context);
  return {
    key: (thing) => (thing instanceof Ended ? Number(thing.view[key]) : noun.key(thing)),
    fields: fields as Fields<E | Ended<V>, V, C>,
    also: Object.fromEntries(
      Object.entries(noun.also ?? {}).map(([name, other]) => [
        name,
        typeof other === 'function' ? alive(other, undefined) : other,
      ]),
    ),
    conditions: Object.fromEntries(
      Object.entries(noun.conditions ?? {}).map(([name, make]) => [
        name,
        (wanted: unknown, asked: string) => alive(make(wanted, asked), false),
      ]),
    ),
  };
}

export function viewOf<E, V extends object, C>({ fields }: Noun<E, V, C>, entity: E, context: C): V {
  const view: Partial<V> = {};
  for (const name in fields) view[name] = fields[name](entity, context);
  return view as V;
}

const mostItems = 10_000;

/** Throws `BadSearch`. */
export function search<E, V extends object, C>(
  noun: Noun<E, V, C>,
  candidates: Iterable<E>,
  context: C,
  request: SearchRequest = {},
): SearchResult<V> {
  const matches = matcher(noun, request.filter ?? {});
  const { rank, compare } = order(noun, request.sort ?? []);
  const { from = 0, after, before } = request.page ?? {};
  const limit = Math.min(request.page?.limit ?? 100, mostItems);
  const beyond = after ? readCursor(after) : undefined;
  const until = !after && before ? readCursor(before) : undefined;

  const kept = new Kept<E>(until ? limit : from + limit, until ? (a, b) => compare(b, a) : compare);
  let totalItems = 0;
  for (const entity of candidates) {
    if (!matches(entity, context)) continue;
    totalItems++;
    const place = rank(entity, context);
    if (beyond && compare(place, beyond) <= 0) continue;
    if (until && compare(place, until) >= 0) continue;
    kept.add({ entity, place });
  }
  const first = kept.first();
  const rows = until ? first.reverse() : first.slice(from);
  return {
    items: rows.map(({ entity }) => viewOf(noun, entity, context)),
    page: {
      totalItems,
      hasMoreTotalItems: false,
      ...(rows.length > 0 && { startCursor: cursor(rows[0]!.place), endCursor: cursor(rows.at(-1)!.place) }),
    },
  };
}

/** The whole filter as one test. Throws `BadSearch` for a property that there is not. */
export function matcher<E, V extends object, C>(
  noun: Noun<E, V, C>,
  filter: Record<string, unknown>,
): (entity: E, context: C) => boolean {
  const tests = Object.entries(filter)
    .filter(([, wanted]) => wanted !== undefined && wanted !== null)
    .map(([name, wanted]) => {
      if (name === '$or') return anyOf(noun, wanted);
      const condition = own(noun.conditions, name);
      if (condition) return condition(wanted, name);
      const other = own(noun.also, name);
      const read = typeof other === 'function' ? other : fieldOf(noun, (other as string | undefined) ?? name);
      if (!read) throw new BadSearch(`Request property [filter.${name}] cannot be parsed`);
      const test = compile(name, wanted);
      return (entity: E, context: C) => test(read(entity, context));
    });
  return (entity, context) => tests.every((test) => test(entity, context));
}

function anyOf<E, V extends object, C>(noun: Noun<E, V, C>, wanted: unknown) {
  if (!Array.isArray(wanted) || wanted.some((each) => typeof each !== 'object' || each === null))
    throw new BadSearch('Request property [filter.$or] cannot be parsed');
  const any = wanted.map((each) => matcher(noun, each));
  return (entity: E, context: C) => any.length === 0 || any.some((test) => test(entity, context));
}

/** Not what every object inherits: names come from the caller. */
const own = <T>(table: Record<string, T> | undefined, name: string): T | undefined =>
  table && Object.hasOwn(table, name) ? table[name] : undefined;

/** Characters of all sorted texts in a cursor: at three bytes each they fit into its 300 characters. */
const cursorText = 64;

function fieldOf<E, V extends object, C>(noun: Noun<E, V, C>, name: string) {
  return own(noun.fields as Record<string, (entity: E, context: C) => unknown>, name);
}

/** Values in the order's precedence, the key last: no two things have the same place. */
type Place = unknown[];

function order<E, V extends object, C>(noun: Noun<E, V, C>, sort: NonNullable<SearchRequest['sort']>) {
  const by = sort.map(({ field, order: direction }) => {
    const read = fieldOf(noun, field);
    if (!read)
      throw new BadSearch(
        `Unexpected value '${field}' for enum field 'field'. Use any of the following values: [${Object.keys(noun.fields).join(', ')}]`,
      );
    return { read, sign: direction?.toUpperCase() === 'DESC' ? -1 : 1 };
  });
  const signs = [...by.map(({ sign }) => sign), 1];
  const longest = Math.floor(cursorText / signs.length);
  const comparable = (value: unknown): unknown =>
    typeof value === 'string' ? (dateOf(value) ?? value.slice(0, longest)) : value;
  return {
    rank(entity: E, context: C): Place {
      const place: Place = [];
      for (const { read } of by) place.push(comparable(read(entity, context)));
      place.push(noun.key(entity));
      return place;
    },
    compare(a: Place, b: Place): number {
      for (let i = 0; i < signs.length; i++) {
        const relation = inOrder(a[i], b[i], signs[i]!);
        if (relation !== 0) return relation;
      }
      return 0;
    },
  };
}

/** What has no value comes last, whichever way it is sorted. */
function inOrder(a: unknown, b: unknown, sign: number): number {
  const [noA, noB] = [a === null || a === undefined, b === null || b === undefined];
  if (noA || noB) return noA === noB ? 0 : noA ? 1 : -1;
  return sign * (relate(a, b) || 0);
}

/** The first `most` rows in order, whatever order they come in. */
class Kept<E> {
  #rows: { entity: E; place: Place }[] = [];
  /** What comes after this is not among the first. */
  #last: Place | undefined;
  readonly #most: number;
  readonly #compare: (a: Place, b: Place) => number;

  constructor(most: number, compare: (a: Place, b: Place) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  add(row: { entity: E; place: Place }): void {
    if (this.#last && this.#compare(row.place, this.#last) >= 0) return;
    this.#rows.push(row);
    if (this.#rows.length >= 2 * this.#most + 512) this.first();
  }
  first(): { entity: E; place: Place }[] {
    this.#rows.sort((a, b) => this.#compare(a.place, b.place));
    this.#rows = this.#rows.slice(0, this.#most);
    if (this.#rows.length === this.#most) this.#last = this.#rows.at(-1)?.place;
    return this.#rows;
  }
}

const cursor = (place: Place) => Buffer.from(JSON.stringify(place)).toString('base64');
function readCursor(text: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64').toString());
    if (Array.isArray(place)) return place;
  } catch {
    // Said below.
  }
  throw new BadSearch(`Invalid pagination cursor '${text.slice(0, 100)}'`);
}
