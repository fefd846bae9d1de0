import { describe, expect, test } from 'vitest';
import { compileCalendar, shippedCalendar } from './calendar.ts';
import { windowStart } from './passage-window.ts';

const calendar = compileCalendar(shippedCalendar);
const at = (text: string) => Date.parse(`2026-03-${text}:00+07:00`);

describe('a window of what has passed', () => {
  test.each([
    ['hour', '02T10:20', '02T09:00'],
    ['hour', '02T10:00', '02T09:00'],
    ['hour', '02T07:20', '01T00:00'],
    ['day', '02T10:20', '02T00:00'],
    ['day', '02T06:00', '01T00:00'],
    ['week', '09T10:00', '03T00:00'],
    ['month', '31T10:00', '02T00:00'],
  ] as const)('of a %s at %s', (window, now, start) => {
    const said = windowStart(window, at(now), calendar);
    // Monday 2 March follows a weekend: the last working hour before is Friday's, in February.
    if (start.startsWith('01'))
      expect(said).toBe(Date.parse(`2026-02-27T${window === 'hour' ? '16' : '00'}:00:00+07:00`));
    else expect(said).toBe(at(start));
  });
});
