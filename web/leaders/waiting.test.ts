import { expect, test } from 'vitest';
import { dueFirst, isPressing } from './waiting.ts';

const now = Date.parse('2026-01-05T10:00:00+07:00');

test.each([
  [{ overdue: true, remindAt: null }, true],
  [{ overdue: false, remindAt: '2026-01-05T10:00:00+07:00' }, true],
  [{ overdue: false, remindAt: '2026-01-05T10:01:00+07:00' }, false],
  [{ overdue: false, remindAt: null }, false],
])('%o presses: %s', (task, presses) => {
  expect(isPressing(task, now)).toBe(presses);
});

test('what is due first comes first, by the instant and not by its spelling, and what has no date last', () => {
  const dates = [null, '2026-01-05T03:30:00Z', '2026-01-05T10:00:00+07:00', null];
  const sorted = dates.map((dueAt) => ({ dueAt })).sort(dueFirst);
  expect(sorted.map((one) => one.dueAt)).toEqual([dates[2], dates[1], null, null]);
});
