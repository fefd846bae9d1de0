/** A report that proves itself: fixed once, run again with one call, corrected beside itself, and found out when touched. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReportWay } from '../testing/report-way.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+07:00`);
let house: TestHouse;
let duty: Record<string, string>;
let watch: Record<string, string>;
let answered: ReportWay;

beforeAll(async () => {
  house = await openTestHouse();
  answered = await ReportWay.begin(house, at('09-07T08:00'));
  const accepted = { field: 'transport', district: 'tamky', leadAgency: 'sgtvt' };
  await answered.step('intake', {
    groups: ['ioc-intake'],
    opened: at('09-07T08:00'),
    first: at('09-07T10:00'),
    done: at('09-07T09:00'),
    outcome: 'accepted',
    variables: accepted,
  });
  await (await answered.answered(at('09-10T10:00'), 'fixed')).rated(at('09-11T10:00'), 'satisfied').told();
  await (await ReportWay.begin(house, at('09-29T08:00'))).told();
  house.clock.set(at('09-30T16:00'));
  duty = await house.as('duty', 'ioc-duty');
  watch = await house.as('watch', 'watch');
});
afterAll(() => house?.close());

const post = (path: string, payload: object = {}, headers = duty) =>
  house.ask('POST', `/api/statistics/reports/${path}`, { payload, headers });
const figure = (
  body: { figures: { name: string; by: string | null; cell: string | null }[] },
  name: string,
  by: string | null = null,
  cell: string | null = null,
) => body.figures.find((one) => one.name === name && one.by === by && one.cell === cell);

test('a period is fixed when it is over, and once', async () => {
  expect(await post('2026-09')).toMatchObject({
    status: 409,
    body: { type: expect.stringContaining('period-not-over') },
  });
  house.clock.set(at('10-02T08:00'));
  const { status, body } = await post('2026-09');
  expect(status).toBe(201);
  expect(body).toMatchObject({ period: '2026-09', fixedBy: 'duty', previous: '', errata: [] });
  expect(figure(body, 'received')).toMatchObject({
    value: 2,
    of: null,
    rows: 2,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(figure(body, 'onTimeByFirst', 'agency', 'sgtvt')).toMatchObject({ value: 1, of: 1, rows: 1 });
  expect(await post('2026-09')).toMatchObject({
    status: 409,
    body: { type: expect.stringContaining('already-fixed') },
  });
  const log = await house.store.audit.model.find({ what: 'fix-statistics' }).lean();
  expect(log.map(({ who, data }) => [who, data])).toEqual([['duty', { period: '2026-09', hash: body.hash }]]);
});

test('run again it is the same, also after an erasure and after what came later', async () => {
  await answered.rated(at('10-03T08:00'), 'unsatisfied').told();
  await (await answered.answered(at('10-04T08:00'), 'cannot-fix')).told();
  house.clock.set(at('10-05T08:00'));
  const erased = { $set: { sender: {}, content: '', search: '' } };
  await house.store.reports.model.updateMany({}, erased);
  const { body } = await post('2026-09/verification', {}, watch);
  expect(body).toMatchObject({
    asKnown: 'then',
    different: [],
    sealWhole: true,
    chainWhole: true,
    evidenceWhole: true,
  });
  expect(body.same).toBe(body.checked);
  expect(body.checked).toBeGreaterThan(100);
});

test('what has come to be known since is told row by row, and can be put beside what was fixed', async () => {
  const which = { figure: { name: 'fixed' }, asKnown: 'now' };
  const { body } = await post('2026-09/verification', which);
  expect(body.different).toMatchObject([
    {
      name: 'fixed',
      fixed: { value: 1, of: 1, rows: 1 },
      found: { value: 0, of: 1, rows: 0 },
      differences: [{ row: answered.code, before: expect.stringContaining('"resolution":"fixed"'), after: null }],
    },
  ]);
  const why = 'Phản ánh được xử lý lại; kết quả sau cùng là chưa thể khắc phục.';
  const erratum = await post('2026-09/errata', { ...which, why });
  expect(erratum).toMatchObject({
    status: 201,
    body: { number: 1, by: 'duty', why, before: { value: 1 }, after: { value: 0 } },
  });
  const kept = (await house.ask('GET', '/api/statistics/reports/2026-09', { headers: watch })).body;
  expect(figure(kept, 'fixed')).toMatchObject({ value: 1 });
  expect(kept.errata).toEqual([erratum.body]);
  expect((await post('2026-09/verification', which)).body.different).toEqual([]);
  expect(await post('2026-09/errata', { ...which, why })).toMatchObject({
    status: 409,
    body: { type: expect.stringContaining('nothing-differs') },
  });
});

test('a record that is touched afterwards shows in every figure that rests on it', async () => {
  await house.store.dossiers.model.updateOne({ _id: answered.code }, { $set: { 'steps.0.doneAt': at('09-07T11:00') } });
  const { body } = await post('2026-09/verification');
  const names = new Set(body.different.map(({ name }: { name: string }) => name));
  expect([...names]).toEqual(
    expect.arrayContaining(['onTimeByFirst', 'onTimeByMoved', 'late', 'stepsLate', 'stepsMedianMinutes']),
  );
  expect(names.has('received')).toBe(false);
  expect(body).toMatchObject({ sealWhole: true, evidenceWhole: true });
});

test('reports are chained: a value changed in the database breaks the seal, a kept row the evidence', async () => {
  house.clock.set(at('10-06T08:00'));
  const quarter = (await post('2026-Q3')).body;
  const [last, first] = (await house.ask('GET', '/api/statistics/fixed', { headers: watch })).body.items;
  expect([last.period, first.period, quarter.previous]).toEqual(['2026-Q3', '2026-09', first.hash]);
  const { model, rows } = house.store.fixedReports;
  const { evidence } = (await model.findById('2026-Q3').lean())!;
  await rows.updateOne({ evidence, kind: 'reports' }, { $set: { 'rows.0.field': 'health' } });
  await model.updateOne({ _id: '2026-Q3' }, { $set: { 'figures.0.value': 3 } });
  expect((await post('2026-Q3/verification')).body).toMatchObject({
    sealWhole: false,
    chainWhole: true,
    evidenceWhole: false,
  });
  await model.updateOne({ _id: '2026-09' }, { $set: { hash: 'f'.repeat(64) } });
  expect((await post('2026-Q3/verification')).body).toMatchObject({ chainWhole: false });
});

test('an agency’s leader gets no report of the whole province', async () => {
  const leader = await house.as('leader', 'agency:sgtvt:leader');
  expect((await house.ask('GET', '/api/statistics/reports/2026-09', { headers: leader })).status).toBe(403);
  expect((await post('2026-09/verification', {}, leader)).status).toBe(403);
  expect((await post('2026-08', {}, watch)).status).toBe(403);
});

test('two who fix a period at once make one report', async () => {
  const answers = await Promise.all([post('2026-08'), post('2026-08')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});
