/**
 * Canned answers in the shapes of the HTTP contract, typed by domain/api: what the browser tests of this room read
 * instead of a server. The journeys on real parts stand in test/.
 */

import type { DelegationItem } from '../../domain/api/delegations.ts';
import type { Others } from '../../domain/api/duplicates.ts';
import type { Counts, InstanceDetail, InstanceItem } from '../../domain/api/instances.ts';
import type { NoticeItem, NoticeList, NoticeSettingsView } from '../../domain/api/notices.ts';
import type { FigureCounts, Figures, PublishedPoints, PublishedReport } from '../../domain/api/published.ts';
import type { ReportView } from '../../domain/api/reports.ts';
import type { Session } from '../../domain/api/session.ts';
import type { ViewList } from '../../domain/api/task-views.ts';
import type { Candidate, TaskDetail, TaskItem } from '../../domain/api/tasks.ts';
import type { Template } from '../../domain/api/templates.ts';
import type {
  Board,
  ElementPassage,
  MapReports,
  NeedItem,
  Needs,
  Passages,
  TimerItem,
  TimerList,
} from '../../domain/api/watch.ts';
import type { Way, WayStep } from '../../domain/api/way.ts';
import { standardSettings } from '../../domain/notices.ts';
import { rightsOf } from '../../domain/rights.ts';

/** Monday, 5 January 2026, 10:00 in Vietnam. */
export const businessNow = '2026-01-05T10:00:00+07:00';

export function session(username: string, groups: string[]): Session {
  return { username, name: username, groups, rights: rightsOf(groups) };
}

export const report: ReportView = {
  code: 'QN-260105-7K3M',
  status: 'in-progress',
  stage: 'handling',
  content:
    'Ổ gà sâu trên đường Phan Châu Trinh, đoạn trước chợ Tam Kỳ, rộng khoảng nửa mét. Tối qua đã có hai người đi xe máy bị ngã.\nMong cơ quan chức năng vá lại sớm trước khi trời mưa.',
  place: { text: 'Trước số 120 Phan Châu Trinh', district: 'tamky', lat: 15.5736, lng: 108.474 },
  attachments: ['pic0000000000000001', 'pic0000000000000002'],
  history: [
    { at: '2026-01-05T07:12:00+07:00', what: 'received', by: 'sender' },
    { at: '2026-01-05T07:40:00+07:00', what: 'intake.accepted' },
    { at: '2026-01-05T08:05:00+07:00', what: 'routing.routed' },
    { at: '2026-01-05T09:10:00+07:00', what: 'scope.in-scope', by: 'sgtvt' },
    { at: '2026-01-05T09:35:00+07:00', what: 'instruction.instructed', by: 'sgtvt' },
  ],
  dueAt: '2026-01-13T09:10:00+07:00',
  field: 'transport',
};

const replyText =
  'Kính chào: Ông/bà\nSau khi nhận được phản ánh của Ông/bà, Sở Giao thông vận tải đã tiến hành kiểm tra, xử lý và thông báo kết quả như sau:\nĐã vá mặt đường bằng bê tông nhựa nguội và cắm biển cảnh báo.\nChúng tôi chân thành cám ơn Ông/Bà đã kịp thời phản ánh và mong tiếp tục nhận được phản ánh trong thời gian tới.\nTrân trọng.';

export const answered: ReportView = {
  ...report,
  code: 'QN-260105-ANSW',
  status: 'answered',
  stage: 'feedback',
  dueAt: undefined,
  history: [
    ...report.history,
    { at: '2026-01-05T15:00:00+07:00', what: 'handling.done', by: 'sgtvt' },
    { at: '2026-01-05T16:00:00+07:00', what: 'approval.approved', by: 'sgtvt' },
    { at: '2026-01-05T16:30:00+07:00', what: 'published', by: 'sgtvt' },
  ],
  reply: { agency: 'sgtvt', text: replyText, attachments: [], at: '2026-01-05T16:30:00+07:00', resolution: 'fixed' },
};

