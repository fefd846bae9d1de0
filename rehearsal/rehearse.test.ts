/** Whole rehearsals: runs and their spread, a draft beside what is in force, and the same again by the seed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { agencies } from '../domain/agencies.ts';
import { shippedCalendar } from '../domain/calendar.ts';
import type { RehearsalInput } from '../domain/rehearsal/input.ts';
import { differs, spreadOf } from '../domain/rehearsal/quantiles.ts';
import { assumedWork } from '../domain/rehearsal/staffing.ts';
import { assumedSurge } from '../domain/rehearsal/surge.ts';
import { rehearse } from './rehearse.ts';
import { type Resource, shippedResources } from './resources.ts';

const monday = Date.parse('2026-03-02T00:00:00+07:00');
let shipped: Resource[];
beforeAll(async () => {
  shipped = await shippedResources();
});

const edited = (change: (xml: string) => string): Resource[] =>
  shipped.map((one) => (one.name.endsWith('.bpmn') ? { ...one, content: change(one.content) } : one));
const input = (rest: Partial<RehearsalInput> = {}): RehearsalInput => ({
  draft: shipped,
  inForce: shipped,
  source: { kind: 'surge', reports: 40, from: monday, days: 10, assumptions: assumedSurge },
  calendar: shippedCalendar,
  agencies: agencies.map(({ id }) => ({ id })),
  directory: [],
  staffing: null,
  runs: 1,
  vary: false,
  unknownMinutes: 120,
  seed: 1,
  ...rest,
});
const staffing = (people: number, elsewhere = 3) => ({
  groups: [{ group: 'ioc-intake', people }],
  elsewhere,
  work: assumedWork,
});
const stage = (found: Awaited<ReturnType<typeof rehearse>>, name: string) =>
  found.draft.stages.find((one) => one.stage === name)!;

describe('a rehearsal', () => {
  it('gives the same for the same seed, with officers and drawn durations too, and another for another', async () => {
    const one = input({ staffing: staffing(1), runs: 2, vary: true, draft: edited((xml) => xml.replace('6d', '4d')) });
    const found = await rehearse(one);
    expect(await rehearse(one)).toEqual(found);
    expect(await rehearse({ ...one, seed: 2 })).not.toEqual(found);
  });

  it('has no spread where nothing is drawn, and one where durations vary from run to run', async () => {
    const fixed = stage(await rehearse(input({ runs: 2 })), 'handling').took!;
    expect([fixed.low, fixed.high]).toEqual([fixed.median, fixed.median]);
    const drawn = stage(await rehearse(input({ runs: 3, vary: true })), 'handling').took!;
    expect(drawn.low).toBeLessThan(drawn.high);
    expect([drawn.low <= drawn.median, drawn.median <= drawn.high]).toEqual([true, true]);
  });

  it('shows what fewer people cost: they are busier, and what is there waits longer', async () => {
    const [few, many] = [
      await rehearse(input({ staffing: staffing(1) })),
      await rehearse(input({ staffing: staffing(5) })),
    ];
    const queue = (found: typeof few) => found.draft.queues.find(({ group }) => group === 'ioc-intake')!;
    expect(queue(few).mean).toBeGreaterThan(queue(many).mean);
    expect(queue(few).busy).toBeGreaterThan(queue(many).busy);
    expect(queue(few).points.length).toBeGreaterThan(0);
    expect(stage(few, 'intake').waiting90!.median).toBeGreaterThan(stage(many, 'intake').waiting90!.median);
    expect(few.assumed.work).toEqual(assumedWork);
  });

  it('plays what is in force beside a draft, and says which reports went another way', async () => {
    const returning = edited((xml) => xml.replace('value="6d"', 'value="1d"'));
    const shorter = await rehearse(input({ draft: returning }));
    expect(shorter).toMatchObject({ same: false, changed: { count: 0 } });
    expect(stage(shorter, 'handling').first!.median).toBeLessThan(
      shorter.inForce!.stages.find((one) => one.stage === 'handling')!.first!.median,
    );
    const other = await rehearse(input({ draft: edited((xml) => xml.replaceAll('"in-scope"', '"never"')) }));
    expect(other.changed.count).toBeGreaterThan(20);
    expect(other.changed.list[0]).toMatchObject({ report: expect.stringMatching(/^R\d+$/) });
    expect(other.draft.incidents[0]?.elementId).toBe('scope-gw');
  });

  it('takes equal files for one, and says so', async () => {
    const found = await rehearse(input());
    expect(found.same).toBe(true);
    expect(found.inForce).toEqual(found.draft);
  });

  it('lists what no report reached, with its name', async () => {
    const { draft } = await rehearse(input());
    expect(draft.unreached.elements).toContain('direction');
    expect(draft.names.direction).toBe('UBND tỉnh chỉ đạo');
    expect(draft.unreached.flows.length).toBeGreaterThan(0);
    expect(draft.entered.intake).toBeGreaterThanOrEqual(40);
  });

  it('lists tasks that nobody may claim; they stay where they are unless somebody is assumed there', async () => {
    const source = { kind: 'surge', reports: 5, from: monday, days: 1, assumptions: assumedSurge } as const;
    const nobody = await rehearse(input({ source, staffing: staffing(1, 0) }));
    expect(nobody.draft.unclaimable).toEqual([
      { group: 'ioc-duty', stage: 'routing', count: { median: 5, low: 5, high: 5 } },
    ]);
    expect(stage(nobody, 'routing')).toMatchObject({ done: { median: 0 }, open: { median: 5 } });
    expect(stage(nobody, 'routing').extended?.median).toBe(0);
    const somebody = await rehearse(input({ source, staffing: staffing(1, 1) }));
    expect(somebody.draft.ended.median).toBe(5);
    expect(somebody.draft.unclaimable.map(({ group }) => group)).toContain('ioc-duty');
  });

  it('gives a stage that nobody has ever done the time that is assumed, and marks it', async () => {
    const renamed = edited((xml) =>
      xml.replaceAll('"instruction"', '"guidance"').replace('formId="guidance"', 'formId="instruction"'),
    );
    const found = await rehearse(input({ draft: renamed, unknownMinutes: 90 }));
    expect(stage(found, 'guidance')).toMatchObject({ took: { median: 90 }, assumed: { median: 1 } });
    expect(found.draft.unplayed).toEqual([]);
  });

  it('says whose files the engine refuses', async () => {
    const broken = edited((xml) => xml.replace('id="intake"', 'id="x"'));
    await expect(rehearse(input({ draft: broken }))).rejects.toMatchObject({ side: 'draft' });
    await expect(rehearse(input({ inForce: broken }))).rejects.toMatchObject({ side: 'inForce' });
  });

  it('tells how far it is, up to all of it', async () => {
    const told: number[] = [];
    await rehearse(input({ runs: 2 }), { progress: ({ done, of }) => told.push(done / of) });
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe('a spread', () => {
  it('is the median with the tenth and the ninetieth part', () => {
    expect(spreadOf([])).toBe(null);
    expect(spreadOf([null, 3])).toEqual({ median: 3, low: 3, high: 3 });
    expect(spreadOf([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])).toEqual({ median: 50, low: 10, high: 90 });
  });

  it('differs from another when they do not touch', () => {
    const one = { median: 2, low: 1, high: 3 };
    expect(differs(one, { median: 4, low: 3, high: 5 })).toBe(false);
    expect(differs(one, { median: 4, low: 3.1, high: 5 })).toBe(true);
    expect(differs(one, null)).toBe(false);
  });
});
