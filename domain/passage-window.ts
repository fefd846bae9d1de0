/** The windows of throughput and waiting: from when on what has passed is counted, by working time. Pure. */
import type { PassageWindow } from './api/watch.ts';
import { type Calendar, dayMs, dayOf, startOfDay } from './calendar.ts';
import { workingBetween } from './working-time.ts';

const hourMs = 3_600_000;
/** How far back a calendar that is closed for long is searched. */
const mostDays = 40;

/**
 * `hour`: since the full hour with at least one working hour up to now · `day`: since the beginning of today, or of the
 * last working day where today has had no working time yet · `week`, `month`: seven and thirty days with today.
 */
export function windowStart(window: PassageWindow, now: number, calendar: Calendar): number {
  const today = startOfDay(dayOf(now));
  if (window === 'week') return today - 6 * dayMs;
  if (window === 'month') return today - 29 * dayMs;
  if (window === 'day') {
    for (let day = today; day > today - mostDays * dayMs; day -= dayMs)
      if (workingBetween(day, now, calendar) > 0) return day;
    return today;
  }
  const hour = Math.floor(now / hourMs) * hourMs;
  for (let at = hour; at > hour - mostDays * dayMs; at -= hourMs)
    if (workingBetween(at, now, calendar) >= 60) return at;
  return hour;
}

/** Which documents hold it: hours for an hour, days for more. */
export const spanOf = (window: PassageWindow): 'hour' | 'day' => (window === 'hour' ? 'hour' : 'day');