export const incomplete: ReportView = {
  ...report,
  code: 'QN-260105-MISS',
  status: 'needs-supplement',
  stage: 'supplement',
  missing: 'Xin cho biết số nhà hoặc một điểm dễ thấy gần nơi xảy ra, và gửi thêm một ảnh nhìn rõ mặt đường.',
  history: report.history.slice(0, 1),
  dueAt: '2026-01-12T08:00:00+07:00',
};

const passed = (elementId: string, vi: string, en: string, leftAt: string, rest: Partial<WayStep> = {}): WayStep => ({
  elementId,
  label: { vi, en },
  state: 'past',
  enteredAt: leftAt,
  leftAt,
  ...rest,
});

/** The way of `report`: handling was extended once, the report stands there again. */
export const way: Way = {
  version: 3,
  asOf: businessNow,
  steps: [
    passed('received', 'Đã gửi', 'Sent', '2026-01-05T07:12:00+07:00'),
    passed('intake', 'Trung tâm IOC kiểm tra thông tin', 'The centre checks the report', '2026-01-05T07:40:00+07:00', {
      article: '6.2',
      dueAt: '2026-01-05T09:12:00+07:00',
      outcome: 'intake.accepted',
      by: 'ioc',
    }),
    passed('scope', 'Cơ quan xử lý kiểm tra phạm vi', 'The agency checks', '2026-01-05T09:10:00+07:00', {
      article: '8.2',
      dueAt: '2026-01-05T08:50:00+07:00',
      outcome: 'scope.in-scope',
      by: 'sgtvt',
    }),
    passed('handling', 'Cơ quan xử lý', 'The agency is at work', '2026-01-05T09:20:00+07:00', {
      article: '8.3',
      dueAt: '2026-01-13T09:10:00+07:00',
      outcome: 'handling.extension-requested',
      by: 'sgtvt',
    }),
    passed('extension', 'Xem xét gia hạn xử lý', 'More time is considered', '2026-01-05T09:35:00+07:00', {
      outcome: 'extension.granted',
      by: 'sgtvt',
      extension: {
        outcome: 'granted',
        askedDays: 5,
        days: 4,
        reason: 'Chờ nhựa đường từ nhà cung cấp, dự kiến về ngày 12/01.',
        by: 'sgtvt',
        from: '2026-01-13T09:10:00+07:00',
        to: '2026-01-19T09:10:00+07:00',
      },
    }),
    {
      elementId: 'handling',
      label: { vi: 'Cơ quan xử lý', en: 'The agency is at work' },
      state: 'here',
      article: '8.3',
      enteredAt: '2026-01-05T09:35:00+07:00',
      dueAt: '2026-01-19T09:10:00+07:00',
      firstDueAt: '2026-01-13T09:10:00+07:00',
    },
    {
      elementId: 'approval',
      label: { vi: 'Lãnh đạo cơ quan phê duyệt kết quả', en: 'The agency’s head approves the result' },
      state: 'ahead',
      article: '9.2',
      dueAt: '2026-01-20T09:10:00+07:00',
    },
    {
      elementId: 'feedback-wait',
      label: { vi: 'Chờ bạn đánh giá', en: 'Waiting for your rating' },
      state: 'ahead',
      article: '11.1',
    },
  ],
};

