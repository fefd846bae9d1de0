import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addTo, bucketOf, quantileOf } from './waiting.ts';

const histogramOf = (minutes: readonly number[]): Record<string, number> => {
  const histogram: Record<string, number> = {};
  for (const one of minutes) addTo(histogram, { [bucketOf(one)]: 1 });
  return histogram;
};

describe('a histogram of waiting times', () => {
  test('is empty at first', () => {
    expect(quantileOf({}, 0.5)).toBeNull();
  });

  test('tells a quantile to within a seventh of the true one', () => {
    const minutes = fc.array(fc.double({ min: 1, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(0.5, 0.9), (all, p) => {
        const sorted = [...all].sort((a, b) => a - b);
        const true_ = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
        const told = quantileOf(histogramOf(all), p)!;
        expect(told / true_).toBeGreaterThan(7 / 8 - 1e-6);
        expect(told / true_).toBeLessThan(8 / 7 + 1e-6);
      }),
    );
  });

  test('of two together is that of all', () => {
    const some = fc.array(fc.integer({ min: 0, max: 9_000 }));
    fc.assert(
      fc.property(some, some, (a, b) => {
        const sum = histogramOf(a);
        addTo(sum, histogramOf(b));
        expect(sum).toEqual(histogramOf([...a, ...b]));
      }),
    );
  });
});
