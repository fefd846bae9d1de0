/** What the double answers of leaders' figures: a made-up quarter, its fixed report, merit. */
import type {
  Counted,
  Extension,
  FigureDefinition,
  FixedReport,
  Merit,
  Statistics,
  Verification,
} from '../../domain/api/statistics.ts';
import { basisOf, figures, unitOf } from '../../domain/statistics/figures.ts';
import { type Answer, json } from './route.ts';

const asOf = '2026-01-05T10:00:00+07:00';
const period = { id: '2026-01', from: '2026-01-01T00:00:00+07:00', to: '2026-02-01T00:00:00+07:00', ended: false };

const definitions: FigureDefinition[] = figures.map((one) => ({
  name: one.name,
  version: one.version,
  basis: basisOf(one),
  of: one.of,
  unit: unitOf(one),
  query: JSON.stringify(one.query),
}));

/** Numbers that fit together, of a period with so many reports. */
function numbers(all: number): Record<string, { value: number; of: number | null }> {
  const part = (share: number) => Math.round(all * share);
  const values: Record<string, number> = {
    received: all,
    answered: part(0.8),
    onTimeByFirst: part(0.6),
    onTimeByMoved: part(0.72),
    late: part(0.8) - part(0.72),
    fixed: part(0.5),
    onlyAnswered: part(0.2),
    cannotFix: part(0.8) - part(0.5) - part(0.2),
    rated: part(0.3),
    satisfied: part(0.2),
    acceptable: part(0.06),
    unsatisfied: part(0.3) - part(0.2) - part(0.06),
    open: part(0.25),
    openOverdue: part(0.04),
    openOverdueByFirst: part(0.07),
    extensions: part(0.18),
    extensionsGranted: part(0.15),
    extensionsAfterFirst: part(0.05),
    extensionsAfterBreach: part(0.02),
    daysGranted: part(0.4),
    medianMinutes: 2_760,
    meanMinutes: 3_120,
    rejected: part(0.05),
    withdrawn: part(0.01),
    lapsed: part(0.01),
    returns: part(0.03),
    steps: all * 6,
    stepsOnTimeByFirst: all * 5,
    stepsOnTimeByMoved: Math.round(all * 5.5),
    stepsLate: all * 6 - Math.round(all * 5.5),
    stepsMedianMinutes: 95,
    stepsMeanMinutes: 240,
  };
  return Object.fromEntries(
    definitions.map(({ name, of }) => [name, { value: values[name] ?? 0, of: of ? (values[of] ?? 0) : null }]),
  );
}

const cells: Record<string, string[]> = {
  field: ['transport', 'environment', 'electricity', 'telecom', ''],
  agency: ['sgtvt', 'hoian', 'sct', 'tamky'],
  district: ['tamky', 'hoian', 'dienban'],
  stage: ['intake', 'routing', 'scope', 'handling', 'approval', 'publication'],
  quarter: ['2025-Q4', '2026-Q1'],
  month: ['08', '09', '10', '11', '12'].map((month) => `2025-${month}`).concat('2026-01'),
};

const read: Answer = (sent, response) => {
  const by = new URL(sent.path, 'http://x').searchParams.get('by') as keyof typeof cells | null;
  const rows = (by ? cells[by]! : []).map((id, n) => ({ id, figures: numbers(120 - n * 17) }));
  json(response, 200, {
    period,
    asOf,
    agencies: null,
    definitions,
    total: numbers(412),
    by: by as Statistics['by'],
    rows,
  } satisfies Statistics);
};

const row = (n: number): Counted['items'][number] => ({
  code: `QN-26010${n}-7K3M`,
  field: 'transport',
  district: 'tamky',
  agency: 'sgtvt',
  stage: 'handling',
  receivedAt: `2026-01-0${n}T08:12:00+07:00`,
  at: `2026-01-0${n}T16:40:00+07:00`,
  answeredAt: n === 2 ? null : `2026-01-0${n}T16:40:00+07:00`,
  firstDueAt: `2026-01-0${n}T15:00:00+07:00`,
  dueAt: `2026-01-0${n + 1}T15:00:00+07:00`,
  minutes: n * 310,
});
const counted: Counted = {
  figure: definitions.find(({ name }) => name === 'late')!,
  value: { value: 3, of: 330 },
  asOf,
  items: [1, 2, 3].map(row),
  next: null,
  hidden: 1,
};