export const published: PublishedReport[] = [
  {
    code: 'QN-251222-AB12',
    field: 'transport',
    district: 'tamky',
    sender: 'Nguyễn Văn Nam',
    content: 'Đèn tín hiệu ở ngã tư Phan Bội Châu – Hùng Vương tắt từ sáng qua, giờ cao điểm rất nguy hiểm.',
    place: { text: 'Ngã tư Phan Bội Châu – Hùng Vương', lat: 15.5683, lng: 108.4794 },
    attachments: ['pic0000000000000001'],
    receivedAt: '2025-12-22T08:00:00+07:00',
    publishedAt: '2025-12-24T15:00:00+07:00',
    reply: {
      agency: 'sgtvt',
      text: replyText,
      attachments: ['pic0000000000000002'],
      at: '2025-12-24T15:00:00+07:00',
      resolution: 'fixed',
    },
    rating: 'satisfied',
  },
  {
    code: 'QN-251220-CD34',
    field: 'environment',
    district: 'hoian',
    sender: 'Ông/bà',
    content: 'Rác thải tồn đọng nhiều ngày ở bãi sau chợ Cẩm Thanh, bốc mùi và chảy nước ra đường.',
    place: { text: 'Sau chợ Cẩm Thanh', lat: 15.8794, lng: 108.3626 },
    attachments: [],
    receivedAt: '2025-12-20T08:00:00+07:00',
    publishedAt: '2025-12-23T10:00:00+07:00',
    reply: {
      agency: 'hoian',
      text: replyText,
      attachments: [],
      at: '2025-12-23T10:00:00+07:00',
      resolution: 'cannot-fix',
    },
  },
  {
    code: 'QN-251218-EF56',
    field: 'electricity',
    district: 'dienban',
    sender: 'Ông/bà',
    content: 'Xin hỏi lịch cắt điện luân phiên của khối phố trong tháng này.',
    place: { text: 'Khối phố 3, phường Vĩnh Điện' },
    attachments: [],
    receivedAt: '2025-12-18T08:00:00+07:00',
    publishedAt: '2025-12-19T10:00:00+07:00',
    reply: { agency: 'sct', text: replyText, attachments: [], at: '2025-12-19T10:00:00+07:00', resolution: 'answered' },
  },
];

export const points: PublishedPoints = {
  points: published.flatMap(({ code, field, place, reply }): PublishedPoints['points'] =>
    place.lat === undefined || place.lng === undefined
      ? []
      : [[code, place.lat, place.lng, field, reply.resolution ?? null]],
  ),
  unplaced: 1,
};

const none: FigureCounts = {
  received: 0,
  open: 0,
  rejected: 0,
  withdrawn: 0,
  answered: 0,
  fixed: 0,
  onlyAnswered: 0,
  cannotFix: 0,
  unsaid: 0,
  timed: 0,
  onTimeByFirst: 0,
  onTimeByMoved: 0,
  satisfied: 0,
  acceptable: 0,
  unsatisfied: 0,
};

const transport: FigureCounts = {
  ...none,
  received: 1204,
  open: 31,
  rejected: 60,
  withdrawn: 13,
  answered: 1100,
  fixed: 702,
  onlyAnswered: 300,
  cannotFix: 88,
  unsaid: 10,
  timed: 1100,
  onTimeByFirst: 561,
  onTimeByMoved: 1020,
  satisfied: 210,
  acceptable: 80,
  unsatisfied: 40,
};
const water: FigureCounts = { ...none, received: 3, open: 1, answered: 2, onlyAnswered: 2 };
const together = Object.fromEntries(
  Object.entries(transport).map(([name, n]) => [name, n + water[name as keyof FigureCounts]]),
) as FigureCounts;

export const figures: Figures = {
  asOf: businessNow,
  total: together,
  byField: [
    { id: 'transport', ...transport },
    { id: 'water', ...water },
  ],
  byDistrict: [
    { id: 'tamky', ...transport },
    { id: '', ...water },
  ],
  byMonth: [{ id: '2026-01', ...together }],
  years: [2026, 2025],
};

const baseTask: TaskItem = {
  key: '4503599627370501',
  stage: 'handling',
  elementId: 'handling',
  name: 'Xử lý, nhập kết quả',
  article: '8.3',
  reportCode: report.code,
  summary: 'Ổ gà sâu trên đường Phan Châu Trinh, đoạn trước chợ Tam Kỳ, rộng khoảng nửa mét.',
  agency: 'sgtvt',
  assignee: null,
  state: 'created',
  createdAt: '2026-01-05T09:35:00+07:00',
  dueAt: '2026-01-13T09:10:00+07:00',
  originalDueAt: '2026-01-13T09:10:00+07:00',
  remindAt: '2026-01-09T16:10:00+07:00',
  overdue: false,
  version: 1,
  field: 'transport',
  district: 'tamky',
  candidateGroups: ['agency:sgtvt:officer'],
};

