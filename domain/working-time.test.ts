import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, compileCalendar, dayMs, shippedCalendar, startOfDay } from './calendar.ts';
import { formatTime, parseTime } from './iso-time.ts';
import { addWorking, dueFrom, isWorkingTime, minuteMs, parseBudget, workingBetween } from './working-time.ts';

const shipped = compileCalendar(shippedCalendar);
const withLunch = compileCalendar({
  ...shippedCalendar,
  intervals: [
    { from: '07:00', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
});
const at = (text: string) => parseTime(text)!;

describe('a budget in working time', () => {
  it.each([
    // start, budget, due: one line a case
    ['Monday 15:00 + 1d', '2026-01-05T15:00', '1d', '2026-01-06T15:00'],
    ['Saturday + 1d starts on Monday', '2026-01-10T10:00', '1d', '2026-01-12T17:00'],
    ['Saturday + 2h', '2026-01-10T10:00', '2h', '2026-01-12T09:00'],
    ['Sunday night + 30m', '2026-01-11T23:59', '30m', '2026-01-12T07:30'],
    ['before opening + 2h', '2026-01-05T05:00', '2h', '2026-01-05T09:00'],
    ['after closing + 2h', '2026-01-05T19:00', '2h', '2026-01-06T09:00'],
    ['due at closing time stays that day', '2026-01-05T15:00', '2h', '2026-01-05T17:00'],
    ['a start at closing time starts the next day', '2026-01-05T17:00', '2h', '2026-01-06T09:00'],
    ['one minute before closing', '2026-01-05T16:59', '2h', '2026-01-06T08:59'],
    ['Friday 16:00 + 2h goes over the weekend', '2026-01-09T16:00', '2h', '2026-01-12T08:00'],
    ['6d from Monday 07:00 ends a week later on Monday at closing', '2026-01-05T07:00', '6d', '2026-01-12T17:00'],
    ['6d from Monday 08:00', '2026-01-05T08:00', '6d', '2026-01-13T08:00'],
    ['over Tết 2026', '2026-02-13T15:00', '4h', '2026-02-23T09:00'],
    ['over Tết 2025 with its bridge day', '2025-01-24T15:00', '1d', '2025-02-03T15:00'],
    ['over Tết 2027', '2027-02-03T16:00', '2h', '2027-02-11T08:00'],
    ['the make-up Saturday 2025-04-26 counts', '2025-04-25T16:00', '1d', '2025-04-26T16:00'],
    ['over 30 April – 4 May 2025', '2025-04-29T16:00', '2h', '2025-05-05T08:00'],
    ['the make-up Saturday 2026-08-22 counts', '2026-08-21T16:00', '2h', '2026-08-22T08:00'],
    ['over National Day 2026 with 31 August', '2026-08-28T16:00', '2h', '2026-09-03T08:00'],
    ['the day off in lieu of Hùng Kings 2026', '2026-04-24T16:00', '2h', '2026-04-28T08:00'],
    ['Culture Day 2026', '2026-11-23T16:00', '2h', '2026-11-25T08:00'],
    ['leap day 2028', '2028-02-28T16:00', '2h', '2028-02-29T08:00'],
    ['past the shipped years only weekends are free', '2029-01-01T08:00', '1d', '2029-01-02T08:00'],
  ])('%s', (_name, start, budget, due) => {
    expect(formatTime(addWorking(at(start), parseBudget(budget, shipped)!, shipped))).toBe(`${due}:00+07:00`);
  });

  it('counts a lunch break out, and a day is then 8.5 hours', () => {
    expect(parseBudget('1d', withLunch)).toBe(510);
    expect(formatTime(addWorking(at('2026-01-05T11:00'), 60, withLunch))).toBe('2026-01-05T13:30:00+07:00');
    expect(formatTime(addWorking(at('2026-01-05T11:00'), 30, withLunch))).toBe('2026-01-05T11:30:00+07:00');
    expect(formatTime(addWorking(at('2026-01-05T12:00'), 0, withLunch))).toBe('2026-01-05T13:00:00+07:00');
    expect(formatTime(addWorking(at('2026-01-05T10:00'), 510, withLunch))).toBe('2026-01-06T10:00:00+07:00');
  });

  it('reminds when 75 % of it is used', () => {
    const due = dueFrom(at('2026-01-05T15:00'), 600, shipped);
    expect(formatTime(due.dueAt)).toBe('2026-01-06T15:00:00+07:00');
    expect(formatTime(due.remindAt)).toBe('2026-01-06T12:30:00+07:00');
  });

  it('never goes past a limit, and the reminder follows', () => {
    const due = dueFrom(at('2026-01-05T15:00'), 1200, shipped, at('2026-01-06T09:00'));
    expect(due.minutes).toBe(240);
    expect(formatTime(due.dueAt)).toBe('2026-01-06T09:00:00+07:00');
    expect(formatTime(due.remindAt)).toBe('2026-01-06T08:00:00+07:00');
  });

  it('with a limit that has passed is due at the limit', () => {
    const limit = at('2026-01-05T09:00');
    expect(dueFrom(at('2026-01-05T15:00'), 60, shipped, limit)).toEqual({ minutes: 0, dueAt: limit, remindAt: limit });
  });

  it('is read as the diagram writes it, and as nothing else', () => {
    const read = (text: string) => parseBudget(text, shipped);
    expect(['2h', '1d', '6d', '30m', '1d4h', ' 2h '].map(read)).toEqual([120, 600, 3600, 30, 840, 120]);
    expect(['', 'h', '2', '-2h', '2 h', '1.5h', 'P1D', '4h1d'].map(read)).toEqual(Array(8).fill(null));
  });

  it('refuses a negative budget and a calendar without working days', () => {
    expect(() => addWorking(0, -1, shipped)).toThrow(RangeError);
    expect(() => addWorking(0, Number.NaN, shipped)).toThrow(RangeError);
    const closed = new Set(Array.from({ length: 30_000 }, (_, day) => day));
    expect(() => addWorking(0, 1, { ...shipped, closed, opened: new Set() })).toThrow(/no working day/);
  });
});

describe('working time, for any start, budget and calendar', () => {
  const first = at('2025-01-01T00:00');
  const start = fc.integer({ min: first, max: at('2027-12-31T00:00') });
  const budget = fc.integer({ min: 0, max: 30 * 600 });
  const calendar = fc
    .record({
      closed: fc.array(fc.integer({ min: 0, max: 1100 }), { maxLength: 40 }),
      opened: fc.array(fc.integer({ min: 0, max: 1100 }), { maxLength: 40 }),
      base: fc.constantFrom(shipped, withLunch),
    })
    .map(({ closed, opened, base }): Calendar => {
      const day = (index: number) => 20_089 + index;
      return { ...base, closed: new Set(closed.map(day)), opened: new Set(opened.map(day)) };
    });

  it('later start or larger budget is never due earlier', () => {
    fc.assert(
      fc.property(start, start, budget, budget, calendar, (a, b, m, n, cal) => {
        expect(addWorking(Math.min(a, b), m, cal)).toBeLessThanOrEqual(addWorking(Math.max(a, b), m, cal));
        expect(addWorking(a, Math.min(m, n), cal)).toBeLessThanOrEqual(addWorking(a, Math.max(m, n), cal));
      }),
    );
  });

  it('two budgets one after the other are one budget', () => {
    fc.assert(
      fc.property(start, budget, budget, calendar, (a, m, n, cal) => {
        expect(addWorking(addWorking(a, m, cal), n, cal)).toBe(addWorking(a, m + n, cal));
      }),
    );
  });

  it('measuring undoes adding', () => {
    fc.assert(
      fc.property(start, budget, calendar, (a, m, cal) => {
        expect(workingBetween(a, addWorking(a, m, cal), cal)).toBeCloseTo(m, 6);
      }),
    );
  });

  it('measuring is additive and changes its sign with the order', () => {
    fc.assert(
      fc.property(start, start, start, calendar, (a, b, c, cal) => {
        const sum = workingBetween(a, b, cal) + workingBetween(b, c, cal);
        expect(sum).toBeCloseTo(workingBetween(a, c, cal), 6);
      }),
    );
  });

  it('a deadline never lies outside working time', () => {
    fc.assert(
      fc.property(start, budget, calendar, (a, m, cal) => {
        const due = dueFrom(a, m, cal);
        expect(isWorkingTime(due.dueAt, cal)).toBe(true);
        expect(isWorkingTime(due.remindAt, cal)).toBe(true);
        expect(due.remindAt).toBeLessThanOrEqual(due.dueAt);
      }),
    );
  });

  it('agrees with counting minute by minute', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 900 }), calendar, (a, m, cal) => {
        const begin = Math.floor(a / minuteMs) * minuteMs;
        let left = m;
        let now = begin;
        while (left > 0) {
          if (isWorkingTime(now, cal) && isWorkingTime(now + minuteMs, cal)) left--;
          now += minuteMs;
        }
        expect(addWorking(begin, m, cal)).toBe(now);
      }),
      { numRuns: 30 },
    );
  });

  it('an edit of the calendar moves only deadlines whose span it touches', () => {
    fc.assert(
      fc.property(start, budget, fc.integer({ min: 20_089, max: 21_190 }), calendar, (a, m, edited, cal) => {
        const before = addWorking(a, m, cal);
        const touched = startOfDay(edited) <= before && startOfDay(edited) + dayMs > a;
        const after = addWorking(a, m, { ...cal, closed: new Set([...cal.closed, edited]) });
        if (!touched) expect(after).toBe(before);
        else expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});
