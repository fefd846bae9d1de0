/** The roster's gaps: working time that nobody covers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCalendar, dayOf, shippedCalendar } from './calendar.ts';
import { gapsOf, rowsOfPattern, type Shift, shiftsThatHold, without } from './roster.ts';

const calendar = compileCalendar(shippedCalendar, 1);
const at = (text: string): number => Date.parse(`${text}+07:00`);
/** Monday. */
const now = at('2026-03-02T08:00:00');
const shift = (from: string, to: string, change: Partial<Shift> = {}): Shift => ({
  role: 'ioc-duty',
  username: 'an',
  from: at(from),
  to: at(to),
  ...change,
});
const intake: Shift = shift('2026-03-02T00:00:00', '2027-01-01T00:00:00', { role: 'ioc-intake' });
const duty = (gaps: ReturnType<typeof gapsOf>) => gaps.filter(({ role }) => role === 'ioc-duty');

describe('gaps', () => {
  test('are the rest of today and the working days to come, without a roster', () => {
    const gaps = duty(gapsOf([intake], calendar, now, 2));
    expect(gaps).toEqual([
      { role: 'ioc-duty', from: now, to: at('2026-03-02T17:00:00') },
      { role: 'ioc-duty', from: at('2026-03-03T07:00:00'), to: at('2026-03-03T17:00:00') },
    ]);
  });
  test('are what lies between shifts, and never outside of working time', () => {
    const shifts = [
      shift('2026-03-02T06:00:00', '2026-03-02T11:00:00'),
      shift('2026-03-02T13:00:00', '2026-03-02T22:00:00'),
    ];
    expect(duty(gapsOf([intake, ...shifts], calendar, now, 1))).toMatchObject([
      { from: at('2026-03-02T11:00:00'), to: at('2026-03-02T13:00:00') },
    ]);
  });
  test('leave weekends and holidays out', () => {
    const friday = at('2026-03-06T18:00:00');
    expect(duty(gapsOf([], calendar, friday, 1))[0]?.from).toBe(at('2026-03-09T07:00:00'));
  });
  test('come where somebody has left, or is away and the stand-in has left', () => {
    const own = [shift('2026-03-02T07:00:00', '2026-03-02T17:00:00')];
    const away = {
      absent: 'an',
      standIn: 'binh',
      startsAt: at('2026-03-02T10:00:00'),
      endsAt: at('2026-03-02T12:00:00'),
    };
    expect(shiftsThatHold(own, new Set(['binh']), [])).toEqual([]);
    expect(shiftsThatHold(own, new Set(['an', 'binh']), [away])).toEqual(own);
    expect(shiftsThatHold(own, new Set(['an']), [away]).map(({ from, to }) => [from, to])).toEqual([
      [own[0]!.from, away.startsAt],
      [away.endsAt, own[0]!.to],
    ]);
  });
});

test('what is left of a span and what covers it make the whole, without overlap', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (given) => {
      const covers = given.map(([from, length]) => ({ from, to: from + length }));
      const left = without({ from: 10, to: 40 }, covers);
      for (let n = 10; n < 40; n++) {
        const covered = covers.some(({ from, to }) => from <= n && n < to);
        expect(left.filter(({ from, to }) => from <= n && n < to)).toHaveLength(covered ? 0 : 1);
      }
    }),
  );
});

test('a weekly pattern makes rows on working days alone', () => {
  const line = { weekday: 4, username: 'an', from: '07:00', to: '17:00' };
  // 30 April 2026, a Thursday, is a holiday.
  const span = { from: dayOf(at('2026-04-20T00:00:00')), until: dayOf(at('2026-05-10T00:00:00')) };
  const rows = rowsOfPattern([line, { ...line, weekday: 6 }], 'ioc-duty', span, calendar);
  expect(rows.map(({ from }) => new Date(from + 7 * 3_600_000).toISOString().slice(0, 10))).toEqual([
    '2026-04-23',
    '2026-05-07',
  ]);
});