/** What an officer of the department of transport sees: overdue, due soon, calm, held by others. */
export function tasks(): TaskItem[] {
  return [
    {
      ...baseTask,
      key: '4503599627370497',
      stage: 'scope',
      elementId: 'scope',
      article: '8.2',
      reportCode: 'QN-260102-2F9P',
      summary: 'Xe khách dừng đón khách trái phép trước cổng trường Nguyễn Bỉnh Khiêm giờ tan học.',
      dueAt: '2026-01-05T08:30:00+07:00',
      remindAt: '2026-01-04T15:00:00+07:00',
      overdue: true,
    },
    {
      ...baseTask,
      key: '4503599627370498',
      stage: 'publication',
      elementId: 'publication',
      article: '10.1',
      reportCode: 'QN-251230-8XQ1',
      summary: 'Đèn tín hiệu ngã tư Phan Bội Châu không hoạt động.',
      assignee: 'sgtvt.officer',
      state: 'assigned',
      dueAt: '2026-01-05T11:20:00+07:00',
      remindAt: '2026-01-05T09:00:00+07:00',
    },
    {
      ...baseTask,
      key: '4503599627370499',
      reportCode: 'QN-260104-M4K7',
      summary: '',
      confidential: true,
      assignee: 'sgtvt.officer2',
      state: 'assigned',
      dueAt: '2026-01-08T14:00:00+07:00',
      remindAt: '2026-01-07T10:00:00+07:00',
    },
    baseTask,
    {
      ...baseTask,
      key: '4503599627370502',
      stage: 'opinion',
      elementId: 'opinion',
      article: '3.8',
      reportCode: 'QN-260105-1ZT6',
      summary: 'Cột điện nghiêng sát mép đường ĐT 607, gần cầu Hà Sấu, dây sà thấp.',
      dueAt: '2026-01-07T09:00:00+07:00',
      remindAt: '2026-01-06T14:00:00+07:00',
    },
  ];
}

/** Lists with counts: the built-in ones, one of the unit, one's own. */
export const views: ViewList = {
  items: [
    { id: 'open', filter: { state: 'open' as const }, count: 5 },
    { id: 'mine', filter: { state: 'mine' as const }, count: 1 },
    { id: 'unclaimed', filter: { state: 'unclaimed' as const }, count: 3 },
    { id: 'overdue', filter: { state: 'open' as const, overdue: true }, count: 1 },
    {
      id: 'a'.repeat(32),
      kind: 'unit' as const,
      unit: 'agency:sgtvt',
      name: 'Chờ công khai',
      filter: { state: 'open' as const, stage: 'publication' as const },
      count: 1,
    },
    {
      id: 'b'.repeat(32),
      kind: 'own' as const,
      name: 'Đèn tín hiệu',
      filter: { state: 'open' as const, q: 'đèn' },
      count: 1000,
      more: true,
      mayEdit: true,
    },
  ].map((one, order) => ({ kind: 'built-in' as const, mayEdit: false, more: false, order, ...one })),
  next: null,
  asOf: businessNow,
};

export const colleagues = [
  { username: 'sgtvt.officer', name: 'Trần Văn Bình' },
  { username: 'sgtvt.officer2', name: 'Lê Thị Lan' },
  { username: 'sgtvt.officer3', name: 'Đỗ Minh Đức' },
];

export const candidates: Candidate[] = colleagues.map((one, n) =>
  n === 2 ? { ...one, away: { until: '2026-01-09T17:00:00+07:00', standIn: colleagues[1]! } } : one,
);

export const delegations: DelegationItem[] = [
  {
    id: 'c'.repeat(32),
    absent: colleagues[2]!,
    standIn: colleagues[1]!,
    startsAt: '2026-01-05T07:00:00+07:00',
    endsAt: '2026-01-09T17:00:00+07:00',
    reason: 'Đi công tác tại huyện Nam Trà My',
    inForce: true,
    mayEnd: true,
  },
];

export function taskDetail(schema: unknown, data: Record<string, unknown>): TaskDetail {
  return {
    ...baseTask,
    instanceKey: '2251799813685300',
    definitionKey: '2251799813685250',
    candidateGroups: ['agency:sgtvt:officer'],
    report: { ...report, sender: { name: 'Nguyễn Văn Nam', phone: '0905 123 456' }, receivedAt: report.history[0]!.at },
    form: { schema, data },
    draft: null,
    history: [{ at: '2026-01-05T09:35:00+07:00', what: 'created' }],
  };
}

