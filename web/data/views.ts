/** Saved lists: those that there are with their counts, save, change, forget. */
import type { ChangedView, NewView, ViewItem, ViewList } from '../../domain/api/task-views.ts';
import { ask } from './http.ts';

export type { ViewItem, ViewList } from '../../domain/api/task-views.ts';

const path = (id: string) => `/api/tasks/views/${encodeURIComponent(id)}`;

export function listViews(signal?: AbortSignal): Promise<ViewList> {
  return ask('/api/tasks/views', signal ? { signal } : {});
}

export function addView(view: NewView): Promise<{ id: string }> {
  return ask('/api/tasks/views', { method: 'POST', body: view });
}

export function changeView({ id, name, filter, order }: ChangedView & Pick<ViewItem, 'id'>): Promise<void> {
  return ask(path(id), { method: 'PUT', body: { name, filter, order } });
}

export function removeView(id: string): Promise<void> {
  return ask(path(id), { method: 'DELETE' });
}
