import { beforeAll, describe, expect, it } from 'vitest';
import { shippedCalendar } from '../domain/calendar.ts';
import type { TryState, TryStep } from '../domain/rehearsal/try-run.ts';
import { type Resource, shippedResources } from './resources.ts';
import { tryRun } from './try.ts';

let shipped: Resource[];
beforeAll(async () => {
  shipped = await shippedResources();
});
const startAt = Date.parse('2026-03-02T08:00:00+07:00');
const run = (steps: TryStep[], files = shipped): Promise<TryState> =>
  tryRun({ files, steps, startAt, confidential: false, calendar: shippedCalendar, agencies: [{ id: 'sgtvt' }] });

/** The ordinary way: what is filled in at each stage. */
const ordinary: Record<string, Record<string, unknown>> = {
  intake: { outcome: 'accepted', field: 'transport', district: 'tamky' },
  routing: { outcome: 'routed', leadAgency: 'sgtvt' },
  scope: { outcome: 'in-scope' },
  instruction: { outcome: 'instructed', instruction: 'Kiểm tra ngay' },
  handling: { outcome: 'done', result: 'Đã vá' },
  approval: { outcome: 'approved' },
  publication: { outcome: 'public' },
};
/** Steps that do whatever is open, up to and without a stage. */
async function upTo(stage: string, files = shipped): Promise<TryStep[]> {
  const steps: TryStep[] = [];
  for (;;) {
    const { tasks } = await run(steps, files);
    const [task] = tasks;
    if (!task || task.elementId === stage) return steps;
    steps.push({ is: 'task', taskKey: task.key, values: ordinary[task.elementId] ?? { outcome: 'done' } });
  }
}

describe('a report tried on the engine', () => {
  it('begins at the intake, with its date', async () => {
    const state = await run([]);
    expect(state.tasks).toMatchObject([{ elementId: 'intake', group: 'ioc-intake', dueAt: startAt + 2 * 3_600_000 }]);
    expect(state.standing.intake).toBe(1);
    expect(state.ended).toBe(false);
  });

  it('goes where what was filled in leads, with the variables that come of it', async () => {
    const state = await run(await upTo('handling'));
    expect(state.tasks.map(({ elementId, group }) => [elementId, group])).toEqual([
      ['handling', 'agency:sgtvt:officer'],
    ]);
    expect(state.variables).toMatchObject({ field: 'transport', leadAgency: 'sgtvt' });
    expect(state.happenings.filter(({ what }) => what === 'job').map(({ detail }) => detail)).toContain('set-deadline');
  });

  it('waits for the sender at the end, takes a comment, and goes to the review', async () => {
    const steps = await upTo('review');
    expect((await run(steps)).waitsFor).toContain('feedback');
    const codes = { rating: 'unsatisfied', hasComment: true };
    const { tasks } = await run([...steps, { is: 'message', name: 'feedback', codes }]);
    expect(tasks.map(({ elementId }) => elementId)).toEqual(['review']);
  });

  it('lets time pass from timer to timer: the reminder first, then the report of being overdue', async () => {
    const once = await run([{ is: 'next-timer' }]);
    expect(once.now).toBe(startAt + 90 * 60_000);
    const twice = await run([{ is: 'next-timer' }, { is: 'next-timer' }]);
    expect(twice.now).toBe(startAt + 120 * 60_000);
    expect(twice.happenings.slice(twice.newSince).map(({ detail }) => detail)).toContain('report-overdue');
  });

  it('passes every timer on the way when it is told to wait', async () => {
    const state = await run([{ is: 'wait', minutes: 24 * 60 }]);
    const jobs = state.happenings.filter(({ what }) => what === 'job').map(({ detail }) => detail);
    expect(jobs).toEqual(expect.arrayContaining(['remind', 'report-overdue']));
    expect(state.now).toBe(startAt + 24 * 3_600_000);
  });

  it('ends when the sender withdraws', async () => {
    const state = await run([...(await upTo('scope')), { is: 'message', name: 'withdrawal', codes: {} }]);
    expect([state.ended, state.tasks, state.standing]).toEqual([true, [], {}]);
  });

  it('shows the incident where a draft leads nowhere, with the engine’s words', async () => {
    const files = shipped.map((one) =>
      one.name.endsWith('.bpmn')
        ? {
            ...one,
            content: one.content
              .replaceAll('"accepted"', '"taken"')
              .replaceAll('&#34;accepted&#34;', '&#34;taken&#34;')
              .replaceAll('&quot;accepted&quot;', '&quot;taken&quot;'),
          }
        : one,
    );
    const [task] = (await run([], files)).tasks;
    const state = await run([{ is: 'task', taskKey: task!.key, values: ordinary.intake! }], files);
    expect(state.happenings.filter(({ what }) => what === 'incident').length).toBe(1);
  });

  it('says which step can’t be done', async () => {
    const values = { outcome: 'accepted' };
    await expect(run([{ is: 'task', taskKey: '1', values }])).rejects.toMatchObject({ code: 'step', data: { n: 0 } });
  });

  it('says what the engine refuses the draft with', async () => {
    const files = [{ name: 'a.bpmn', content: '<definitions/>' }];
    await expect(run([], files)).rejects.toMatchObject({ code: 'deployment' });
  });

  it('is the same run whenever it is asked for', async () => {
    const steps = await upTo('approval');
    expect(await run(steps)).toEqual(await run(steps));
  });
});
