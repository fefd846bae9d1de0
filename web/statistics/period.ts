/** Which period a page is about: a month, a quarter, or a span of days; it stands in the address. Pure. */

/** `2026-10` or `2026-Q4`. */
export type PeriodId = string;

const monthForm = /^(20\d\d)-(0[1-9]|1[0-2])$/;
const quarterForm = /^(20\d\d)-Q([1-4])$/;
const dayForm = /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const hours = 3_600_000;

export const isMonth = (id: PeriodId): boolean => monthForm.test(id);

/** The month that it is in Vietnam. */
export function monthOf(at: number): PeriodId {
  return new Date(at + 7 * hours).toISOString().slice(0, 7);
}
export function quarterOf(month: PeriodId): PeriodId {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

const written = (year: number, n: number, quarter: boolean): PeriodId =>
  quarter ? `${year}-Q${n}` : `${year}-${String(n).padStart(2, '0')}`;

/** The one that comes `by` later (or earlier), of the same kind. */
export function shifted(id: PeriodId, by: number): PeriodId {
  const month = monthForm.exec(id);
  const found = month ?? quarterForm.exec(id);
  if (!found) return id;
  const [, year, n] = found as unknown as [string, string, string];
  const size = month ? 12 : 4;
  const index = Number(year) * size + Number(n) - 1 + by;
  return written(Math.floor(index / size), (index % size) + 1, !month);
}

/** This one and those before it, the newest first. */
export function lastPeriods(newest: PeriodId, count: number): PeriodId[] {
  return Array.from({ length: count }, (_, n) => shifted(newest, -n));
}

export interface Span {
  period?: PeriodId;
  from?: string;
  to?: string;
}

/** What an address says; the current month where it says nothing, or nonsense. */
export function spanOf(query: URLSearchParams, now: number): Span {
  const [period, from, to] = ['period', 'from', 'to'].map((name) => query.get(name) ?? '');
  if (from && to && dayForm.test(from) && dayForm.test(to) && from <= to) return { from, to };
  if (period && (monthForm.test(period) || quarterForm.test(period))) return { period };
  return { period: monthOf(now) };
}

/** The twelve months that end with this period, as days. */
export function yearUntil({ period, to }: Span): { from: string; to: string } {
  const last = period ? (isMonth(period) ? period : lastMonthOf(period)) : to!.slice(0, 7);
  const [year, month] = last.split('-').map(Number) as [number, number];
  const end = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { from: `${shifted(last, -11)}-01`, to: `${last}-${String(end).padStart(2, '0')}` };
}

const lastMonthOf = (quarter: PeriodId): PeriodId => {
  const [, year, n] = quarterForm.exec(quarter) as unknown as [string, string, string];
  return written(Number(year), Number(n) * 3, false);
};
