import { describe, expect, test } from 'vitest';
import { lastPeriods, monthOf, quarterOf, shifted, spanOf, yearUntil } from './period.ts';

const now = Date.parse('2026-03-01T00:30:00+07:00');
const asked = (text: string) => spanOf(new URLSearchParams(text), now);

describe('a period', () => {
  test('is the month that it is in Vietnam where nothing is said', () => {
    expect(monthOf(now)).toBe('2026-03');
    expect(asked('')).toEqual({ period: '2026-03' });
  });

  test.each([
    ['period=2026-01', { period: '2026-01' }],
    ['period=2025-Q4', { period: '2025-Q4' }],
    ['from=2026-01-05&to=2026-01-09', { from: '2026-01-05', to: '2026-01-09' }],
    ['from=2026-01-09&to=2026-01-05', { period: '2026-03' }],
    ['from=2026-01-09', { period: '2026-03' }],
    ['period=2026-13', { period: '2026-03' }],
    ['period=nonsense', { period: '2026-03' }],
  ])('of the address %s', (text, span) => expect(asked(text)).toEqual(span));

  test.each([
    ['2026-01', -1, '2025-12'],
    ['2025-12', 1, '2026-01'],
    ['2026-Q1', -1, '2025-Q4'],
    ['2025-Q4', 1, '2026-Q1'],
    ['2026-03', -27, '2023-12'],
  ])('%s moved by %i is %s', (id, by, other) => expect(shifted(id, by)).toBe(other));

  test('knows those before it, its quarter, and its year', () => {
    expect(lastPeriods('2026-02', 3)).toEqual(['2026-02', '2026-01', '2025-12']);
    expect(['2026-03', '2026-04', '2026-12'].map(quarterOf)).toEqual(['2026-Q1', '2026-Q2', '2026-Q4']);
    expect(yearUntil({ period: '2024-02' })).toEqual({ from: '2023-03-01', to: '2024-02-29' });
    expect(yearUntil({ period: '2026-Q1' })).toEqual({ from: '2025-04-01', to: '2026-03-31' });
    expect(yearUntil({ from: '2026-01-05', to: '2026-01-09' })).toEqual({ from: '2025-02-01', to: '2026-01-31' });
  });
});
