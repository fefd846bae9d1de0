/** The working calendar in force, compiled once a version. */
import { type Calendar, type CalendarData, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
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

/** Of these versions, each compiled; a version that is not on record (0: before the directory was loaded) is the shipped one. */
export async function calendarsOf(store: Store, versions: readonly number[]): Promise<Map<number, Calendar>> {
  const wanted = [...new Set(versions)];
  const found = await Promise.all(wanted.map((version) => store.calendars.find<CalendarData>(version)));
  return new Map(
    wanted.map((version, n) => [version, compileCalendar(found[n]?.calendar ?? shippedCalendar, version)] as const),
  );
}
