/**
 * The roster (article 13.2): which working time of the coming days nobody covers. Somebody who has left, or is away
 * without a stand-in who is there, covers nothing.
 */
import { type Calendar, dayOf, isWorkingDay, startOfDay } from './calendar.ts';

/** The groups whose work is by roster: intake of reports, and the officer on duty. */
export const dutyRoles = ['ioc-intake', 'ioc-duty'] as const;
export type DutyRole = (typeof dutyRoles)[number];

/** How far ahead gaps are looked for, and how far ahead they are told of (working days). */
export const lookAhead = 14;
export const toldAhead = 2;

export interface Span {
  from: number;
  to: number;
}
export interface Shift extends Span {
  role: DutyRole;
  username: string;
}
export interface Gap extends Span {
  role: DutyRole;
}
/** Who is away and who acts meanwhile, as delegations have it. */
export interface Absence {
  absent: string;
  standIn: string;
  startsAt: number;
  endsAt: number;
}

/** The shifts that hold: `active` people only, without the times of an absence whose stand-in has left. */
export function shiftsThatHold(
  shifts: readonly Shift[],
  active: ReadonlySet<string>,
  absences: readonly Absence[],
): Shift[] {
  return shifts
    .filter(({ username }) => active.has(username))
    .flatMap((shift) => {
      const away = absences.filter(({ absent, standIn }) => absent === shift.username && !active.has(standIn));
      const spans = away.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt }));
      return without(shift, spans).map((span) => ({ ...shift, ...span }));
    });
}

/** What of the working time of the coming `days` working days, today's rest included, nobody covers, by role. */
export function gapsOf(shifts: readonly Shift[], calendar: Calendar, now: number, days: number): Gap[] {
  return workingSpans(calendar, now, days).flatMap((span) =>
    dutyRoles.flatMap((role) => {
      const own = shifts.filter((one) => one.role === role);
      return without(span, own).map((gap) => ({ role, ...gap }));
    }),
  );
}

/** The intervals of the coming working days, from `now` on. */
function workingSpans(calendar: Calendar, now: number, days: number): Span[] {
  const spans: Span[] = [];
  let left = days;
  // A calendar whose days are all closed has none: a year is looked at.
  for (let day = dayOf(now), last = day + 366; left > 0 && day < last; day++) {
    if (!isWorkingDay(day, calendar)) continue;
    const midnight = startOfDay(day);
    const own = calendar.intervals
      .map(({ from, to }) => ({ from: Math.max(now, midnight + from), to: midnight + to }))
      .filter(({ from, to }) => from < to);
    if (own.length === 0) continue;
    spans.push(...own);
    left -= 1;
  }
  return spans;
}

/** A span without what these cover. */
export function without({ from, to }: Span, covers: readonly Span[]): Span[] {
  const left: Span[] = [];
  let at = from;
  for (const cover of covers.toSorted((a, b) => a.from - b.from)) {
    if (cover.to <= at) continue;
    if (cover.from >= to) break;
    if (cover.from > at) left.push({ from: at, to: cover.from });
    at = cover.to;
  }
  if (at < to) left.push({ from: at, to });
  return left;
}

/** One line of a weekly pattern. `weekday`: 1 Monday … 7 Sunday; times of day `HH:MM`. */
export interface PatternLine {
  weekday: number;
  username: string;
  from: string;
  to: string;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The rows of a pattern from one day to another, both included, on working days alone. `day`: as domain/calendar.ts counts. */
export function rowsOfPattern(
  pattern: readonly PatternLine[],
  role: DutyRole,
  span: { from: number; until: number },
  calendar: Calendar,
): Shift[] {
  const rows: Shift[] = [];
  for (let day = span.from; day <= span.until; day++) {
    if (!isWorkingDay(day, calendar)) continue;
    const weekday = (((day + 4) % 7) + 7) % 7 || 7;
    for (const line of pattern) {
      if (line.weekday !== weekday) continue;
      const midnight = startOfDay(day);
      const [from, to] = [midnight + minutesOf(line.from) * 60_000, midnight + minutesOf(line.to) * 60_000];
      rows.push({ role, username: line.username, from, to });
    }
  }
  return rows;
}
