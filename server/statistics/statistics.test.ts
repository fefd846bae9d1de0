/** A month's figures over reports whose ways are known: what counts into which, who sees it, and what stands behind. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReportWay } from '../testing/report-way.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+07:00`);
const intake = ['ioc-intake'];
const duty = ['ioc-duty'];
const officers = (agency: string) => [`agency:${agency}:officer`];
const leaders = (agency: string) => [`agency:${agency}:leader`];

let house: TestHouse;
let codes: Record<string, string>;
let duties: Record<string, string>;
let leader: Record<string, string>;

beforeAll(async () => {
  house = await openTestHouse();
  const accepted = async (received: number, agency = 'sgtvt', field = 'transport') => {
    const way = await ReportWay.begin(house, received);
    const first = received + 7_200_000;
    await way.step('intake', {
      groups: intake,
      opened: received,
      first,
      done: received + 3_600_000,
      outcome: 'accepted',
      variables: { field, district: 'tamky' },
    });
    await way.step('routing', {
      groups: duty,
      opened: received + 3_600_000,
      first: first + 3_600_000,
      done: received + 5_400_000,
      outcome: 'routed',
      variables: { leadAgency: agency },
    });
    return way;
  };

  // Answered in time, repaired, rated.
  const prompt = await accepted(at('10-05T08:00'));
  await prompt.step('handling', {
    groups: officers('sgtvt'),
    opened: at('10-06T08:00'),
    first: at('10-14T08:00'),
    done: at('10-12T09:00'),
    outcome: 'done',
    by: 'an',
  });
  await (await prompt.answered(at('10-12T10:00'), 'fixed')).rated(at('10-13T10:00'), 'satisfied').told();

  // More time was asked for before the date and granted: late by the first date, in time by the moved one.
  const extended = await accepted(at('10-06T08:00'));
  await extended.step('handling', {
    groups: officers('sgtvt'),
    opened: at('10-07T08:00'),
    first: at('10-14T17:00'),
    done: at('10-14T15:00'),
    outcome: 'extension-requested',
    by: 'an',
    variables: { days: 5 },
  });
  await extended.step('extension', {
    groups: leaders('sgtvt'),
    opened: at('10-15T08:00'),
    first: at('10-15T12:00'),
    done: at('10-15T09:00'),
    outcome: 'granted',
    by: 'chi',
    variables: { days: 4 },
  });
  await extended.step('handling', {
    groups: officers('sgtvt'),
    opened: at('10-15T09:00'),
    first: at('10-14T17:00'),
    due: at('10-20T17:00'),
    done: at('10-19T09:00'),
    outcome: 'done',
    by: 'an',
  });
  await (await extended.answered(at('10-19T10:00'), 'answered')).rated(at('11-02T10:00'), 'unsatisfied').told();

  const refused = await ReportWay.begin(house, at('10-06T09:00'));
  await refused.step('intake', {
    groups: intake,
    opened: at('10-06T09:00'),
    first: at('10-06T11:00'),
    done: at('10-06T10:00'),
    outcome: 'rejected',
  });
  await refused.ended(at('10-06T10:00')).told();

  const withdrawn = await ReportWay.begin(house, at('10-07T08:00'));
  await withdrawn.step('intake', { groups: intake, opened: at('10-07T08:00'), first: at('10-07T10:00') });
  await withdrawn.withdrawn(at('10-07T09:00')).ended(at('10-07T09:00')).told();

  // Sent back by one agency, and with another since: open and overdue at the month's end.
  const returned = await accepted(at('09-28T08:00'), 'sct', 'electricity');
  await returned.step('scope', {
    groups: officers('sct'),
    opened: at('09-29T08:00'),
    first: at('09-30T08:00'),
    done: at('10-01T08:00'),
    outcome: 'out-of-scope',
  });
  await returned.step('routing', {
    groups: duty,
    opened: at('10-01T08:00'),
    first: at('10-01T10:00'),
    done: at('10-01T09:00'),
    outcome: 'routed',
    variables: { leadAgency: 'sgtvt' },
  });
  // More time was asked for when the date was broken already, and refused.
  const clock = { groups: officers('sgtvt'), first: at('10-12T08:00') };
  await returned.step('handling', {
    ...clock,
    opened: at('10-02T08:00'),
    done: at('10-13T08:00'),
    outcome: 'extension-requested',
    by: 'em',
    variables: { days: 9 },
  });
  await returned.step('extension', {
    groups: leaders('sgtvt'),
    opened: at('10-13T08:00'),
    first: at('10-13T12:00'),
    done: at('10-13T10:00'),
    outcome: 'refused',
    by: 'chi',
  });
  await (await returned.step('handling', { ...clock, opened: at('10-13T10:00') })).told();

  // Open at the month's end, answered in the next one.
  const later = await accepted(at('10-20T08:00'));
  await later.step('handling', {
    groups: officers('sgtvt'),
    opened: at('10-21T08:00'),
    first: at('11-10T08:00'),
    done: at('11-03T08:00'),
    outcome: 'done',
    by: 'an',
  });
  await (await later.answered(at('11-03T09:00'), 'cannot-fix')).told();

  // Not yet known to the engine, and one of another month.
  const waiting = await ReportWay.begin(house, at('10-31T22:00'), { started: false });
  await (await ReportWay.begin(house, at('11-01T07:00'))).told();
  codes = {
    prompt: prompt.code,
    extended: extended.code,
    refused: refused.code,
    withdrawn: withdrawn.code,
    returned: returned.code,
    later: later.code,
    waiting: waiting.code,
  };
  house.clock.set(at('11-05T08:00'));
  duties = await house.as('duty', 'ioc-duty');
  leader = await house.as('leader', 'agency:sct:leader');
});
afterAll(() => house?.close());

const ask = async (query: string, headers = duties) =>
  (await house.ask('GET', `/api/statistics${query}`, { headers })).body;
const behind = async (query: string, headers = duties) =>
  (await ask(`/reports?period=2026-10&${query}`, headers)).items.map((one: { code: string }) => one.code).sort();
const named = (...names: string[]) => names.map((name) => codes[name]!).sort();

test('a month is counted as it was known at its end, and every report received in it stands in one outcome', async () => {
  const { total, period, asOf } = await ask('?period=2026-10');
  expect(period).toEqual({
    id: '2026-10',
    from: '2026-10-01T00:00:00+07:00',
    to: '2026-11-01T00:00:00+07:00',
    ended: true,
  });
  expect(asOf).toBe('2026-10-31T23:59:59.999+07:00');
  expect(total).toMatchObject({
    received: { value: 6, of: null },
    receivedAnswered: { value: 2, of: 6 },
    receivedOpen: { value: 2, of: 6 },
    receivedRejected: { value: 1, of: 6 },
    receivedWithdrawn: { value: 1, of: 6 },
    receivedLapsed: { value: 0, of: 6 },
    rejected: { value: 1, of: null },
    open: { value: 3, of: null },
    openOverdue: { value: 1, of: 3 },
  });
});

test('the first date and the date in force stand side by side, and so do answered, fixed and cannot be fixed', async () => {
  const { total } = await ask('?period=2026-10');
  expect(total).toMatchObject({
    answered: { value: 2, of: null },
    onTimeByFirst: { value: 1, of: 2 },
    onTimeByMoved: { value: 2, of: 2 },
    late: { value: 0, of: 2 },
    fixed: { value: 1, of: 2 },
    onlyAnswered: { value: 1, of: 2 },
    cannotFix: { value: 0, of: 2 },
  });
});

test('a rating is told with how many were rated; one that came after the end is the next count’s', async () => {
  const { total } = await ask('?period=2026-10');
  expect(total).toMatchObject({
    rated: { value: 1, of: 2 },
    satisfied: { value: 1, of: 1 },
    unsatisfied: { value: 0, of: 1 },
  });
});

test('working time is measured in working minutes, with how many it is the median of', async () => {
  const { total } = await ask('?period=2026-10');
  // Five days and two hours, nine days and two hours of ten hours each.
  expect(total.medianMinutes).toEqual({ value: (3_120 + 5_520) / 2, of: 2 });
  expect(total.meanMinutes).toEqual({ value: 4_320, of: 2 });
});

test('more time is counted by when it was asked for, against both dates, with who granted how much', async () => {
  const { rows } = await ask('?period=2026-10&by=agency');
  const transport = rows.find((row: { id: string }) => row.id === 'sgtvt').figures;
  expect(transport).toMatchObject({
    extensions: { value: 2, of: null },
    extensionsAfterFirst: { value: 1, of: 2 },
    extensionsAfterBreach: { value: 1, of: 2 },
    extensionsGranted: { value: 1, of: 2 },
    extensionsRefused: { value: 1, of: 2 },
    daysGranted: { value: 4, of: null },
  });
  const { items } = await ask('/extensions?period=2026-10');
  expect(items).toMatchObject([
    {
      code: codes.returned,
      askedBy: 'em',
      days: 9,
      afterBreach: true,
      decision: 'refused',
      approver: 'chi',
      daysGranted: null,
    },
    {
      code: codes.extended,
      askedBy: 'an',
      days: 5,
      afterBreach: false,
      decision: 'granted',
      approver: 'chi',
      daysGranted: 4,
    },
  ]);
});

test('steps are counted by stage, and a return belongs to the agency that sent it back', async () => {
  const { rows } = await ask('?period=2026-10&by=stage');
  const handling = rows.find((row: { id: string }) => row.id === 'handling').figures;
  expect(handling).toMatchObject({
    steps: { value: 4, of: null },
    stepsOnTimeByFirst: { value: 2, of: 4 },
    stepsOnTimeByMoved: { value: 3, of: 4 },
    stepsLate: { value: 1, of: 4 },
  });
  expect(handling.received).toBeUndefined();
  const byAgency = (await ask('?period=2026-10&by=agency')).rows;
  expect(byAgency.find((row: { id: string }) => row.id === 'sct').figures.returns).toEqual({ value: 1, of: null });
});

test('the parts of every division add up to the whole', async () => {
  for (const by of ['field', 'agency', 'district', 'month']) {
    const { total, rows } = await ask(`?period=2026-Q4&by=${by}`);
    for (const name of ['received', 'answered', 'extensions', 'returns', 'steps'])
      expect([
        by,
        name,
        rows.reduce(
          (sum: number, row: { figures: Record<string, { value: number }> }) => sum + (row.figures[name]?.value ?? 0),
          0,
        ),
      ]).toEqual([by, name, total[name].value]);
  }
});

test('behind a figure stand exactly its reports', async () => {
  expect(await behind('figure=received')).toEqual(
    named('prompt', 'extended', 'refused', 'withdrawn', 'later', 'waiting'),
  );
  expect(await behind('figure=open')).toEqual(named('returned', 'later', 'waiting'));
  expect(await behind('figure=openOverdue')).toEqual(named('returned'));
  expect(await behind('figure=onTimeByFirst')).toEqual(named('prompt'));
  expect(await behind('figure=received&by=field&cell=')).toEqual(named('refused', 'withdrawn', 'waiting'));
  expect(await behind('figure=stepsLate&by=stage&cell=handling')).toEqual(named('returned'));
});

test('a list of them goes on where the page before ended', async () => {
  const first = await ask('/reports?period=2026-10&figure=received&limit=4');
  const rest = await ask(`/reports?period=2026-10&figure=received&limit=4&after=${first.next}`);
  expect([first.items.length, rest.items.length, rest.next]).toEqual([4, 2, null]);
  expect(JSON.stringify([first, rest])).not.toContain('Bình');
});

test('an agency’s leader sees the agency’s figures, and of its steps only those of reports that are still its own', async () => {
  const { total, agencies } = await ask('?period=2026-10', leader);
  expect(agencies).toEqual(['sct']);
  expect(total).toMatchObject({ received: { value: 0 }, returns: { value: 1 }, open: { value: 0 } });
  expect(await ask('/reports?period=2026-10&figure=returns', leader)).toMatchObject({
    items: [],
    hidden: 1,
    value: { value: 1 },
  });
});

test.each([
  ['?period=2027-01', '/period'],
  ['?from=2026-10-01', '/to'],
  ['?from=2026-10-01&to=2026-09-01', '/to'],
  ['?from=2026-02-30&to=2026-03-01', '/to'],
  ['?period=2026-10&from=2026-10-01&to=2026-10-02', '/period'],
  ['/reports?period=2026-10&figure=nothing', '/figure'],
  ['/reports?period=2026-10&figure=received&by=stage', '/by'],
])('%s is refused at %s', async (query, pointer) => {
  expect(await ask(query)).toMatchObject({ status: 422, errors: [{ pointer }] });
});

test('a running month is counted until now, and a span of days whole', async () => {
  const month = await ask('');
  expect(month).toMatchObject({ period: { id: '2026-11', ended: false }, asOf: '2026-11-05T08:00:00+07:00' });
  expect(month.total).toMatchObject({ received: { value: 1 }, answered: { value: 1 }, cannotFix: { value: 1, of: 1 } });
  expect((await ask('?from=2026-10-31&to=2026-10-31')).total.received.value).toBe(1);
});
