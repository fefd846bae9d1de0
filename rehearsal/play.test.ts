/** Rehearsals of the shipped diagram and of edited ones, with reports that a test makes up. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedCalendar } from '../domain/calendar.ts';
import type { Codes, ReportHistory, Step } from '../domain/rehearsal/histories.ts';
import { agenda } from './agenda.ts';
import { type Played, play } from './play.ts';
import { type Resource, shippedResources } from './resources.ts';
import { summarise } from './summary.ts';
import { surge } from './surge.ts';

let shipped: Resource[];
beforeAll(async () => {
  shipped = await shippedResources();
});

const edited = (change: (xml: string) => string) =>
  shipped.map((one) => (one.name.endsWith('.bpmn') ? { ...one, content: change(one.content) } : one));

const monday = Date.parse('2026-03-02T08:00:00+07:00');
const task = (stage: string, group: string, outcome: string, workingMinutes: number, codes: Codes = {}): Step => ({
  kind: 'task',
  stage,
  group,
  outcome,
  codes,
  workingMinutes,
  afterHoursMs: 0,
});
const ordinary = (handling = 1_500): Step[] => [
  task('intake', 'ioc-intake', 'accepted', 30, { field: 'transport', district: 'tamky' }),
  task('routing', 'ioc-duty', 'routed', 40, { leadAgency: 'sgtvt', coordinatingAgencies: [] }),
  task('scope', 'agency:sgtvt:officer', 'in-scope', 120),
  task('instruction', 'agency:sgtvt:leader', 'instructed', 60),
  task('handling', 'agency:sgtvt:officer', 'done', handling),
  task('approval', 'agency:sgtvt:leader', 'approved', 100),
  task('publication', 'agency:sgtvt:officer', 'public', 60),
];
const report = (n: number, steps: Step[] = ordinary()): ReportHistory => ({
  id: `R${n}`,
  receivedAt: monday + n * 7 * 60_000,
  confidential: false,
  steps,
});
const rehearse = (histories: ReportHistory[], resources = shipped, seed = 1): Promise<Played> =>
  play({ resources, histories, calendar: shippedCalendar, agencies: [{ id: 'sgtvt' }], seed });
const told = ({ tasks }: Played, id = 'R1') =>
  Object.fromEntries(
    tasks
      .filter((one) => one.report === id)
      .map(({ stage, completedAt, dueAt }) => [stage, completedAt !== null && dueAt !== null && completedAt <= dueAt]),
  );

describe('a rehearsal', () => {
  it('plays a report to its end, each task in the working time that it took, and says what was in time', async () => {
    const played = await rehearse([report(1, ordinary(4_000))]);
    expect(told(played)).toEqual({
      intake: true,
      routing: true,
      scope: true,
      instruction: true,
      handling: false,
      approval: true,
      publication: true,
    });
    expect(played.reports[0]?.endedAt).toBeGreaterThan(monday + 15 * 86_400_000);
    expect([...played.unplayed, ...played.incidents]).toEqual([]);
    expect(played.notices.get('answered-public')).toBe(1);
  });

  it('of a draft with a shorter limit finds what would be late', async () => {
    const before = await rehearse([report(1, ordinary(2_900))]);
    const after = await rehearse(
      [report(1, ordinary(2_900))],
      edited((xml) => xml.replace('value="6d"', 'value="4d"')),
    );
    expect([told(before).handling, told(after).handling]).toEqual([true, false]);
  });

  it('draws what no history tells from other reports, and marks it as assumed; the same seed draws the same', async () => {
    const short = [ordinary()[0]!, ordinary()[1]!];
    const histories = [report(1), report(2, ordinary(700)), report(3, short)];
    const [one, again] = [await rehearse(histories), await rehearse(histories)];
    expect(again.tasks).toEqual(one.tasks);
    expect(one.tasks.filter(({ assumed }) => assumed).map(({ report: of, stage }) => `${of} ${stage}`)).toEqual([
      'R3 scope',
      'R3 instruction',
      'R3 handling',
      'R3 approval',
      'R3 publication',
    ]);
  });

  it('counts a stage that nobody has ever done, and incidents with what is to be mended', async () => {
    const lost = await rehearse(
      [report(1)],
      edited((xml) => xml.replaceAll('<zeebe:input source="2h" target="budget" />', '')),
    );
    expect(lost.incidents.map(({ elementId, count }) => [elementId, count])).toEqual([['intake', 1]]);
    expect(lost.incidents[0]?.message).toContain('budget');
    const unknown = await rehearse([report(1, [ordinary()[0]!])]);
    expect([...unknown.unplayed]).toEqual([['routing', 1]]);
  });

  it('counts with its own calendar, whatever another rehearsal of the process counted with', async () => {
    const due = async (from: string) => {
      const calendar = { ...shippedCalendar, intervals: [{ from, to: '17:00' }] };
      const input = { resources: shipped, histories: [report(0)], calendar, agencies: [], seed: 1 };
      return (await play(input)).tasks.find(({ stage }) => stage === 'intake')?.dueAt;
    };
    expect(await due('07:00')).toBe(monday + 2 * 3_600_000);
    expect(await due('10:00')).toBe(monday + 4 * 3_600_000);
  });

  it('lets a task that came and was done on a Saturday be done on that Saturday', async () => {
    const steps = ordinary().map((step) => ({ ...step, workingMinutes: 0, afterHoursMs: 3_600_000 }) as Step);
    const saturday = Date.parse('2026-03-07T09:00:00+07:00');
    const { tasks } = await rehearse([{ ...report(0, steps), receivedAt: saturday }]);
    expect(tasks[0]?.completedAt).toBe(saturday + 3_600_000);
  });

  it('is broken off when it is told so', async () => {
    const input = { resources: shipped, histories: [report(1)], calendar: shippedCalendar, agencies: [], seed: 1 };
    await expect(play({ ...input, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

describe('a surge', () => {
  const storm = { reports: 30, from: monday, days: 5, seed: 7 };

  it('is the same for the same seed, in order, and another for another', () => {
    const reports = surge(storm);
    expect(surge(storm)).toEqual(reports);
    expect(surge({ ...storm, seed: 8 })).not.toEqual(reports);
    expect(reports.map(({ receivedAt }) => receivedAt)).toEqual(
      reports.map((one) => one.receivedAt).toSorted((a, b) => a - b),
    );
  });

  it('plays through the shipped diagram without an incident, and everything that it brings is done', async () => {
    const played = await rehearse(surge(storm));
    const summary = summarise(played, shippedCalendar);
    expect([...played.incidents, ...played.unplayed]).toEqual([]);
    expect([summary.received, summary.ended]).toEqual([30, 30]);
    expect(played.tasks.filter(({ assumed, completedAt }) => assumed || completedAt === null)).toEqual([]);
    for (const { done, dated, inTime, inTimeFirst } of summary.stages) {
      expect(inTimeFirst).toBeLessThanOrEqual(inTime);
      expect(inTime).toBeLessThanOrEqual(dated);
      expect(dated).toBe(done);
    }
  });

  it('tells on time by the first date and by the extended one apart', async () => {
    const extended = [
      ...ordinary().slice(0, 4),
      task('handling', 'agency:sgtvt:officer', 'extension-requested', 600, { days: 5 }),
      task('extension', 'agency:sgtvt:leader', 'granted', 30, { days: 5 }),
      task('handling', 'agency:sgtvt:officer', 'done', 4_500),
      ...ordinary().slice(5),
    ];
    const { stages } = summarise(await rehearse([report(1, extended)]), shippedCalendar);
    const handling = stages.find(({ stage }) => stage === 'handling');
    expect(handling).toMatchObject({ done: 2, dated: 2, inTimeFirst: 1, inTime: 2 });
  });
});

it('an agenda gives what is earliest, and of one moment what was entered first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const todo = agenda<number>();
      for (const [order, at] of times.entries()) todo.add(at, order);
      const taken = Array.from({ length: times.length }, () => todo.take()!);
      const wanted = [...times.entries()].toSorted(([i, a], [j, b]) => a - b || i - j).map(([order]) => order);
      expect(taken.map(({ what }) => what)).toEqual(wanted);
      expect(todo.take()).toBeUndefined();
    }),
  );
});
