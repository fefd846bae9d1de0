/** The rows that figures are counted over, as they were known at a moment: read from the dossiers, kept nowhere. */
import { type Calendar, type CalendarData, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import type { Span } from '../../domain/statistics/count.ts';
import { newDossier } from '../../domain/statistics/dossier.ts';
import { addRows, type CalendarOf, noRows, type Rows } from '../../domain/statistics/rows.ts';
import type { CalendarVersion } from '../../store/calendars.ts';
import type { Store } from '../../store/store.ts';

/** What a span's figures are made of: all that came in, stood or was done in it, known until `cut`. */
export async function readRows(store: Store, span: Span, cut: number): Promise<Rows> {
  const calendarOf = await calendars(store);
  const rows = noRows();
  for await (const dossier of store.dossiers.touching(span.from, span.to)) addRows(rows, dossier, cut, calendarOf);
  // Received, and not yet known to the engine.
  for (const { _id, receivedAt, place } of await store.reports.notStarted(span.to))
    addRows(rows, newDossier(_id, receivedAt, place.district ?? null), cut, calendarOf);
  return rows;
}

/** The same of some agencies only. */
export function ofAgencies(rows: Rows, agencies: readonly string[] | null): Rows {
  if (agencies === null) return rows;
  const own = ({ agency }: { agency: string | null }) => agency !== null && agencies.includes(agency);
  return {
    reports: rows.reports.filter(own),
    steps: rows.steps.filter(own),
    extensions: rows.extensions.filter(own),
    returns: rows.returns.filter(own),
  };
}

/** Versions of the calendar never change. */
const compiled = new WeakMap<Store, Map<number, Calendar>>();

export async function calendars(store: Store): Promise<CalendarOf> {
  const known = compiled.get(store) ?? new Map<number, Calendar>();
  compiled.set(store, known);
  const missing = await store.calendars.except<CalendarData>([...known.keys()]);
  for (const { _id, calendar } of missing as CalendarVersion<CalendarData>[])
    known.set(_id, compileCalendar(calendar, _id));
  const oldest = known.get(Math.min(...known.keys())) ?? compileCalendar(shippedCalendar);
  return (version) => (version === null ? oldest : (known.get(version) ?? oldest));
}
