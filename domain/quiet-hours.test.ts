import { describe, expect, it } from 'vitest';
import { formatTime } from './iso-time.ts';
import { quietUntil } from './quiet-hours.ts';

const at = (time: string, day = '2026-03-02') => Date.parse(`${day}T${time}:00+07:00`);
const until = (time: string, from: string, to: string) => {
  const end = quietUntil(at(time), { from, to });
  return end === null ? null : formatTime(end).slice(0, 16);
};

describe('quiet hours', () => {
  it.each([
    ['20:59', null],
    ['21:00', '2026-03-03T06:30'],
    ['23:59', '2026-03-03T06:30'],
    ['00:00', '2026-03-02T06:30'],
    ['06:29', '2026-03-02T06:30'],
    ['06:30', null],
    ['12:00', null],
  ])('over midnight, at %s last until %s', (time, end) => {
    expect(until(time, '21:00', '06:30')).toBe(end);
  });

  it.each([
    ['11:29', null],
    ['11:30', '2026-03-02T13:30'],
    ['13:29', '2026-03-02T13:30'],
    ['13:30', null],
  ])('of a noon rest, at %s last until %s', (time, end) => {
    expect(until(time, '11:30', '13:30')).toBe(end);
  });

  it('are none where nobody set any, where they have no length, and where the text is no time', () => {
    expect(quietUntil(at('12:00'), null)).toBeNull();
    expect(until('12:00', '12:00', '12:00')).toBeNull();
    expect(until('12:00', '25:00', '06:00')).toBeNull();
  });
});
