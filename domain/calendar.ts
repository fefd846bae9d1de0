/**
 * The working calendar as data: the intervals of a working day, public holidays, make-up working days. The IOC edits
 * it; a deadline remembers the version that it was computed with. `compileCalendar` makes the form that
 * `working-time.ts` computes with.
 */
import year2025 from './calendar/vn-2025.json' with { type: 'json' };
import year2026 from './calendar/vn-2026.json' with { type: 'json' };
import year2027 from './calendar/vn-2027.json' with { type: 'json' };
import { offsetMs } from './iso-time.ts';

/** A special day. `day` is `YYYY-MM-DD` in Vietnam. */
export interface SpecialDay {
  day: string;
  vi: string;
  en: string;
}

/** What is stored and edited, under a version number. Times of day are `HH:MM`; 24:00 is allowed as an end. */
export interface CalendarData {
  intervals: { from: string; to: string }[];
  holidays: SpecialDay[];
  workingDays: SpecialDay[];
}

/** What is computed with: intervals in ms since midnight, days as whole days since 1970-01-01 in Vietnam. */
export interface Calendar {
  /** The number under which the store keeps the data; a deadline names it. */
  readonly version: number;
  readonly intervals: readonly { readonly from: number; readonly to: number }[];
  /** The length of a working day in ms. */
  readonly dayLength: number;
  readonly closed: ReadonlySet<number>;
  readonly opened: ReadonlySet<number>;
}

export const dayMs = 86_400_000;

/** The day that an instant belongs to in Vietnam. */
export function dayOf(epochMs: number): number {
  return Math.floor((epochMs + offsetMs) / dayMs);
}

/** Midnight in Vietnam at the start of a day, in epoch ms. */
export function startOfDay(day: number): number {
  return day * dayMs - offsetMs;
}

/** Monday to Friday minus holidays, plus make-up days (procedure, "Clocks"). */
export function isWorkingDay(day: number, calendar: Calendar): boolean {
  if (calendar.opened.has(day)) return true;
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6 && !calendar.closed.has(day);
}

function dayNumber(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  // A day that does not exist (30 February) comes back as another one, or as no time at all.
  if (Number.isNaN(epochMs) || new Date(epochMs).toISOString().slice(0, 10) !== text) return null;
  return epochMs / dayMs;
}

function timeOfDay(text: string): number | null {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (text === '24:00') return dayMs;
  return found ? (Number(found[1]) * 60 + Number(found[2])) * 60_000 : null;
}

/** What is wrong with a calendar, as JSON pointers into it; empty when it can be compiled. */
export function checkCalendar(data: CalendarData): { pointer: string; code: string }[] {
  const problems: { pointer: string; code: string }[] = [];
  let last = -1;
  if (data.intervals.length === 0) problems.push({ pointer: '/intervals', code: 'required' });
  for (const [index, { from, to }] of data.intervals.entries()) {
    const start = timeOfDay(from);
    const end = timeOfDay(to);
    if (start === null || end === null) problems.push({ pointer: `/intervals/${index}`, code: 'format' });
    else if (start >= end || start < last) problems.push({ pointer: `/intervals/${index}`, code: 'order' });
    else last = end;
  }
  for (const list of ['holidays', 'workingDays'] as const) {
    for (const [index, { day }] of data[list].entries()) {
      if (dayNumber(day) === null) problems.push({ pointer: `/${list}/${index}/day`, code: 'format' });
    }
  }
  return problems;
}

/**
 * The same of what a person has edited, who may be wrong in more ways: a day named twice, on both lists or with no
 * effect where it stands.
 */
export function checkEdit(data: CalendarData): { pointer: string; code: string }[] {
  const problems = checkCalendar(data);
  const seen = new Set<string>();
  for (const list of ['holidays', 'workingDays'] as const) {
    for (const [index, { day }] of data[list].entries()) {
      if (seen.has(day)) problems.push({ pointer: `/${list}/${index}/day`, code: 'duplicate' });
      seen.add(day);
    }
  }
  return problems;
}

/** Makes the computable form of a version. Throws RangeError on data that `checkCalendar` refuses. */
export function compileCalendar(data: CalendarData, version = 0): Calendar {
  const problems = checkCalendar(data);
  if (problems.length > 0) throw new RangeError(`Calendar ${version}: ${problems[0]!.pointer} ${problems[0]!.code}`);
  const intervals = data.intervals.map(({ from, to }) => ({ from: timeOfDay(from)!, to: timeOfDay(to)! }));
  return {
    version,
    intervals,
    dayLength: intervals.reduce((sum, { from, to }) => sum + to - from, 0),
    closed: new Set(data.holidays.map(({ day }) => dayNumber(day)!)),
    opened: new Set(data.workingDays.map(({ day }) => dayNumber(day)!)),
  };
}

const years = [year2025, year2026, year2027];

/** The calendar that the product ships: article 2.5's hours and the public holidays of 2025–2027. */
export const shippedCalendar: CalendarData = {
  intervals: [{ from: '07:00', to: '17:00' }],
  holidays: years.flatMap((year) => year.holidays),
  workingDays: years.flatMap((year) => year.workingDays),
};
