/**
 * Limits that the calendar cannot carry: in hours, but longer than its working day, so that "4 hours" ends on another
 * day than the law thinks; or so long that they end after the last day for which holidays have been entered.
 */
import { formatTime } from '../../iso-time.ts';
import { addWorking, minuteMs, parseBudget } from '../../working-time.ts';
import type { Contradiction, Known } from './contradiction.ts';

export function outsideCalendar({ file, reading, calendar, calendarUntil, now }: Known): Contradiction[] {
  return reading.elements.flatMap((element): Contradiction[] => {
    const { id, name, budget, article } = element;
    const minutes = budget === null ? null : parseBudget(budget, calendar);
    if (minutes === null) return [];
    const common = { rule: 'outside-calendar' as const, articles: [...(article ? [article] : []), '2.5'] };
    const places = [{ file, id, name }];
    if (/^\d+h$/.test(budget!) && minutes > calendar.dayLength / minuteMs)
      return [{ ...common, places, data: { why: 'day', budget: budget!, day: calendar.dayLength / minuteMs / 60 } }];
    const due = formatTime(addWorking(now, minutes, calendar)).slice(0, 10);
    if (calendarUntil !== null && due > calendarUntil)
      return [{ ...common, places, data: { why: 'holidays', budget: budget!, due, until: calendarUntil } }];
    return [];
  });
}
