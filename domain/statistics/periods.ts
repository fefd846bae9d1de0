/** Months and quarters in Vietnam: `2026-10`, `2026-Q3`. */
import { dayMs, startOfDay } from '../calendar.ts';
import { formatDay, offsetMs } from '../iso-time.ts';

export interface PeriodSpan {
  id: string | null;
  /** Epoch ms; `to` is the first instant that no longer belongs to it. */
  from: number;
  to: number;
}

const monthStart = (year: number, month: number): number => Date.UTC(year, month, 1) - offsetMs;

/** Null where the text is no period. */
export function readPeriod(id: string): PeriodSpan | null {
  const found = /^(20\d{2})-(?:(0[1-9]|1[0-2])|Q([1-4]))$/.exec(id);
  if (!found) return null;
  const year = Number(found[1]);
  const first = found[2] ? Number(found[2]) - 1 : (Number(found[3]) - 1) * 3;
  return { id, from: monthStart(year, first), to: monthStart(year, first + (found[2] ? 1 : 3)) };
}

/** From the first day's midnight to the end of the last one; null where a day does not exist or they are the wrong way round. */
export function readDays(first: string, last: string): PeriodSpan | null {
  const [from, to] = [first, last].map((day) => Date.parse(`${day}T00:00:00Z`) / dayMs);
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to) || to < from) return null;
  const span = { id: null, from: startOfDay(from), to: startOfDay(to + 1) };
  return formatDay(span.from) === first && formatDay(span.to - 1) === last ? span : null;
}

/** The month or quarter that an instant lies in. */
export function periodOf(epochMs: number, kind: 'month' | 'quarter'): string {
  const day = formatDay(epochMs);
  if (kind === 'month') return day.slice(0, 7);
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** The last month that is over at this instant. */
export function lastMonth(epochMs: number): string {
  const span = readPeriod(periodOf(epochMs, 'month')) as PeriodSpan;
  return periodOf(span.from - 1, 'month');
}
