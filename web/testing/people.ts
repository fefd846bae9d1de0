/** The double's people, roster and calendar editor. The business day is Monday, 5 January 2026. */
import type { CalendarPreview, CalendarState } from '../../domain/api/calendar.ts';
import type { FocalPoint, PersonDetail, PersonItem } from '../../domain/api/people.ts';
import type { DutyItem, Roster } from '../../domain/api/roster.ts';
import { shippedCalendar } from '../../domain/calendar.ts';
import * as canned from './answers.ts';
import { type Answer, json } from './route.ts';

const always =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

const person = (username: string, name: string, groups: string[], rest: Partial<PersonItem> = {}): PersonItem => ({
  username,
  name,
  groups,
  email: `${username}@quangnam.gov.vn`,
  active: true,
  hasPassword: true,
  version: 1,
  ...rest,
});

export const people: PersonItem[] = [
  person('binh', 'Trần Thị Bình', ['ioc-duty', 'ioc-intake'], { phone: '0235 381 0123' }),
  person('ioc.admin', 'Quản trị hệ thống IOC', ['admin']),
  person('sgtvt.leader', 'Lê Văn Cường', ['agency:sgtvt:leader']),
  person('sgtvt.officer', 'Phạm Thị Dung', ['agency:sgtvt:officer'], { hasPassword: false }),
  person('cu', 'Nguyễn Văn Cũ', [], { active: false }),
];

const binh: PersonDetail = {
  ...people[0]!,
  holds: [{ key: '4503599627370501', stage: 'intake', name: 'Tiếp nhận', reportCode: canned.report.code }],
  sessions: 1,
};

const points: FocalPoint[] = [
  {
    agency: 'syt',
    name: { vi: 'Sở Y tế', en: 'Department of Health' },
    leaders: [],
    officers: [
      { username: 'an', name: 'Nguyễn Thị An' },
      { username: 'hoa', name: 'Võ Thị Hoa' },
    ],
  },
  {
    agency: 'sgtvt',
    name: { vi: 'Sở Giao thông vận tải', en: 'Department of Transport' },
    leaders: [
      {
        username: 'sgtvt.leader',
        name: 'Lê Văn Cường',
        standIn: { username: 'sgtvt.officer', name: 'Phạm Thị Dung' },
      },
    ],
    officers: [{ username: 'sgtvt.officer', name: 'Phạm Thị Dung' }],
  },
];

const duty = (n: number, role: DutyItem['role'], username: string, name: string): DutyItem => ({
  id: String(n).padStart(32, '0'),
  role,
  username,
  name,
  from: `2026-01-0${n}T07:00:00+07:00`,
  to: `2026-01-0${n}T17:00:00+07:00`,
  version: 1,
  holds: n !== 7,
});

const roster: Roster = {
  from: '2026-01-05',
  days: 7,
  items: [
    duty(5, 'ioc-duty', 'binh', 'Trần Thị Bình'),
    { ...duty(5, 'ioc-intake', 'an', 'Nguyễn Thị An'), id: 'a'.repeat(32) },
    duty(6, 'ioc-duty', 'an', 'Nguyễn Thị An'),
    duty(7, 'ioc-duty', 'cu', 'Nguyễn Văn Cũ'),
  ],
  gaps: [
    { role: 'ioc-intake', from: '2026-01-06T07:00:00+07:00', to: '2026-01-06T17:00:00+07:00' },
    { role: 'ioc-duty', from: '2026-01-07T07:00:00+07:00', to: '2026-01-07T17:00:00+07:00' },
  ],
  kept: true,
  candidates: [
    { username: 'an', name: 'Nguyễn Thị An', roles: ['ioc-intake', 'ioc-duty'] },
    { username: 'binh', name: 'Trần Thị Bình', roles: ['ioc-intake', 'ioc-duty'] },
  ],
};

const calendar: CalendarState = {
  calendar: { version: 2, ...shippedCalendar },
  versions: [
    {
      version: 2,
      at: '2026-01-02T02:00:00.000Z',
      by: 'ioc.duty',
      byName: 'Trần Thị Bình',
      note: 'Hoán đổi ngày làm việc dịp Tết',
      source: '12/QĐ-UBND',
    },
  ],
  progress: {
    version: 2,
    state: 'done',
    waits: false,
    counts: { all: 412, waiting: 0, moved: 37, same: 375, ended: 0, refused: 0 },
    endedAt: '2026-01-02T02:01:00.000Z',
  },
};

const moving = (
  code: string,
  overdue: CalendarPreview['items'][number]['overdue'],
): CalendarPreview['items'][number] => ({
  reportCode: code,
  instanceKey: '2251799813685300',
  elementId: 'handling',
  name: 'Xử lý, nhập kết quả',
  agency: 'sgtvt',
  from: '2026-01-07T08:00:00+07:00',
  to: '2026-01-08T08:00:00+07:00',
  overdue,
});

export const preview: CalendarPreview = {
  version: 2,
  counts: { reports: 412, moved: 2, later: 2, earlier: 0, becomeOverdue: 0, noLongerOverdue: 1 },
  items: [moving(canned.report.code, 'no-longer'), moving(canned.answered.code, 'none')],
  next: null,
};

export const peopleRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/directory\/people$/, always(200, { items: people, next: null })],
  ['POST', /^\/api\/directory\/people$/, always(201, { username: 'moi' })],
  ['GET', /^\/api\/directory\/people\/[^/]+$/, always(200, binh)],
  ['PUT', /^\/api\/directory\/people\/[^/]+$/, always(200, { ...binh, version: 2 })],
  [
    'POST',
    /^\/api\/directory\/people\/[^/]+\/password-link$/,
    always(201, {
      sent: false,
      link: `http://127.0.0.1/password#${'0'.repeat(32)}.${'A'.repeat(43)}`,
      until: '2026-01-06T01:00:00.000Z',
    }),
  ],
  ['GET', /^\/api\/directory\/focal-points$/, always(200, { items: points, next: null })],
  ['POST', /^\/api\/password$/, always(204)],
  ['GET', /^\/api\/directory\/roster$/, always(200, roster)],
  ['POST', /^\/api\/directory\/roster$/, always(201, { id: 'd'.repeat(32) })],
  ['POST', /^\/api\/directory\/roster\/rows$/, always(201, { made: 20, there: 4 })],
  ['POST', /^\/api\/directory\/roster\/swap$/, always(204)],
  ['PUT', /^\/api\/directory\/roster\//, always(204)],
  ['DELETE', /^\/api\/directory\/roster\//, always(204)],
  ['GET', /^\/api\/directory\/calendar$/, always(200, calendar)],
  ['POST', /^\/api\/directory\/calendar\/preview$/, always(200, preview)],
  ['PUT', /^\/api\/directory\/calendar$/, always(204)],
];
