/** What the double answers about releases: one that waits for the person logged in, versions, a migration under way. */
import type { MigrationItemView, MigrationPreview, MigrationView } from '../../domain/api/migrations.ts';
import type { ReleaseItem, VersionItem } from '../../domain/api/releases.ts';
import { type Answer, json } from './route.ts';

const definition = '2251799813685249';
const analyst = { username: 'analyst', name: 'Trần Thị Bình' };
const second = { username: 'analyst2', name: 'Lê Văn Cường' };
const common = {
  note: 'Rút thời hạn xử lý còn 4 ngày làm việc theo Công văn 12/UBND.',
  before: { definitionKey: definition, version: 3 },
  rollBackTo: null,
  warnings: { count: 0, reason: '' },
  decidedBy: null,
  decidedAt: null,
  remark: '',
  refusal: null,
  deployed: null,
  migration: null,
};

export const waiting: ReleaseItem = {
  ...common,
  id: 'c'.repeat(32),
  modelId: 'b'.repeat(32),
  name: 'Thêm bước khảo sát',
  state: 'asked',
  running: { choice: 'migrate', mapping: {}, recompute: false },
  askedBy: second,
  askedAt: '2026-01-05T09:10:00+07:00',
  mayDecide: true,
  mine: false,
};

export const released: ReleaseItem = {
  ...common,
  id: 'd'.repeat(32),
  modelId: 'a'.repeat(32),
  name: 'Rút ngắn thời hạn xử lý',
  state: 'released',
  running: { choice: 'migrate', mapping: {}, recompute: false },
  askedBy: analyst,
  askedAt: '2025-12-30T10:00:00+07:00',
  decidedBy: second,
  decidedAt: '2025-12-30T14:20:00+07:00',
  deployed: { definitionKey: definition, version: 3 },
  migration: 'd'.repeat(32),
  mayDecide: false,
  mine: true,
};

export const versions: VersionItem[] = [
  {
    definitionKey: definition,
    version: 3,
    deployedAt: '2025-12-30T14:20:00+07:00',
    inForce: true,
    running: 128,
    release: {
      id: released.id,
      name: released.name,
      note: released.note,
      askedBy: analyst,
      approvedBy: second,
      rollBackTo: null,
    },
  },
  {
    definitionKey: '2251799813685200',
    version: 2,
    deployedAt: '2025-11-03T08:00:00+07:00',
    inForce: false,
    running: 6,
    release: null,
  },
];

export const preview: MigrationPreview = {
  asOf: '2026-01-05T09:41:00+07:00',
  reports: { all: 134, can: 131, cannot: 3 },
  versions: [
    {
      definitionKey: definition,
      version: 3,
      reports: 134,
      elements: [
        {
          id: 'handling',
          name: 'Xử lý, nhập kết quả',
          type: 'UserTask',
          reports: 90,
          to: { id: 'handling', name: 'Xử lý, nhập kết quả' },
          why: null,
          choices: [],
        },
        {
          id: 'scope',
          name: 'Xác nhận phạm vi',
          type: 'UserTask',
          reports: 3,
          to: null,
          why: 'gone',
          choices: [
            { id: 'survey', name: 'Khảo sát hiện trường' },
            { id: 'handling', name: 'Xử lý, nhập kết quả' },
          ],
        },
      ],
    },
  ],
  stuck: [
    {
      key: '2251799813685300',
      reportCode: 'QN-26-7K3M-9XQ2-4',
      version: 3,
      why: [{ element: 'scope', name: 'Xác nhận phạm vi', why: 'gone' }],
    },
  ],
};

export const moving: MigrationView = {
  id: released.id,
  releaseId: released.id,
  to: { definitionKey: definition, version: 3 },
  recompute: false,
  reason: released.note,
  by: second.username,
  byName: second.name,
  at: '2025-12-30T14:20:00+07:00',
  state: 'running',
  waits: true,
  endedAt: null,
  counts: { all: 134, waiting: 40, moved: 91, there: 0, ended: 1, hindered: 1, refused: 1 },
};

export const stayed: MigrationItemView[] = [
  {
    key: '2251799813685300',
    reportCode: 'QN-26-7K3M-9XQ2-4',
    fromVersion: 2,
    state: 'hindered',
    why: [{ element: 'scope', why: 'gone' }],
    words: null,
    datesMoved: null,
    at: '2025-12-30T14:21:00+07:00',
  },
  {
    key: '2251799813685301',
    reportCode: 'QN-26-4HZT-2PD8-1',
    fromVersion: 2,
    state: 'refused',
    why: [],
    words: 'Expected to migrate process instance but a command of it is still being processed. Please try again',
    datesMoved: null,
    at: '2025-12-30T14:21:02+07:00',
  },
];

const always =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

/** The first draft has nothing open, so that the form shows; the list has one that waits. */
const list: Answer = ({ path }, response) => {
  const ofFirst = path.includes(`model=${'a'.repeat(32)}`);
  const ofSecond = path.includes(`model=${'b'.repeat(32)}`);
  const items = ofFirst ? [released] : ofSecond ? [waiting] : [waiting, released];
  json(response, 200, { items, next: null });
};

export const releaseRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/releases\/versions$/, always(200, { items: versions })],
  ['GET', /^\/api\/releases(\?.*)?$/, list],
  ['GET', /^\/api\/releases\/\w{32}\/migration-preview$/, always(200, preview)],
  ['POST', /^\/api\/releases\/\w{32}\/approval$/, always(200, { ...waiting, state: 'released', mayDecide: false })],
  ['POST', /^\/api\/releases\/\w{32}\/return$/, always(200, { ...waiting, state: 'returned', mayDecide: false })],
  ['DELETE', /^\/api\/releases\/\w{32}$/, always(204)],
  ['POST', /^\/api\/releases$/, always(201, waiting)],
  ['POST', /^\/api\/models\/\w{32}\/releases$/, always(201, { ...waiting, mine: true, mayDecide: false })],
  ['POST', /^\/api\/models\/\w{32}\/migration-preview$/, always(200, preview)],
  ['POST', /^\/api\/migrations\/preview$/, always(200, preview)],
  ['POST', /^\/api\/migrations$/, always(202, moving)],
  ['GET', /^\/api\/migrations$/, always(200, { items: [moving] })],
  ['GET', /^\/api\/migrations\/\w{32}$/, always(200, moving)],
  ['GET', /^\/api\/migrations\/\w{32}\/items(\?.*)?$/, always(200, { items: stayed, next: null })],
  ['POST', /^\/api\/migrations\/\w{32}\/stop$/, always(204)],
];
