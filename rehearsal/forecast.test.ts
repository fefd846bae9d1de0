import { beforeAll, describe, expect, it } from 'vitest';
import { compileCalendar, shippedCalendar } from '../domain/calendar.ts';
import type { ForecastInput, RunningReport } from '../domain/rehearsal/forecast.ts';
import type { Codes, ReportHistory, TaskStep } from '../domain/rehearsal/histories.ts';
import { addWorking } from '../domain/working-time.ts';
import { forecast } from './forecast.ts';
import { type Resource, shippedResources } from './resources.ts';

let shipped: Resource[];
beforeAll(async () => {
  shipped = await shippedResources();
});
const calendar = compileCalendar(shippedCalendar);
const monday = Date.parse('2026-03-02T08:00:00+07:00');
const at = (text: string): number => Date.parse(`${text}+07:00`);

const task = (stage: string, group: string, outcome: string, workingMinutes: number, codes: Codes = {}): TaskStep => ({
  kind: 'task',
  stage,
  group,
  outcome,
  codes,
  workingMinutes,
  afterHoursMs: 0,
});
const begun: TaskStep[] = [
  task('intake', 'ioc-intake', 'accepted', 30, { field: 'transport', district: 'tamky' }),
  task('routing', 'ioc-duty', 'routed', 40, { leadAgency: 'sgtvt', coordinatingAgencies: [] }),
];
/** Ended reports whose scope check took so many working minutes each, and what came after a known time. */
const precedents = (...minutes: number[]): ReportHistory[] =>
  Array.from({ length: 24 }, (_, n) => ({
    id: `P${n}`,
    receivedAt: monday - 40 * 86_400_000 + n * 3_600_000,
    confidential: false,
    steps: [
      ...begun,
      task('scope', 'agency:sgtvt:officer', 'in-scope', minutes[n % minutes.length]!),
      task('instruction', 'agency:sgtvt:leader', 'instructed', 30),
      task('handling', 'agency:sgtvt:officer', 'done', 600),
      task('approval', 'agency:sgtvt:leader', 'approved', 60),
      task('publication', 'agency:sgtvt:officer', 'public', 30),
    ],
  }));
/** Received at this time and sent on at once; its scope check is open since, due a working day later. */
function atScope(id: string, receivedAt: number): RunningReport {
  const createdAt = addWorking(receivedAt, 70, calendar);
  const open = [
    { stage: 'scope', group: 'agency:sgtvt:officer', createdAt, dueAt: addWorking(createdAt, 600, calendar) },
  ];
  return { history: { id, receivedAt, confidential: false, steps: begun }, open };
}
let tick = 0;
const tools = { machineNow: () => (tick += 1) };
const ask = (given: Partial<ForecastInput> & { reports: RunningReport[] }) => {
  const { reports, ...rest } = given;
  return forecast(
    {
      versions: [{ files: shipped, reports }],
      precedents: precedents(300, 900),
      calendar: shippedCalendar,
      agencies: [{ id: 'sgtvt' }],
      now: at('2026-03-02T11:00:00'),
      horizons: [at('2026-03-02T17:00:00'), at('2026-03-06T17:00:00')],
      seed: 1,
      budgetMs: 0,
      leastRuns: 6,
      ...rest,
    },
    tools,
  );
};
const several = (n: number): RunningReport[] =>
  Array.from({ length: n }, (_, k) => atScope(`R${k + 1}`, monday + k * 60_000));

describe('the forecast', () => {
  it('counts none where all such tasks were always done in time', async () => {
    const told = await ask({ reports: several(6), precedents: precedents(200) });
    expect(told.horizons.map(({ median, low, high }) => [median, low, high])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect([told.reports, told.unsure, told.lateNow]).toEqual([[], [], 0]);
  });

  it('counts all where they always took longer than they may', async () => {
    const told = await ask({ reports: several(6), precedents: precedents(900) });
    expect(told.horizons.map(({ median }) => median)).toEqual([0, 6]);
    expect(told.reports.map(({ id, shares }) => [id, ...shares])).toEqual(
      several(6).map(({ history }) => [history.id, 0, 1]),
    );
  });

  it('says an interval where it is a matter of chance, and how likely each report is', async () => {
    const told = await ask({ reports: several(12), leastRuns: 24 });
    const [, friday] = told.horizons;
    expect(friday!.low).toBeLessThan(friday!.median);
    expect(friday!.high).toBeGreaterThan(friday!.median);
    expect(Math.abs(friday!.median - 6)).toBeLessThanOrEqual(2);
    for (const { shares } of told.reports) expect(Math.abs(shares[1]! - 0.5)).toBeLessThan(0.35);
  });

  it('takes into account how long a task has been open: what was not done quickly is one of the slow ones', async () => {
    const told = await ask({ reports: several(4), now: at('2026-03-02T15:30:00') });
    expect(told.reports.map(({ shares }) => shares[1])).toEqual([1, 1, 1, 1]);
  });

  it('counts those that are late already apart', async () => {
    const [late, ...others] = several(3);
    const overdue = { ...late!, open: [{ ...late!.open[0]!, dueAt: at('2026-03-02T10:00:00') }] };
    const told = await ask({ reports: [overdue, ...others], precedents: precedents(900) });
    expect([told.lateNow, told.horizons[1]!.median]).toEqual([1, 2]);
  });

  it('goes by the date in force where it was moved', async () => {
    const [one] = several(1);
    const moved = { ...one!, open: [{ ...one!.open[0]!, dueAt: at('2026-03-20T17:00:00') }] };
    expect((await ask({ reports: [moved], precedents: precedents(900) })).horizons[1]!.median).toBe(0);
  });

  it('is not misled by a task that has only just been opened, where others were done within the second', async () => {
    const [one] = several(1);
    const open = [{ ...one!.open[0]!, createdAt: one!.open[0]!.createdAt + 400 }];
    const told = await ask({
      reports: [{ ...one!, open }],
      now: open[0]!.createdAt + 100,
      precedents: precedents(0.005),
    });
    expect(told.unsure).toEqual([]);
  });

  it('says what would help: the unit whose tasks at risk are done soon', async () => {
    const told = await ask({ reports: several(6), precedents: precedents(900) });
    expect(told.helps).toEqual([{ group: 'agency:sgtvt:officer', tasks: 6, before: 6, after: 0 }]);
  });

  it('does not reckon with a report that stands where its history does not lead', async () => {
    const [one, two] = several(2);
    const moved = { ...one!, open: [{ ...one!.open[0]!, stage: 'approval', group: 'agency:sgtvt:leader' }] };
    const told = await ask({ reports: [moved, two!], precedents: precedents(900) });
    expect([told.unsure, told.horizons[1]!.median]).toEqual([['R1'], 1]);
  });

  it('says that durations are assumed where too few reports have ended', async () => {
    const told = await ask({ reports: several(2), precedents: precedents(100).slice(0, 3) });
    expect([told.assumed, told.precedents]).toEqual([true, 3]);
  });

  it('is the same for the same seed, and runs on while there is time', async () => {
    const [first, second] = [await ask({ reports: several(5) }), await ask({ reports: several(5) })];
    expect(second).toEqual(first);
    expect((await ask({ reports: several(1), budgetMs: 15 })).runs).toBeGreaterThan(6);
  });

  it('is calm where nothing runs', async () => {
    expect(await ask({ reports: [] })).toMatchObject({
      runs: 0,
      reports: [],
      horizons: [{ median: 0 }, { median: 0 }],
    });
  });
});
