/** The lists that the screen offers, and what each asks of the server. Pure. */
import type { TaskQuery } from '../../domain/api/tasks.ts';

export const views = ['open', 'mine', 'unclaimed', 'overdue', 'completed'] as const;
export type View = (typeof views)[number];

export interface Filter {
  view: View;
  stage: string;
  q: string;
}

/** Reads the address: what it does not know is left out. */
export function filterOf(query: URLSearchParams): Filter {
  const view = query.get('view') as View;
  return {
    view: views.includes(view) ? view : 'open',
    stage: query.get('stage') ?? '',
    q: query.get('q') ?? '',
  };
}

/** The address of a filter. */
export function addressOf(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.view !== 'open') query.set('view', filter.view);
  if (filter.stage) query.set('stage', filter.stage);
  if (filter.q) query.set('q', filter.q);
  const text = query.toString();
  return text ? `/tasks?${text}` : '/tasks';
}

/** What a filter asks for: what is due first on top; what is done, newest first. */
export function queryOfFilter(filter: Filter): TaskQuery {
  const state = filter.view === 'overdue' ? 'open' : filter.view;
  return {
    state,
    ...(filter.view === 'overdue' && { overdue: true }),
    ...(filter.stage && { stage: filter.stage as NonNullable<TaskQuery['stage']> }),
    ...(filter.q && { q: filter.q }),
    sort: filter.view === 'completed' ? '-createdAt' : 'dueAt',
  };
}