/** One report that may be the same, one that is linked, one of which only the public part is shown. */
export const others: Others = {
  items: [
    {
      code: 'QN-260103-P8D2',
      status: 'in-progress',
      receivedAt: '2026-01-03T16:20:00+07:00',
      summary: 'Trước chợ Tam Kỳ có ổ gà lớn, xe máy tránh rất nguy hiểm, nhất là ban đêm.',
      field: 'transport',
      metres: 40,
      taskKey: '4503599627370480',
    },
    {
      code: 'QN-251229-K2L9',
      status: 'answered',
      receivedAt: '2025-12-29T09:00:00+07:00',
      summary: '',
      field: 'transport',
      metres: 150,
    },
  ],
  duplicateOf: null,
  duplicates: [
    {
      code: 'QN-260105-W3R6',
      status: 'received',
      receivedAt: '2026-01-05T08:40:00+07:00',
      summary: 'Ổ gà trước số 120 Phan Châu Trinh.',
      metres: 10,
      taskKey: '4503599627370490',
    },
  ],
  mayLink: true,
};

export const templates: Template[] = [
  {
    id: 'tmpl0000000000000001',
    name: 'Đã vá mặt đường',
    text: '{agency} đã vá mặt đường tại {place} bằng bê tông nhựa nguội và cắm biển cảnh báo.',
    stage: 'handling',
    outcome: 'done',
    shared: true,
    mayEdit: false,
    by: 'sgtvt.leader',
    at: '2025-12-01T08:00:00+07:00',
  },
  {
    id: 'tmpl0000000000000002',
    name: 'Chờ vật tư',
    text: 'Đang chờ vật tư để sửa tại {place}; dự kiến xong trong thời gian xin gia hạn.',
    shared: false,
    mayEdit: true,
    by: 'sgtvt.officer',
    at: '2025-12-02T08:00:00+07:00',
  },
];

export const instances: InstanceItem[] = [
  {
    key: '2251799813685300',
    reportCode: report.code,
    definitionKey: '2251799813685250',
    version: 3,
    state: 'active',
    startedAt: '2026-01-05T07:12:00+07:00',
    endedAt: null,
    elements: ['handling'],
    incidents: 0,
    overdue: false,
    dueAt: '2026-01-13T09:10:00+07:00',
  },
  {
    key: '2251799813685301',
    reportCode: 'QN-260102-2F9P',
    definitionKey: '2251799813685250',
    version: 3,
    state: 'active',
    startedAt: '2026-01-02T09:00:00+07:00',
    endedAt: null,
    elements: ['scope'],
    incidents: 0,
    overdue: true,
    dueAt: '2026-01-05T08:30:00+07:00',
  },
  {
    key: '2251799813685302',
    reportCode: 'QN-260105-0INC',
    definitionKey: '2251799813685250',
    version: 3,
    state: 'active',
    startedAt: '2026-01-05T07:30:00+07:00',
    endedAt: null,
    elements: ['intake'],
    incidents: 1,
    overdue: false,
    dueAt: null,
  },
];

export const counts: Counts = {
  asOf: businessNow,
  elements: {
    intake: { tokens: 12, incidents: 1, overdue: 0 },
    routing: { tokens: 4, incidents: 0, overdue: 0 },
    scope: { tokens: 7, incidents: 0, overdue: 2 },
    handling: { tokens: 41, incidents: 0, overdue: 3 },
    approval: { tokens: 5, incidents: 0, overdue: 0 },
  },
};

