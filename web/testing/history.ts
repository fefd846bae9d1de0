/** Canned answers of one instance through time, and of open incidents in groups. */
import type { ActView } from '../../domain/api/acts.ts';
import type { HistoryStep, InstanceHistory, StepTask, TaskHappening } from '../../domain/api/history.ts';
import type { IncidentGroups } from '../../domain/api/incidents.ts';
import type { Incident } from '../../domain/api/instances.ts';
import type { Board } from '../../domain/api/watch.ts';
import { businessNow, counts, instance, report } from './answers.ts';
import { type Answer, json } from './route.ts';

const on = (time: string): string => `2026-01-05T${time}:00+07:00`;
let position = 0;

function step(
  elementId: string,
  name: string,
  from: string,
  to: string | null,
  rest: Partial<HistoryStep> = {},
): HistoryStep {
  position += 10;
  return {
    key: String(2_251_799_813_685_400 + position),
    position,
    elementId,
    name,
    type: 'USER_TASK',
    scope: instance.key,
    state: to ? 'completed' : 'active',
    enteredAt: on(from),
    leftAt: to && on(to),
    watch: false,
    spentMinutes: 25,
    was: [],
    ...rest,
  };
}

function task(from: string, to: string | null, agency?: string): StepTask {
  const held: TaskHappening = { at: on(to ?? from), what: 'completed', held: true, assigneeName: 'Nguyễn Thị Lan' };
  return {
    key: '4503599627370501',
    open: to === null,
    ...(agency ? { agency } : {}),
    candidateGroups: [],
    dueAt: null,
    history: [{ at: on(from), what: 'created', held: false }, ...(to ? [{ ...held, what: 'assigned' }, held] : [])],
  };
}

const gateway = { type: 'EXCLUSIVE_GATEWAY' };
const steps: HistoryStep[] = [
  step('received', 'Nhận phản ánh', '07:12', '07:12', { type: 'START_EVENT' }),
  step('intake', 'Kiểm tra, tiếp nhận', '07:12', '07:40', { task: task('07:12', '07:40') }),
  step('intake-gw', 'intake-gw', '07:40', '07:40', gateway),
  step('routing', 'Chuyển phản ánh', '07:40', '08:05', { task: task('07:40', '08:05') }),
  step('scope', 'Kiểm tra phạm vi', '08:05', '09:35', { task: task('08:05', '09:35', 'sgtvt') }),
  step('handling', 'Xử lý, nhập kết quả', '09:35', null, {
    task: task('09:35', null, 'sgtvt'),
    date: {
      article: '8.3',
      budget: '6d',
      workingMinutes: 3_600,
      startedAt: on('09:10'),
      originalDueAt: '2026-01-12T09:10:00+07:00',
      dueAt: '2026-01-13T09:10:00+07:00',
      remindAt: '2026-01-09T16:10:00+07:00',
      moves: [
        {
          at: on('09:50'),
          from: '2026-01-12T09:10:00+07:00',
          to: '2026-01-13T09:10:00+07:00',
          reason: 'extension',
          by: 'sgtvt.leader',
          byName: 'Trần Văn Hải',
        },
      ],
    },
  }),
];

const took = [
  ['intake--intake-gw', '07:40', 29],
  ['intake-gw--proposal', '07:40', 31],
  ['routing--routing-gw', '08:05', 41],
] as const;

export const history: InstanceHistory = {
  asOf: businessNow,
  key: instance.key,
  state: 'active',
  startedAt: on('07:12'),
  endedAt: null,
  knownSince: on('07:12'),
  steps,
  flows: took.map(([id, at, place]) => ({ id, at: on(at), position: place })),
  variables: [
    { name: 'reportCode', value: report.code, scope: null, at: on('07:12'), position: 5 },
    { name: 'intakeOutcome', value: 'accepted', scope: null, at: on('07:40'), position: 25 },
    { name: 'leadAgency', value: 'sgtvt', scope: null, at: on('08:05'), position: 39 },
  ],
  incidents: instance.incidentList.map((one) => ({ ...one, elementInstanceKey: steps.at(-1)!.key })),
  timers: [
    {
      key: '2251799813685950',
      elementId: 'watch-overdue',
      name: 'Quá hạn',
      kind: 'overdue',
      state: 'pending',
      createdAt: on('09:35'),
      dueAt: '2026-01-13T09:10:00+07:00',
      endedAt: null,
    },
  ],
};

const acts: ActView[] = [
  {
    what: 'moved',
    by: 'ioc.duty',
    byName: 'Lê Minh',
    at: on('08:00'),
    reason: 'Chuyển nhầm cơ quan, đưa về bước xác định thẩm quyền.',
    data: { activated: ['scope'], terminated: ['routing'] },
  },
];

const stopped = (n: number): Incident => ({
  key: String(2_251_799_813_686_000 + n),
  instanceKey: String(2_251_799_813_685_300 + n),
  reportCode: `QN-260105-IN${n}`,
  elementId: 'proposal',
  errorType: 'CALLED_DECISION_ERROR',
  message: 'Expected to evaluate decision ‘routing-proposal’, but no rule matched',
  createdAt: on('08:30'),
  resolvedAt: null,
});
const many = Array.from({ length: 12 }, (_, n) => stopped(n));

export const incidentGroups: IncidentGroups = {
  asOf: businessNow,
  total: 13,
  grouped: 13,
  groups: [
    {
      elementId: 'proposal',
      name: 'Đề xuất cơ quan xử lý',
      errorType: many[0]!.errorType,
      message: many[0]!.message,
      count: many.length,
      oldest: on('08:30'),
      newest: on('09:20'),
      items: many,
      keys: many.map(({ key }) => key),
    },
    {
      elementId: 'handling',
      name: 'Xử lý, nhập kết quả',
      errorType: 'JOB_NO_RETRIES',
      message: 'connect ECONNREFUSED 127.0.0.1:27017',
      count: 1,
      oldest: on('09:36'),
      newest: on('09:36'),
      items: instance.incidentList,
      keys: instance.incidentList.map(({ key }) => key),
    },
  ],
};

const version = (n: number, running: number, inForce: boolean): Board['versions'][number] => ({
  definitionKey: `225179981368525${n - 3}`,
  version: n,
  name: 'Phản ánh hiện trường',
  deployedAt: '2026-01-02T09:00:00+07:00',
  running,
  inForce,
});
const board: Board = {
  asOf: businessNow,
  upTo: 0,
  versions: [version(4, 12, true), version(3, 69, false)],
  counts: { '2251799813685251': counts.elements },
};

export const historyRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/instances\/\d+\/history$/, (_sent, response) => json(response, 200, history)],
  ['GET', /^\/api\/instances\/\d+\/acts$/, (_sent, response) => json(response, 200, { items: acts })],
  ['POST', /^\/api\/instances\/\d+\/(cancellation|modification|migration)$/, (_sent, response) => json(response, 204)],
  ['GET', /^\/api\/incidents\/groups$/, (_sent, response) => json(response, 200, incidentGroups)],
];

/** What a past moment shows; last in the table, so that the live watch's own answers come first. */
export const pastRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/watch\/board$/, (_sent, response) => json(response, 200, board)],
  ['GET', /^\/api\/watch\/needs$/, (_sent, response) => json(response, 200, { asOf: businessNow, lists: [] })],
];
