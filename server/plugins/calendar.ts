/** The working calendar in force, compiled once a version. */
import { type Calendar, type CalendarData, compileCalendar } from '../../domain/calendar.ts';
import type { Store } from '../../store/store.ts';

const compiled = new WeakMap<Store, Calendar>();

/** Null before the directory is loaded. */
export async function calendarInForce(store: Store): Promise<Calendar | null> {
  const current = await store.calendars.current<CalendarData>();
  if (!current) return null;
  const known = compiled.get(store);
  if (known?.version === current._id) return known;
  const calendar = compileCalendar(current.calendar, current._id);
  compiled.set(store, calendar);
  return calendar;
}
