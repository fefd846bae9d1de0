/**
 * The regulation as dated records: one record a wording of a clause, with the days from which and up to which it is in
 * force. A clause is named as the diagram names it, `8.2`: article 8, clause (or step) 2. Pure.
 */

/**
 * Whom a clause binds: `process`, something of the diagram must carry it · `system`, the software does it for every
 * report and no step could · `people`, conduct and organisation · `definition`, words and scope.
 */
export const bindings = ['process', 'system', 'people', 'definition'] as const;
export type Binding = (typeof bindings)[number];

export interface Wording {
  /** `8.2` */
  clause: string;
  /** The article's title. */
  title: string;
  text: string;
  binds: Binding;
  /** Why it binds whom it is said to bind: for who doubts the column. */
  why: { vi: string; en: string };
  /** First day in force, `YYYY-MM-DD` in Vietnam. */
  validFrom: string;
  /** The first day on which it is no longer in force; null while no end is known. */
  validTo: string | null;
  /** The decision that it comes from. */
  source: string;
}

/** What the file of the shipped regulation holds of a clause. */
export interface ShippedClause {
  article: string;
  text: string;
  binds: string;
  why: { vi: string; en: string };
}

/** The draft of November 2020 names no day; the fields of Annex 1 count from the same. */
const shippedFrom = '2020-11-01';
const shippedSource = 'Dự thảo Quy chế kèm theo Quyết định của UBND tỉnh Quảng Nam, tháng 11 năm 2020';

export function shippedWordings(file: Readonly<Record<string, ShippedClause>>): Wording[] {
  return Object.entries(file).map(([clause, { article: title, text, binds, why }]) => ({
    clause,
    title,
    text,
    binds: bindings.find((one) => one === binds) ?? 'people',
    why,
    validFrom: shippedFrom,
    validTo: null,
    source: shippedSource,
  }));
}

/** Splits `8.2` into article and clause. */
export function partsOf(reference: string): { article: string; clause: string | null } {
  const [article = '', clause = null] = reference.split('.');
  return { article, clause };
}

/** Articles by number, clauses by number within them. */
export function byReference(a: { clause: string }, b: { clause: string }): number {
  const [x, y] = [a.clause.split('.').map(Number), b.clause.split('.').map(Number)];
  return (x[0] ?? 0) - (y[0] ?? 0) || (x[1] ?? 0) - (y[1] ?? 0) || a.clause.localeCompare(b.clause);
}

const isInForce = (one: Pick<Wording, 'validFrom' | 'validTo'>, day: string): boolean =>
  one.validFrom <= day && (one.validTo === null || day < one.validTo);

/** The wording of every clause on a day, in order. Of two that claim the same day, the younger holds. */
export function wordingsOn<W extends Pick<Wording, 'clause' | 'validFrom' | 'validTo'>>(
  wordings: readonly W[],
  day: string,
): W[] {
  const found = new Map<string, W>();
  for (const one of wordings) {
    if (!isInForce(one, day)) continue;
    const other = found.get(one.clause);
    if (!other || other.validFrom < one.validFrom) found.set(one.clause, one);
  }
  return [...found.values()].sort(byReference);
}

/** Clauses that had a wording once and have none on this day. */
export function repealedOn(wordings: readonly Wording[], day: string): Wording[] {
  const now = new Set(wordingsOn(wordings, day).map(({ clause }) => clause));
  const last = new Map<string, Wording>();
  for (const one of wordings) {
    if (now.has(one.clause) || one.validFrom > day) continue;
    const other = last.get(one.clause);
    if (!other || other.validFrom < one.validFrom) last.set(one.clause, one);
  }
  return [...last.values()].sort(byReference);
}
