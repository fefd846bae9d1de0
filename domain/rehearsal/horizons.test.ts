import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCalendar, shippedCalendar } from '../calendar.ts';
import { formatTime } from '../iso-time.ts';
import { isWorkingTime } from '../working-time.ts';
import { horizonsOf } from './horizons.ts';

const calendar = compileCalendar(shippedCalendar);
const told = (now: string): string[] => {
  const { evening, week } = horizonsOf(Date.parse(`${now}+07:00`), calendar);
  return [formatTime(evening), formatTime(week)].map((text) => text.slice(0, 16));
};

describe('how far a forecast looks', () => {
  it.each([
    ['a Monday morning', '2026-03-02T09:00:00', '2026-03-02T17:00', '2026-03-06T17:00'],
    ['after closing time', '2026-03-02T18:00:00', '2026-03-03T17:00', '2026-03-06T17:00'],
    ['a Friday: the second is next week’s', '2026-03-06T09:00:00', '2026-03-06T17:00', '2026-03-13T17:00'],
    ['a Sunday', '2026-03-08T09:00:00', '2026-03-09T17:00', '2026-03-13T17:00'],
    ['the eve of Tết', '2026-02-13T16:00:00', '2026-02-13T17:00', '2026-02-27T17:00'],
    ['a week with a working Saturday', '2026-08-20T09:00:00', '2026-08-20T17:00', '2026-08-22T17:00'],
  ])('%s', (_what, now, evening, week) => {
    expect(told(now)).toEqual([evening, week]);
  });

  it('is always a closing time ahead, the second after the first', () => {
    const some = fc.date({ min: new Date('2025-01-01'), max: new Date('2027-12-01'), noInvalidDate: true });
    fc.assert(
      fc.property(some, (date) => {
        const { evening, week } = horizonsOf(date.getTime(), calendar);
        expect(evening).toBeGreaterThan(date.getTime());
        expect(week).toBeGreaterThan(evening);
        for (const at of [evening, week])
          expect([isWorkingTime(at, calendar), isWorkingTime(at + 1, calendar)]).toEqual([true, false]);
      }),
    );
  });
});
