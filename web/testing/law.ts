/** What the double says of the regulation: the shipped clauses, some contradictions, and reports that a draft touches. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContradictionView, Touched, TouchedItem } from '../../domain/api/law.ts';
import { byReference, type ShippedClause, shippedWordings } from '../../domain/regulation/clauses.ts';
import { type Answer, json } from './route.ts';

const file = readFileSync(join(import.meta.dirname, '../../bpmn/regulation.json'), 'utf8');
const clauses = shippedWordings(JSON.parse(file) as Record<string, ShippedClause>).sort(byReference);
const asOf = '2026-01-05T09:41:00+07:00';
const diagram = 'field-report.bpmn';

const contradictions: ContradictionView[] = [
  {
    rule: 'endless-loop',
    articles: ['6.2'],
    places: [{ file: diagram, id: 'intake', name: 'Kiểm tra, tiếp nhận' }],
    data: { from: 'Kiểm tra, tiếp nhận', to: 'Kiểm tra, tiếp nhận' },
    decided: null,
  },
  {
    rule: 'overlap-text',
    articles: ['7.1', 'PL1.8', 'PL1.9'],
    places: [],
    data: { first: 8, second: 9, thing: 'ô nhiễm nước' },
    decided: null,
  },
  {
    rule: 'one-holder',
    articles: ['14.1'],
    places: [{ name: 'agency:sgtvt:leader' }, { name: 'agency:syt:leader' }],
    data: { alone: 2, empty: 0, groups: 55 },
    decided: null,
  },
  {
    rule: 'same-start',
    articles: ['6.2', '7.2'],
    places: [
      { file: diagram, id: 'intake', name: 'Kiểm tra, tiếp nhận' },
      { file: diagram, id: 'routing', name: 'Chuyển cơ quan xử lý' },
    ],
    data: { start: 'có phản ánh', first: '2 giờ', second: '2 giờ' },
    decided: '0002-two-hours-twice',
  },
];

const item = (n: number, change: Partial<TouchedItem>): TouchedItem => ({
  key: String(2251799813685300 + n),
  reportCode: `QN-26-AAAA-000${n}-C`,
  version: 3,
  elementId: 'handling',
  name: 'Xử lý, nhập kết quả',
  touch: 'again',
  change: 'earlier',
  dueAt: '2026-01-12T10:00:00+07:00',
  newDueAt: '2026-01-08T10:00:00+07:00',
  ...change,
});
const touched: Omit<Touched, 'items' | 'next'> = {
  asOf,
  reports: { running: 7, stands: 0, ahead: 1, again: 2, earlier: 2, later: 0, overdue: 1 },
};
const same = { change: 'same', dueAt: '2026-01-05T12:00:00+07:00', newDueAt: '2026-01-05T12:00:00+07:00' } as const;
const items = [
  item(1, { newDueAt: '2026-01-05T08:00:00+07:00' }),
  item(2, {}),
  item(3, { ...same, elementId: 'intake', name: 'Kiểm tra, tiếp nhận', touch: 'ahead' }),
];
/** Two pages: the last report comes with the second. */
const readTouched: Answer = ({ path }, response) =>
  path.includes('after=')
    ? json(response, 200, { ...touched, items: items.slice(2), next: null })
    : json(response, 200, { ...touched, items: items.slice(0, 2), next: 'rest' });

const detailOf = (clause: string) => {
  const wording = clauses.find((one) => one.clause === clause);
  return {
    clause,
    wordings: wording ? [{ ...wording, by: null, byName: null, at: asOf, reason: '', ended: null }] : [],
    elements: [],
  };
};
const clauseOf = (path: string): string => decodeURIComponent(path.split('/')[3] ?? '');

export const lawRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/articles(\?.*)?$/, (_sent, response) => json(response, 200, { day: '2026-01-05', items: clauses })],
  ['GET', /^\/api\/articles\/[\d.]+$/, ({ path }, response) => json(response, 200, detailOf(clauseOf(path)))],
  [
    'POST',
    /^\/api\/articles\/[\d.]+\/(wordings|repeal)$/,
    ({ path }, response) => json(response, 201, detailOf(clauseOf(path))),
  ],
  [
    'GET',
    /^\/api\/models\/[\w-]+\/contradictions$/,
    (_sent, response) => json(response, 200, { asOf, items: contradictions }),
  ],
  ['GET', /^\/api\/models\/\w{32}\/touched(\?.*)?$/, readTouched],
];