export const instance: InstanceDetail = {
  ...instances[0]!,
  path: [
    ['received', 'startEvent', '07:12', '07:12'],
    ['intake', 'userTask', '07:12', '07:40'],
    ['routing', 'userTask', '07:40', '08:05'],
    ['scope', 'userTask', '08:05', '09:10'],
    ['instruction', 'userTask', '09:10', '09:35'],
    ['handling', 'userTask', '09:35', null],
  ].map(([elementId, type, entered, left], index) => ({
    key: String(2251799813685400 + index),
    elementId: elementId!,
    type: type!,
    state: left ? ('completed' as const) : ('active' as const),
    enteredAt: `2026-01-05T${entered}:00+07:00`,
    leftAt: left ? `2026-01-05T${left}:00+07:00` : null,
  })),
  incidentList: [
    {
      key: '2251799813685900',
      instanceKey: '2251799813685300',
      reportCode: report.code,
      elementId: 'handling',
      errorType: 'JOB_NO_RETRIES',
      message: 'connect ECONNREFUSED 127.0.0.1:27017',
      createdAt: '2026-01-05T09:36:00+07:00',
      resolvedAt: null,
    },
  ],
  deadlines: [
    {
      task: 'handling',
      article: '8.3',
      budget: '6d',
      startedAt: '2026-01-05T09:10:00+07:00',
      workingMinutes: 3600,
      calendarVersion: 1,
      dueAt: '2026-01-13T09:10:00+07:00',
      remindAt: '2026-01-09T16:10:00+07:00',
      originalDueAt: '2026-01-13T09:10:00+07:00',
    },
  ],
  variables: { reportCode: report.code, field: 'transport', leadAgency: 'sgtvt' },
};

/** A morning's notices. */
export const notices: NoticeList = {
  unread: 3,
  next: null,
  items: [
    noticeItem('1', 'overdue', 'handling', { dueAt: '2026-01-05T08:30:00+07:00' }),
    noticeItem('2', 'handedOver', 'handling'),
    noticeItem('3', 'newTask', 'scope', { count: 12, code: null, path: '/tasks?view=unclaimed' }),
    noticeItem('4', 'reminder', 'scope', { dueAt: '2026-01-05T10:00:00+07:00', read: true }),
    noticeItem('5', 'approval', 'approval', { read: true }),
    noticeItem('6', 'addendum', 'handling', { read: true }),
  ],
};

function noticeItem(id: string, kind: NoticeItem['kind'], stage: string, rest: Partial<NoticeItem> = {}): NoticeItem {
  const common = { code: report.code, dueAt: null, count: 1, at: businessNow, read: false, path: '/tasks' };
  return { id: id.padStart(32, '0'), kind, stage, ...common, ...rest };
}

export const noticeSettings: NoticeSettingsView = {
  ...standardSettings,
  quietHours: { from: '21:00', to: '06:30' },
  reach: { mail: true, devices: 1, digestAt: '07:00' },
};

/** The live watch: two versions, one in force, an older one with what began before. */
export const board: Board = {
  asOf: businessNow,
  upTo: 812,
  versions: [
    {
      definitionKey: '2251799813685250',
      version: 3,
      name: 'Tiếp nhận, xử lý phản ánh hiện trường',
      deployedAt: '2025-12-29T08:00:00+07:00',
      running: 61,
      inForce: true,
    },
    {
      definitionKey: '2251799813685240',
      version: 2,
      name: 'Tiếp nhận, xử lý phản ánh hiện trường',
      deployedAt: '2025-11-03T08:00:00+07:00',
      running: 8,
      inForce: false,
    },
  ],
  counts: {
    '2251799813685250': counts.elements,
    '2251799813685240': { handling: { tokens: 8, incidents: 0, overdue: 1 } },
  },
};

const passage = (
  left: number,
  median: number,
  ninetieth: number,
  standing: number,
  longest: number | null,
  target: ElementPassage['target'],
): ElementPassage => ({
  entered: left + standing,
  left,
  median,
  ninetieth,
  standing,
  waitingMedian: longest === null ? null : longest / 2,
  waitingLongest: longest,
  target,
});

export const passages: Passages = {
  asOf: businessNow,
  window: 'day',
  from: '2026-01-05T00:00:00+07:00',
  to: businessNow,
  workingMinutes: 180,
  elements: {
    received: passage(30, 0, 0, 0, null, null),
    intake: passage(26, 35, 80, 12, 95, { minutes: 120, budget: '2h', article: '6.2', shared: false }),
    routing: passage(22, 50, 135, 4, 40, { minutes: 120, budget: '2h', article: '7.2', shared: false }),
    scope: passage(18, 640, 1_100, 7, 700, { minutes: 600, budget: '1d', article: '8.1', shared: false }),
    handling: passage(9, 1_900, 3_300, 49, 3_720, { minutes: 3_600, budget: '6d', article: '8.3', shared: true }),
    approval: passage(7, 120, 300, 5, 60, { minutes: 600, budget: '1d', article: '8.4', shared: false }),
    compose: passage(7, 0, 0, 0, null, null),
  },
};

