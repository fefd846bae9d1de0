/** Up to when a forecast looks: the end of this working day, and of the last one of this week. */
import { type Calendar, dayMs, dayOf, isWorkingDay, startOfDay } from '../calendar.ts';

/** Closing time of a day, epoch ms. */
const closing = (day: number, calendar: Calendar): number => startOfDay(day) + calendar.intervals.at(-1)!.to;

/** 0 is Sunday; 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** Longest run of days without work that is looked over. */
const farthest = 60;

/**
 * The next closing time after `now`, and that of the last working day of its week; where both are the same (it is
 * Friday), the second is next week's. @throws RangeError for a calendar without working days
 */
export function horizonsOf(now: number, calendar: Calendar): { evening: number; week: number } {
  const first = nextWorkingDay(dayOf(now), calendar, now);
  const last = lastOfWeek(first, calendar);
  const week = last > first ? last : lastOfWeek(nextWorkingDay(first + 1, calendar, now), calendar);
  return { evening: closing(first, calendar), week: closing(week, calendar) };
}

function nextWorkingDay(from: number, calendar: Calendar, now: number): number {
  for (let day = from; day < from + farthest; day += 1)
    if (isWorkingDay(day, calendar) && closing(day, calendar) > now) return day;
  throw new RangeError('The calendar has no working day within two months');
}

/** The last working day from this one on up to its Sunday. */
function lastOfWeek(day: number, calendar: Calendar): number {
  let last = day;
  const sunday = day + ((7 - weekday(day)) % 7);
  for (let one = day; one <= sunday; one += 1) if (isWorkingDay(one, calendar)) last = one;
  return last;
}

/** The start of the period whose ended reports a forecast draws from: so many days back. */
export const precedentsSince = (now: number, days = 120): number => now - days * dayMs;
