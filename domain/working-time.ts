/**
 * Working time: adding a budget to an instant, and measuring how much of it lies between two. Plain arithmetic on
 * epoch milliseconds at UTC+7 (procedure, "Clocks"; article 2.5).
 *
 * An interval of a working day is closed at both ends where a deadline is concerned: a budget that is used up at
 * 17:00 is due at 17:00 that day, not at 07:00 the next. A clock that starts outside working time starts at the next
 * opening.
 */
import { type Calendar, dayOf, isWorkingDay, startOfDay } from './calendar.ts';

export const minuteMs = 60_000;

/** Fifty years: a calendar whose days are all closed would otherwise be searched for ever. */
const farthest = 18_300;

/**
 * The instant at which `minutes` of working time after `start` are used up. `minutes` ≥ 0 (fractions allowed, rounded
 * to a millisecond). With 0: the start itself within working time and at closing time, else the next opening.
 * Throws RangeError on a negative number, and on a calendar without working days.
 */
export function addWorking(start: number, minutes: number, calendar: Calendar): number {
  if (!(minutes >= 0)) throw new RangeError(`Working minutes must be 0 or more, got ${minutes}`);
  let left = Math.round(minutes * minuteMs);
  let day = dayOf(start);
  const last = day + farthest + Math.ceil(left / calendar.dayLength) * 7;
  for (; day <= last; day++) {
    if (!isWorkingDay(day, calendar)) continue;
    const midnight = startOfDay(day);
    // Whole days in one step; the day of the start is never a whole one unless the start lies before its opening.
    if (left > calendar.dayLength && start <= midnight + calendar.intervals[0]!.from) {
      left -= calendar.dayLength;
      continue;
    }
    for (const { from, to } of calendar.intervals) {
      const close = midnight + to;
      if (start > close || (start === close && left > 0)) continue;
      const begin = Math.max(start, midnight + from);
      if (left <= close - begin) return begin + left;
      left -= close - begin;
    }
  }
  throw new RangeError(`Calendar ${calendar.version} has no working day within fifty years of the start`);
}

/** Working minutes between two instants; negative when `b` lies before `a`. */
export function workingBetween(a: number, b: number, calendar: Calendar): number {
  if (b < a) return -workingBetween(b, a, calendar);
  let total = 0;
  const lastDay = dayOf(b);
  for (let day = dayOf(a); day <= lastDay; day++) {
    if (!isWorkingDay(day, calendar)) continue;
    const midnight = startOfDay(day);
    for (const { from, to } of calendar.intervals) {
      total += Math.max(0, Math.min(b, midnight + to) - Math.max(a, midnight + from));
    }
  }
  return total / minuteMs;
}

/** Whether an instant lies in working time, both ends of an interval included. */
export function isWorkingTime(epochMs: number, calendar: Calendar): boolean {
  const day = dayOf(epochMs);
  if (!isWorkingDay(day, calendar)) return false;
  const time = epochMs - startOfDay(day);
  return calendar.intervals.some(({ from, to }) => time >= from && time <= to);
}

/**
 * Reads a budget as the diagram writes it: `2h`, `1d`, `30m`, `1d4h`. A day is as long as the calendar's working day.
 * Answers working minutes, or null where the text is no budget.
 */
export function parseBudget(text: string, calendar: Calendar): number | null {
  const found = /^(?:(\d{1,3})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?$/.exec(text.trim());
  if (!found || text.trim() === '') return null;
  const [, days = '0', hours = '0', minutes = '0'] = found;
  return (Number(days) * calendar.dayLength) / minuteMs + Number(hours) * 60 + Number(minutes);
}

/** The share of the budget after which a reminder is due. */
export const reminderShare = 0.75;

export interface Due {
  /** Working minutes from the clock's start to the deadline. */
  minutes: number;
  dueAt: number;
  remindAt: number;
}

/**
 * A deadline: `minutes` after `start`, but never past `limit`. The reminder comes when three quarters of the working
 * time up to the deadline are used; never before the start nor after the deadline.
 */
export function dueFrom(start: number, minutes: number, calendar: Calendar, limit?: number): Due {
  const full = addWorking(start, minutes, calendar);
  if (limit === undefined || limit >= full) {
    return { minutes, dueAt: full, remindAt: addWorking(start, minutes * reminderShare, calendar) };
  }
  const within = Math.max(0, workingBetween(start, limit, calendar));
  const remindAt = addWorking(start, within * reminderShare, calendar);
  return { minutes: within, dueAt: limit, remindAt: Math.min(remindAt, limit) };
}

/**
 * The reminder of a date that has moved: at three quarters of the whole time from `start`; where these are used up
 * already, at three quarters of what is left.
 */
export function remindBetween(start: number, now: number, dueAt: number, calendar: Calendar): number {
  const ofAll = addWorking(start, Math.max(0, workingBetween(start, dueAt, calendar)) * reminderShare, calendar);
  if (dueAt <= now) return Math.min(ofAll, dueAt);
  if (ofAll > now) return ofAll;
  return addWorking(now, workingBetween(now, dueAt, calendar) * reminderShare, calendar);
}
