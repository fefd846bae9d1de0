import { describe, expect, it } from 'vitest';
import { checkCalendar, compileCalendar, dayOf, isWorkingDay, shippedCalendar } from './calendar.ts';
import { formatTime, parseTime } from './iso-time.ts';

const shipped = compileCalendar(shippedCalendar);
const working = (day: string) => isWorkingDay(dayOf(parseTime(`${day}T12:00`)!), shipped);

describe('the shipped calendar', () => {
  it.each([
    '2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02',
    '2025-09-01 2025-09-02 2026-01-01 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30',
    '2026-05-01 2026-08-31 2026-09-01 2026-09-02 2026-11-24 2027-01-01 2027-02-04 2027-02-05 2027-02-08 2027-02-09',
    '2027-02-10 2027-04-16 2027-04-30 2027-05-03 2027-09-02 2027-09-03 2027-11-24',
  ])('is closed on %s', (days) => {
    expect(days.split(' ').filter(working)).toEqual([]);
  });

  it('is open on the make-up Saturdays and on plain weekdays, not on other weekends', () => {
    expect(['2025-04-26', '2026-08-22', '2026-01-05', '2027-02-11'].filter((day) => !working(day))).toEqual([]);
    expect(['2025-04-27', '2026-08-23', '2026-01-03', '2026-01-04'].filter(working)).toEqual([]);
  });

  it('names every special day in both languages and once only', () => {
    const days = [...shippedCalendar.holidays, ...shippedCalendar.workingDays];
    expect(days.every(({ vi, en }) => vi.length > 0 && en.length > 0)).toBe(true);
    expect(new Set(days.map(({ day }) => day)).size).toBe(days.length);
  });
});

describe('a calendar that makes no sense', () => {
  it.each([
    ['no interval', { intervals: [] }, '/intervals', 'required'],
    ['a time that is none', { intervals: [{ from: '7:00', to: '17:00' }] }, '/intervals/0', 'format'],
    ['an end before its start', { intervals: [{ from: '17:00', to: '07:00' }] }, '/intervals/0', 'order'],
    ['a day that does not exist', { holidays: [{ day: '2026-02-30', vi: 'x', en: 'x' }] }, '/holidays/0/day', 'format'],
  ])('is refused: %s', (_name, change, pointer, code) => {
    expect(checkCalendar({ ...shippedCalendar, ...change })).toEqual([{ pointer, code }]);
    expect(() => compileCalendar({ ...shippedCalendar, ...change })).toThrow(RangeError);
  });
});

describe('times on the wire', () => {
  it.each([
    ['2026-01-05T07:00:00+07:00', '2026-01-05T07:00:00+07:00'],
    ['2026-01-05T00:00:00Z', '2026-01-05T07:00:00+07:00'],
    ['2026-01-05T07:00+07:00[Asia/Ho_Chi_Minh]', '2026-01-05T07:00:00+07:00'],
    ['2026-01-05T07:00:00.25+0700', '2026-01-05T07:00:00.250+07:00'],
    ['2026-01-05T07:00:00.123456789@Asia/Ho_Chi_Minh', '2026-01-05T07:00:00.123+07:00'],
    ['2026-01-05T00:00:00Z[GMT]', '2026-01-05T07:00:00+07:00'],
    ['2026-01-05T00:00:00@UTC', '2026-01-05T07:00:00+07:00'],
    ['2026-01-05T07:00', '2026-01-05T07:00:00+07:00'],
  ])('%s means %s', (text, meant) => {
    expect(formatTime(parseTime(text)!)).toBe(meant);
  });

  it.each(['', 'today', '2026-01-05T07:00@Europe/Paris', '2026-13-01T00:00Z', '2026-01-05', '2026-01-05T25:00Z'])(
    '%s is no time',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );
});
