/**
 * The rows that figures are counted over, by column: days that are kept as tables, and what stands or was over within
 * days that are not, made of the dossiers now. The same rows as `readRows` has, and none twice.
 */
import { dayOf, startOfDay } from '../../domain/calendar.ts';
import { formatDay } from '../../domain/iso-time.ts';
import { lookOf, type Tables, tablesOf } from '../../domain/statistics/columns.ts';
import type { Span } from '../../domain/statistics/count.ts';
import { newDossier } from '../../domain/statistics/dossier.ts';
import { addRows, noRows } from '../../domain/statistics/rows.ts';
import { tablesKept } from '../../store/figure-days.ts';
import type { Store } from '../../store/store.ts';
import { calendars, readRows } from './statistics-rows.ts';

/** Between the two looks at what is kept, a report may be over, or go on after all: then it is read anew, so often. */
const tries = 3;

/** `cut`: nothing later is known; a day that is over by then and kept is not made again. */
export async function readTables(store: Store, span: Span, cut: number): Promise<Tables[]> {
  const look = lookOf();
  const calendarOf = await calendars(store);
  const first = dayOf(span.from);
  const last = Math.max(first, dayOf(cut + 1));
  const days = [dayName(first), dayName(last)] as const;
  for (let n = 0; n < tries; n += 1) {
    const known = await store.figureDays.versions(days, look);
    const rows = noRows();
    for await (const dossier of store.dossiers.overWithin(gaps(first, last, known), cut + 1))
      addRows(rows, dossier, cut, calendarOf);
    for (const { _id, receivedAt, place } of await store.reports.notStarted(cut + 1))
      addRows(rows, newDossier(_id, receivedAt, place.district ?? null), cut, calendarOf);
    const kept = await store.figureDays.read(days, look);
    if (kept.length === known.size && kept.every(({ _id, changed }) => known.get(_id) === changed))
      return [...kept.map(({ value }) => tablesKept(value)), tablesOf(rows)];
  }
  return [tablesOf(await readRows(store, span, cut))];
}

const dayName = (day: number): string => formatDay(startOfDay(day));

/** The spans of days that are not known, the last one without an end. */
function gaps(first: number, last: number, known: ReadonlyMap<string, number>): Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  for (let day = first; day < last; day += 1) {
    const kept = known.has(dayName(day));
    if (!kept && from === null) from = day;
    if (!kept || from === null) continue;
    spans.push({ from: startOfDay(from), to: startOfDay(day) });
    from = null;
  }
  return [...spans, { from: startOfDay(from ?? last), to: Number.MAX_SAFE_INTEGER }];
}
