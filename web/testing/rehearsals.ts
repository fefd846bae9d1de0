/** Rehearsals as the double tells them: one that is done, with a queue and a group that nobody is in, and one called off. */
import type { RehearsalDetail, RehearsalItem, RehearsalOptions } from '../../domain/api/rehearsals.ts';
import type { SideResult, Spread, StageResult } from '../../domain/rehearsal/result.ts';
import { assumedWork } from '../../domain/rehearsal/staffing.ts';
import { assumedSurge } from '../../domain/rehearsal/surge.ts';
import { type Answer, json } from './route.ts';

const draft = 'a'.repeat(32);
const at = '2026-01-05T09:30:00+07:00';
const around = (median: number, by = 0): Spread => ({ median, low: median - by, high: median + by });
const zero = around(0);

const times = (waiting: number, working: number) => ({
  waiting: around(waiting, waiting / 10),
  waiting90: around(waiting * 4, waiting / 4),
  working: around(working, working / 10),
  working90: around(working * 3, working / 4),
  took: around(waiting + working, working / 8),
  took90: around(waiting * 4 + working * 3, working / 4),
});
const stage = (id: string, done: number, share: number, waiting: number, working: number): StageResult => ({
  stage: id,
  done: around(done, 2),
  open: zero,
  broken: zero,
  dated: around(done, 2),
  first: around(share - 0.02, 0.01),
  extended: around(share, 0.01),
  assumed: around(0.04),
  ...times(waiting, working),
});

function side(handling: number): SideResult {
  const monday = Date.parse('2026-01-12T07:00:00+07:00');
  const points = Array.from({ length: 40 }, (_, n) => ({
    at: monday + (Math.floor(n / 10) * 24 + (n % 10)) * 3_600_000,
    mean: Math.round(60 * Math.abs(Math.sin(n / 6))) / 10,
    max: Math.ceil(9 * Math.abs(Math.sin(n / 6))),
  }));
  return {
    ended: around(300),
    days: around(4.2, 0.2),
    days90: around(9.8, 0.5),
    reports: { dated: around(300), first: around(handling - 0.15, 0.01), extended: around(handling - 0.1, 0.01) },
    stages: [
      stage('intake', 312, 0.93, 36, 24),
      stage('routing', 290, 0.99, 12, 14),
      stage('scope', 288, 0.96, 70, 110),
      stage('instruction', 270, 1, 30, 55),
      stage('handling', 320, handling, 190, 760),
      stage('approval', 268, 0.98, 20, 88),
      stage('publication', 262, 0.97, 25, 32),
    ],
    agencies: [
      {
        agency: 'sgtvt',
        done: around(96),
        dated: around(96),
        first: around(0.82, 0.01),
        extended: around(0.86, 0.01),
        ...times(240, 700),
      },
      {
        agency: 'tamky',
        done: around(34),
        dated: around(34),
        first: around(0.95, 0.02),
        extended: around(0.96, 0.02),
        ...times(22, 650),
      },
    ],
    queues: [
      { group: 'agency:sgtvt:officer', people: 1, mean: 3.2, max: 9, busy: 0.94, points },
      { group: 'ioc-intake', people: 2, mean: 0.8, max: 4, busy: 0.51, points: [] },
    ],
    entered: { intake: 312, handling: 320 },
    unreached: { elements: ['direction', 'direction-report'], flows: ['flow-1', 'flow-2'] },
    incidents: [],
    unclaimable: [{ group: 'agency:tamky:officer', stage: 'scope', count: around(34) }],
    unplayed: [],
    notices: [{ what: 'accepted', count: around(290) }],
    names: {
      intake: 'Kiểm tra, tiếp nhận',
      routing: 'Chuyển cơ quan xử lý',
      scope: 'Kiểm tra phạm vi',
      instruction: 'Lãnh đạo chỉ đạo xử lý',
      handling: 'Xử lý, nhập kết quả',
      approval: 'Phê duyệt kết quả',
      publication: 'Biên tập, công khai',
      direction: 'UBND tỉnh chỉ đạo',
      'direction-report': 'Tổng hợp báo cáo UBND tỉnh',
    },
  };
}

const item: RehearsalItem = {
  id: 'r'.repeat(32),
  modelId: draft,
  modelVersion: 7,
  inForce: 3,
  input: { source: { kind: 'surge', reports: 300, days: 30 }, runs: 5, vary: true, seed: 1 },
  reports: 300,
  state: 'done',
  progress: 1,
  ahead: 0,
  by: 'analyst',
  at,
  endedAt: '2026-01-05T09:31:00+07:00',
  headline: {
    draft: { first: around(0.73, 0.01), extended: around(0.78, 0.01) },
    inForce: { first: around(0.8, 0.01), extended: around(0.84, 0.01) },
  },
  refusal: null,
};
const off: RehearsalItem = {
  ...item,
  id: 's'.repeat(32),
  state: 'canceled',
  progress: 0.4,
  headline: null,
  at: '2026-01-05T09:10:00+07:00',
};
const detail: RehearsalDetail = {
  ...item,
  result: {
    received: 300,
    runs: 5,
    draft: side(0.88),
    inForce: side(0.94),
    same: false,
    changed: {
      count: 1,
      list: [
        { report: 'R12', draft: ['intake accepted', 'routing routed', 'scope in-scope'], inForce: ['intake accepted'] },
      ],
    },
    queuesBy: 'hour',
    assumed: { work: assumedWork, surge: assumedSurge },
  },
  speed: { seconds: 12, virtualHours: 9_000 },
};
const options: RehearsalOptions = {
  lastMonth: { from: '2025-12-06T00:00:00+07:00', to: '2026-01-05T00:00:00+07:00', reports: 12 },
  staff: [
    { group: 'ioc-intake', people: 2 },
    { group: 'ioc-duty', people: 1 },
    { group: 'province', people: 1 },
    { group: 'agency:sgtvt:officer', people: 1 },
    { group: 'agency:sgtvt:leader', people: 1 },
    { group: 'agency:tamky:officer', people: 0 },
  ],
  hours: { from: '07:00', to: '17:00' },
  work: assumedWork,
  surge: assumedSurge,
};

const read: Answer = ({ path }, response) =>
  json(response, 200, path.endsWith(off.id) ? { ...off, result: null, speed: null } : detail);

export const rehearsalRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/models\/\w{32}\/rehearsals$/, (_sent, response) => json(response, 200, { items: [item, off] })],
  ['POST', /^\/api\/models\/\w{32}\/rehearsals$/, (_sent, response) => json(response, 202, { id: item.id })],
  ['GET', /^\/api\/models\/\w{32}\/rehearsals\/options$/, (_sent, response) => json(response, 200, options)],
  ['GET', /^\/api\/rehearsals\/\w{32}$/, read],
  ['DELETE', /^\/api\/rehearsals\/\w{32}$/, (_sent, response) => json(response, 204)],
];
