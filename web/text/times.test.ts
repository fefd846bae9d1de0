/** Times, amounts and deadlines as each language says them. */
import { describe, expect, test } from 'vitest';
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { sayDue } from './due.ts';
import { en as firstEn } from './en.ts';
import { moreEn } from './more/en.ts';
import { moreVi } from './more/vi.ts';
import { type Language, setWords } from './text.ts';
import { briefTime, day, fileSize, fullTime, number, shortTime, workingAmount } from './times.ts';
import { vi as firstVi } from './vi.ts';

const vi = { ...firstVi, ...moreVi };
const en = { ...firstEn, ...moreEn };
const words: Record<Language, Record<string, string>> = { vi, en };
const calendar = compileCalendar(shippedCalendar);
const at = (text: string) => Date.parse(text);
const tet = '2026-02-16T09:00:00+07:00';

describe('dates', () => {
  test.each([
    ['vi', '15:20, thứ hai 05/01/2026'],
    ['en', '15:20, Monday 05/01/2026'],
  ] as const)('are written out in %s', (language, said) => {
    setWords(language, words[language]);
    expect(fullTime('2026-01-05T15:20:00+07:00')).toBe(said);
  });

  test('stand in Vietnam’s time whatever the reader’s zone is', () => {
    setWords('vi', vi);
    expect(shortTime('2025-12-31T17:30:00Z')).toBe('00:30 01/01/2026');
    expect(day('2025-12-31T17:30:00Z')).toBe('01/01/2026');
  });

  test('are short within the year and whole outside it', () => {
    setWords('vi', vi);
    const now = at('2026-06-01T08:00:00+07:00');
    expect(briefTime('2026-01-05T15:20:00+07:00', now)).toBe('15:20 05/01');
    expect(briefTime('2025-01-05T15:20:00+07:00', now)).toBe('15:20 05/01/2025');
  });
});

test.each([
  [0, '0 phút', '0 min'],
  [1, '1 phút', '1 min'],
  [80, '1 giờ 20 phút', '1 h 20 min'],
  [600, '1 ngày', '1 day'],
  [605, '1 ngày', '1 day'],
  [1_390, '2 ngày 3 giờ', '2 days 3 h'],
])('%d working minutes are "%s" and "%s"', (minutes, vietnamese, english) => {
  setWords('vi', vi);
  expect(workingAmount(minutes)).toBe(vietnamese);
  setWords('en', en);
  expect(workingAmount(minutes)).toBe(english);
});

test('numbers and sizes are written as the language writes them', () => {
  setWords('vi', vi);
  expect([number(12_345), fileSize(1_400_000)]).toEqual(['12.345', '1,4 MB']);
  setWords('en', en);
  expect([number(12_345), fileSize(1_400_000)]).toEqual(['12,345', '1.4 MB']);
});

describe('a deadline', () => {
  const due = { dueAt: '2026-01-05T11:20:00+07:00', remindAt: '2026-01-05T10:30:00+07:00' };

  test.each([
    ['calm before the reminder', '2026-01-05T10:00:00+07:00', 'calm', 'còn 1 giờ 20 phút làm việc'],
    ['soon from the reminder on', '2026-01-05T10:30:00+07:00', 'soon', 'còn 50 phút làm việc'],
    ['due in its last minute', '2026-01-05T11:19:30+07:00', 'soon', 'đến hạn'],
    ['just overdue in the first minute', '2026-01-05T11:20:30+07:00', 'late', 'vừa quá hạn'],
    ['overdue by working time only', '2026-01-06T08:00:00+07:00', 'late', 'quá hạn 6 giờ 40 phút làm việc'],
  ] as const)('is %s', (_name, now, tone, text) => {
    setWords('vi', vi);
    expect(sayDue(due, at(now), calendar)).toEqual({ tone, text });
  });

  test('is counted in days of the calendar in force', () => {
    setWords('vi', vi);
    const halves = [
      { from: '07:00', to: '11:30' },
      { from: '13:30', to: '17:00' },
    ];
    const edited = compileCalendar({ ...shippedCalendar, intervals: halves });
    const said = sayDue({ dueAt: '2026-01-08T09:00:00+07:00' }, at('2026-01-06T08:00:00+07:00'), edited);
    expect(said.text).toBe('còn 2 ngày 1 giờ làm việc');
  });

  test('does not run over Tết', () => {
    setWords('vi', vi);
    // Friday the 13th, 16:00, to Monday the 23rd, 08:00: one hour on each side of the holidays.
    const said = sayDue({ dueAt: '2026-02-23T08:00:00+07:00' }, at('2026-02-13T16:00:00+07:00'), calendar);
    expect(said.text).toBe('còn 2 giờ làm việc');
    expect(sayDue({ dueAt: '2026-02-23T08:00:00+07:00' }, at(tet), calendar).text).toBe('còn 1 giờ làm việc');
  });

  test('is late when the server says so, though this clock runs behind', () => {
    setWords('vi', vi);
    expect(sayDue({ ...due, overdue: true }, at('2026-01-05T11:00:00+07:00'), calendar).tone).toBe('late');
  });
});