const huong = { username: 'sgtvt.huong', name: 'Trần Thị Hương', phone: '0235 3852 100' };
const leaderThere = { username: 'sgtvt.leader', name: 'Nguyễn Văn Lãnh' };
const needItem = (n: number, rest: Partial<NeedItem> = {}): NeedItem => ({
  taskKey: `450359962737051${n}`,
  instanceKey: `225179981368530${n}`,
  reportCode: `QN-26-LATE-000${n}-A`,
  elementId: 'scope',
  name: 'Kiểm tra phạm vi',
  at: '2026-01-05T08:30:00+07:00',
  agency: 'sgtvt',
  contacts: [leaderThere],
  ...rest,
});

export const needs: Needs = {
  asOf: businessNow,
  lists: [
    { kind: 'overdue', count: 6, items: [needItem(1, { holder: huong }), needItem(2)] },
    { kind: 'soon', count: 3, items: [needItem(3, { at: '2026-01-05T10:40:00+07:00', holder: huong })] },
    { kind: 'unclaimed', count: 1, items: [needItem(4, { at: '2026-01-05T12:00:00+07:00' })] },
    { kind: 'unclaimable', count: 0, items: [] },
    {
      kind: 'incidents',
      count: 1,
      items: [
        {
          incidentKey: '2251799813685900',
          instanceKey: '2251799813685302',
          reportCode: 'QN-260105-0INC',
          elementId: 'intake',
          name: 'Kiểm tra, tiếp nhận',
          at: '2026-01-05T07:31:00+07:00',
          message: 'connect ECONNREFUSED 127.0.0.1:27017',
          contacts: [{ username: 'ioc.duty', name: 'Trực ban' }],
        },
      ],
    },
    { kind: 'roster', count: 0, items: [] },
  ],
};

export const openOnMap: MapReports = {
  asOf: businessNow,
  total: 3,
  items: instances.map((one, n) => ({
    key: one.key,
    code: one.reportCode ?? '',
    definitionKey: one.definitionKey,
    elements: one.elements,
    district: n === 2 ? 'hoian' : 'tamky',
    dueAt: one.dueAt ?? null,
    incidents: one.incidents,
    ...(n === 2 ? {} : { lat: 15.57 + n / 50, lng: 108.47 + n / 40 }),
  })),
};

const timer = (n: number, rest: Partial<TimerItem>): TimerItem => ({
  key: `225179981369000${n}`,
  instanceKey: '2251799813685300',
  reportCode: report.code,
  elementId: 'watch-overdue',
  name: 'Quá hạn',
  kind: 'overdue',
  state: 'pending',
  dueAt: `2026-01-0${5 + n}T09:10:00+07:00`,
  endedAt: null,
  agency: 'sgtvt',
  task: {
    elementId: 'handling',
    name: 'Xử lý, nhập kết quả',
    key: '4503599627370501',
    assigneeName: huong.name,
    open: true,
  },
  matters: true,
  ...rest,
});

export const timers: TimerList = {
  next: null,
  items: [
    timer(1, { kind: 'reminder', elementId: 'watch-remind', name: 'Đến giờ nhắc' }),
    timer(2, {
      matters: false,
      moved: {
        at: '2026-01-05T08:00:00+07:00',
        from: '2026-01-07T09:10:00+07:00',
        to: '2026-01-13T09:10:00+07:00',
        reason: 'extension',
        by: 'sgtvt.leader',
        byName: leaderThere.name,
      },
    }),
    timer(3, {
      kind: 'feedback',
      elementId: 'feedback-closed',
      name: 'Hết hạn phản hồi',
      task: undefined,
    } as Partial<TimerItem>),
  ],
};
