/**
 * What screens, polls and programs ask over and over, as data: who asks what of which address. `{…}` is filled in from
 * the history that is asked of (`sampleOf`). test/data/plans.test.ts holds each to an index; bench/data times some.
 */
import type { Store } from '../../store/store.ts';

/** Whose sight differs: the whole province, one agency, its leader, everybody. */
export const people = {
  duty: ['ioc-duty'],
  intake: ['ioc-intake'],
  officer: ['agency:sgtvt:officer'],
  leader: ['agency:sgtvt:leader'],
  watch: ['watch'],
  admin: ['admin'],
} as const;
/** `sender`: of the report `{report}`. */
export type Who = keyof typeof people | 'anyone' | 'sender';

export interface Question {
  who: Who;
  path: string;
}

const asked = (who: Who, paths: readonly string[]): Question[] => paths.map((path) => ({ who, path }));

/** Every state of the task list with every sort, and every filter that the screen has beside them. */
const states = ['state=open', 'state=unclaimed', 'state=mine', 'state=completed', 'state=open&overdue=true'];
const sorts = ['dueAt', '-dueAt', 'createdAt', '-createdAt'];
const filters = ['', 'stage=handling', 'agency=sgtvt', 'field=transport', 'district=tamky', 'q=den tin hieu'];
const listed = (some: readonly string[]): string[] =>
  some.flatMap((state) =>
    sorts.flatMap((sort) =>
      filters.map((filter) => `/api/tasks?${[state, `sort=${sort}`, filter].filter(Boolean).join('&')}`),
    ),
  );
export const taskLists: readonly string[] = listed(states);

const published = ['', 'field=transport', 'district=tamky', 'agency=sgtvt', 'resolution=fixed', 'q=rac thai'];
const from = 'from=2026-01-01T00:00:00%2B07:00';

export const questions: readonly Question[] = [
  ...taskLists.flatMap((path) => [...asked('duty', [path]), ...asked('officer', [path])]),
  // Software may leave the state open.
  ...asked('duty', listed([''])),
  ...asked('duty', [
    '/api/tasks/views',
    '/api/tasks?report={report}',
    '/api/tasks?state=open&overdue=false',
    '/api/tasks?state=open&dueBefore=2026-03-02T12:00:00%2B07:00',
    '/api/tasks/{task}',
    '/api/tasks/{task}/nearby',
    '/api/tasks/people',
    '/api/templates',
    '/api/notices',
    '/api/notices?unread=true',
    '/api/agency/tasks',
    '/api/statistics?period=2026-02',
    '/api/statistics?period=2026-02&by=agency',
    '/api/statistics?period=2026-Q1&by=stage',
    '/api/statistics?from=2025-03-01&to=2026-02-28&by=month',
    '/api/statistics/reports?period=2026-02&figure=late',
    '/api/statistics/extensions?period=2026-02',
    '/api/statistics/fixed',
    '/api/statistics/merit?period=2026-02',
    '/api/mails',
  ]),
  ...asked('officer', ['/api/tasks/views', '/api/notices']),
  ...asked('leader', ['/api/statistics?period=2026-02&by=stage', '/api/agency/tasks', '/api/instances']),
  ...asked('watch', [
    '/api/instances',
    ...['-startedAt', 'startedAt', 'dueAt'].map((sort) => `/api/instances?state=active&sort=${sort}`),
    '/api/instances?state=completed',
    '/api/instances?state=canceled',
    '/api/instances?state=active&element=handling',
    '/api/instances?incident=true',
    '/api/instances?overdue=true',
    '/api/instances?agency=sgtvt',
    '/api/instances?district=tamky',
    '/api/instances?field=transport',
    '/api/instances?report={report}',
    '/api/instances?q=QN-26',
    '/api/instances?definitionKey={definition}',
    '/api/instances?at=2025-06-02T10:00:00%2B07:00',
    '/api/instances/{instance}',
    '/api/instances/{instance}/history',
    '/api/diagrams/{definition}/counts',
    '/api/diagrams/{definition}/counts?at=2025-06-02T10:00:00%2B07:00',
    '/api/incidents',
    '/api/incidents/groups',
    '/api/watch/board',
    '/api/watch/board?at=2025-06-02T10:00:00%2B07:00',
    ...['hour', 'day', 'week', 'month'].map((window) => `/api/watch/passages?window=${window}`),
    '/api/watch/needs',
    '/api/watch/needs?at=2025-06-02T10:00:00%2B07:00',
    '/api/watch/map',
    '/api/watch/map?at=2025-06-02T10:00:00%2B07:00',
    '/api/timers',
    '/api/timers?state=fired',
    '/api/timers?kind=overdue',
    '/api/timers?agency=sgtvt',
    '/api/timers?task=handling',
    '/api/timers?report={report}',
    '/api/timers?instance={instance}',
    '/api/timers?before=2026-03-02T12:00:00%2B07:00',
  ]),
  ...asked('admin', [
    '/api/audit',
    '/api/audit?who=ioc.intake1',
    '/api/audit?what=see-sender',
    '/api/audit?reportCode={report}',
    `/api/audit?${from}`,
    '/api/outbox',
    '/api/disclosures',
    '/api/erasures',
    '/api/retention',
    '/api/directory/people',
    '/api/directory/roster',
    '/api/connections/keys',
  ]),
  ...asked('sender', ['/api/reports/{report}', '/api/reports/{report}/way']),
  ...asked('anyone', [
    ...published.map((filter) => `/api/published?${filter}`),
    `/api/published?${from}`,
    '/api/published?near=15.57,108.47,2000',
    ...published.map((filter) => `/api/published/points?${[filter, from].filter(Boolean).join('&')}`),
    '/api/published/{published}',
    '/api/published/figures',
    '/api/published/export.csv?from=2026-02-01&to=2026-02-28',
    '/api/nearby?near=15.57,108.47',
    '/api/nearby?near=15.57,108.47&field=transport',
    '/p/feed.xml',
    '/sitemap.xml',
    '/metrics',
    '/readyz',
    '/open311/v2/requests.json',
    '/open311/v2/requests.json?status=open',
    '/open311/v2/requests/{published}.json',
  ]),
];

/** What stands for `{…}`: of the newest of each kind. */
export async function sampleOf(store: Store): Promise<Record<string, string>> {
  const [task, published] = await Promise.all([
    store.tasks.model.findOne({ open: true, stage: 'handling' }).sort({ createdAt: -1 }).lean(),
    store.reports.model.findOne({ 'reply.kind': 'public', confidential: false }).sort({ publishedAt: -1 }).lean(),
  ]);
  return {
    task: task!._id,
    report: task!.reportCode,
    instance: task!.instanceKey,
    definition: task!.definitionKey,
    published: published!._id,
  };
}

export const filledIn = (path: string, sample: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => sample[name] ?? '');
