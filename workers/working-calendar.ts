/** The calendar in force, compiled once a version: an edit by the IOC counts from the next job on. */
import { type Calendar, type CalendarData, compileCalendar, shippedCalendar } from '../domain/calendar.ts';
import { parseBudget } from '../domain/working-time.ts';
import type { Store } from '../store/store.ts';
import { type Job, NeedsMending } from './runtime/job.ts';

/** By store: a rehearsal in this process has a calendar of its own under the same number. */
const compiled = new WeakMap<Store, Calendar>();
const shipped = compileCalendar(shippedCalendar, 0);

/** Reads the newest version; the shipped calendar (version 0) before the directory is loaded. */
export async function calendarInForce(store: Store): Promise<Calendar> {
  const current = await store.calendars.current<CalendarData>();
  if (current === null) return shipped;
  const known = compiled.get(store);
  if (known?.version === current._id) return known;
  const calendar = compileCalendar(current.calendar, current._id);
  compiled.set(store, calendar);
  return calendar;
}

/** Working minutes of a budget. A text that is no budget is a mistake in the diagram. */
export function minutesOf(budget: string, calendar: Calendar, job: Job): number {
  const minutes = parseBudget(budget, calendar);
  if (minutes !== null) return minutes;
  throw new NeedsMending(
    `"${budget}" is no budget`,
    `write a budget such as 2h, 1d or 30m at ${job.elementId} in the diagram, deploy it and migrate the instance`,
  );
}