const extension = (n: number): Extension => ({
  code: `QN-26010${n}-7K3M`,
  agency: n === 2 ? 'hoian' : 'sgtvt',
  field: 'transport',
  askedAt: `2026-01-0${n}T09:00:00+07:00`,
  askedBy: 'Nguyễn Văn Minh',
  days: 3,
  reason: 'Chờ vật tư: cột đèn loại này phải đặt làm.',
  firstDueAt: `2026-01-0${n}T17:00:00+07:00`,
  dueAt: `2026-01-0${n + 3}T17:00:00+07:00`,
  afterFirst: n > 1,
  afterBreach: n === 3,
  decision: n === 3 ? 'waiting' : 'granted',
  decidedAt: n === 3 ? null : `2026-01-0${n}T14:00:00+07:00`,
  approver: n === 3 ? null : 'Trần Thị Hoa',
  daysGranted: n === 3 ? null : 2,
});

const hash = 'a3f1c2d4'.repeat(8);
const summary = {
  period: '2025-12',
  from: '2025-12-01T00:00:00+07:00',
  to: '2026-01-01T00:00:00+07:00',
  asOf: '2026-01-01T00:00:00+07:00',
  fixedAt: '2026-01-02T08:30:00+07:00',
  fixedBy: 'ioc.duty',
  hash,
  previous: '',
  errata: 1,
};
const fixed: FixedReport = {
  ...summary,
  definitions,
  figures: definitions.slice(0, 12).map(({ name, version }, n) => ({
    name,
    version,
    by: null,
    cell: null,
    ...numbers(388)[name]!,
    rows: 388 - n * 20,
    hash,
  })),
  errata: [
    {
      number: 1,
      at: '2026-01-04T09:00:00+07:00',
      by: 'ioc.duty',
      why: 'Một phản ánh được mở lại sau khi làm rõ.',
      name: 'answered',
      division: null,
      cell: null,
      before: { value: 310, of: null, rows: 310, hash },
      after: { value: 309, of: null, rows: 309, hash },
      differences: [{ row: 'QN-251230-7K3M', before: '{"outcome":"answered"}', after: null }],
      differing: 1,
      hash,
    },
  ],
};
const verification: Verification = {
  period: '2025-12',
  at: asOf,
  asKnown: 'then',
  checked: 12,
  same: 12,
  sealWhole: true,
  chainWhole: true,
  evidenceWhole: true,
  different: [],
};

const worker = (n: number) => ({
  done: 60 - n * 20,
  onTimeByFirst: 48 - n * 18,
  onTimeByMoved: 55 - n * 19,
  answered: 30 - n * 10,
  rated: 12 - n * 4,
  satisfied: 9 - n * 3,
  unsatisfied: 1,
  enough: n < 2,
});
const merit: Merit = {
  period,
  asOf,
  minimum: 20,
  agencies: ['sgtvt', 'hoian', 'tamky'].map((agency, n) => ({ agency, ...worker(n) })),
  officers: ['Nguyễn Văn Minh', 'Lê Thị Lan'].map((name, n) => ({
    username: `officer.${n}`,
    name,
    agency: 'sgtvt',
    ...worker(n),
  })),
  valuable: [
    {
      code: 'QN-260102-7K3M',
      field: 'transport',
      agency: 'sgtvt',
      answeredAt: '2026-01-04T09:00:00+07:00',
      repeats: 4,
      rating: 'satisfied',
      marked: false,
    },
  ],
  refused: {
    total: 3,
    byGround: [{ ground: 'Không thuộc địa bàn tỉnh', count: 3, codes: ['QN-260102-AAAA', 'QN-260103-BBBB'] }],
  },
  untrue: [],
};

const answer =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

export const statisticsRoutes: readonly [string, RegExp, Answer][] = [
  ['GET', /^\/api\/statistics$/, read],
  ['GET', /^\/api\/statistics\/reports$/, answer(200, counted)],
  ['GET', /^\/api\/statistics\/extensions$/, answer(200, { items: [1, 2, 3].map(extension), next: null })],
  ['GET', /^\/api\/statistics\/fixed$/, answer(200, { items: [summary] })],
  ['GET', /^\/api\/statistics\/reports\/[^/]+$/, answer(200, fixed)],
  ['POST', /^\/api\/statistics\/reports\/[^/]+\/verification$/, answer(200, verification)],
  ['GET', /^\/api\/statistics\/merit$/, answer(200, merit)],
];
