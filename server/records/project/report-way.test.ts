/** Whether an answer came in time: by the date first set, and by the date in force when each step was done. */
import { expect, test } from 'vitest';
import { projectedStart, type Report } from '../../../store/reports.ts';
import type { Task } from '../../../store/tasks.ts';
import { published, taskCompleted, taskOpened } from './report-way.ts';

const hour = 3_600_000;
const newReport = (): Report => ({ ...projectedStart(null), attachments: [] }) as unknown as Report;
const task = (originalDueAt: number | null, dueAt = originalDueAt): Task =>
  ({
    _id: '1',
    stage: 'handling',
    outcome: 'done',
    groups: [],
    agency: 'sgtvt',
    originalDueAt,
    dueAt,
  }) as unknown as Task;

/** The timeliness of a report whose steps were done at these hours against these dates (hours, too). */
function timeliness(...steps: { at: number; first: number | null; moved?: number }[]) {
  const report = newReport();
  for (const { at, first, moved } of steps) {
    const one = task(first === null ? null : first * hour, (moved ?? first ?? 0) * hour || null);
    taskOpened(report, one);
    taskCompleted(report, one, null, at * hour, 'r');
  }
  published(report, { agency: 'sgtvt', text: '', attachments: [], at: 99 * hour, kind: 'public' }, 'r');
  return report.timeliness;
}

test('is in time by both dates where every step was', () => {
  expect(timeliness({ at: 2, first: 2 }, { at: 5, first: 6 }, { at: 7, first: null })).toEqual({
    byFirst: true,
    byMoved: true,
  });
});

test('is in time by the moved date alone where an extension was needed', () => {
  expect(timeliness({ at: 5, first: 4, moved: 8 })).toEqual({ byFirst: false, byMoved: true });
});

test('is late by both where one step was late, however quick the others were', () => {
  expect(timeliness({ at: 5, first: 4 }, { at: 6, first: 9 })).toEqual({ byFirst: false, byMoved: false });
});

test('is not told of a report that has no answer', () => {
  expect(newReport().timeliness).toBeUndefined();
});
