/** The lists that the screen offers, how an address names them, and what each asks of the server. Pure. */
import type { ViewFilter } from '../../domain/api/task-views.ts';
import type { TaskQuery } from '../../domain/api/tasks.ts';

export const views = ['open', 'mine', 'unclaimed', 'overdue', 'completed'] as const;
export type View = (typeof views)[number];

export const sorts = ['dueAt', '-dueAt', '-createdAt', 'createdAt'] as const;
export type Sort = (typeof sorts)[number];
export const groupings = ['stage', 'due'] as const;
export type Grouping = (typeof groupings)[number] | '';

export interface Filter {
  view: View;
  stage: string;
  field: string;
  district: string;
  agency: string;
  q: string;
  /** '' is the list's own: what is due first on top; of what is done, the newest. */
  sort: Sort | '';
  group: Grouping;
}

export const noFilter: Filter = {
  view: 'open',
  stage: '',
  field: '',
  district: '',
  agency: '',
  q: '',
  sort: '',
  group: '',
};

/** What narrows a list down, apart from which list it is. */
export const narrowing = ['stage', 'field', 'district', 'agency', 'q'] as const;
const written = [...narrowing, 'sort', 'group'] as const;

/** Reads the address: what it does not know is left out. */
export function filterOf(query: URLSearchParams): Filter {
  const one = <T extends string>(name: string, known: readonly T[]): T | undefined =>
    known.find((value) => value === query.get(name));
  return {
    view: one('view', views) ?? 'open',
    stage: query.get('stage') ?? '',
    field: query.get('field') ?? '',
    district: query.get('district') ?? '',
    agency: query.get('agency') ?? '',
    q: query.get('q') ?? '',
    sort: one('sort', sorts) ?? '',
    group: one('group', groupings) ?? '',
  };
}

/** The address of a filter; what is not said is as in `noFilter`. */
export function addressOf(filter: Partial<Filter>): string {
  const query = new URLSearchParams();
  if (filter.view && filter.view !== 'open') query.set('view', filter.view);
  for (const name of written) if (filter[name]) query.set(name, filter[name]);
  const text = query.toString();
  return text ? `/tasks?${text}` : '/tasks';
}

export const isNarrowed = (filter: Filter): boolean => narrowing.some((name) => filter[name] !== '');

/** The sort in force. */
export const sortOf = (filter: Filter): Sort => filter.sort || (filter.view === 'completed' ? '-createdAt' : 'dueAt');

/** What a filter asks for. Values that the server does not know it refuses; then the page says so. */
export function queryOfFilter(filter: Filter): TaskQuery {
  const { group: _, ...saved } = savedOf(filter);
  return { ...saved, sort: sortOf(filter) };
}

/** A list as it is saved. */
export function savedOf(filter: Filter): ViewFilter {
  const { view, stage, field, district, agency, q, sort, group } = filter;
  return {
    state: view === 'overdue' ? 'open' : view,
    ...(view === 'overdue' && { overdue: true }),
    ...(stage && { stage: stage as NonNullable<ViewFilter['stage']> }),
    ...(field && { field: field as NonNullable<ViewFilter['field']> }),
    ...(district && { district }),
    ...(agency && { agency }),
    ...(q && { q }),
    ...(sort && { sort }),
    ...(group && { group }),
  };
}

/** What a saved list shows. */
export function filterOfSaved(saved: ViewFilter): Filter {
  const { state, overdue, ...rest } = saved;
  return { ...noFilter, ...rest, view: overdue && state === 'open' ? 'overdue' : state };
}

/** Whether two lists show the same, in the same order. */
export const sameList = (a: Filter, b: Filter): boolean => addressOf(a) === addressOf(b);
