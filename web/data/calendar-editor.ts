/** The working calendar's editor: what is in force, what an edit would move, the edit, and how far it is. */
import type {
  CalendarChange,
  CalendarDraft,
  CalendarPreview,
  CalendarState,
  MovedList,
} from '../../domain/api/calendar.ts';
import { ask, queryOf } from './http.ts';

export type {
  CalendarDraft,
  CalendarPreview,
  CalendarProgress,
  CalendarState,
  MovingDate,
} from '../../domain/api/calendar.ts';

const path = '/api/directory/calendar';

export const readCalendarState = (signal?: AbortSignal): Promise<CalendarState> => ask(path, signal ? { signal } : {});

export function previewCalendar(draft: CalendarDraft, after?: string | null): Promise<CalendarPreview> {
  return ask(`${path}/preview${queryOf({ after })}`, { method: 'POST', body: draft });
}

/** Rejects with 412 where the calendar has changed since `version`, 422 with the places that are wrong. */
export function saveCalendar(version: number, change: CalendarChange): Promise<void> {
  return ask(path, { method: 'PUT', body: change, headers: { 'if-match': `"${version}"` } });
}

export const listMoved = (version: number, signal?: AbortSignal): Promise<MovedList> =>
  ask(`${path}/${version}/moves`, signal ? { signal } : {});
