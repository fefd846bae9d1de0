import { expect, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { lifeOf } from './life.ts';

test('the same seed gives the same run, another another', () => {
  const runOf = (seed: number): number[] => {
    const chance = chanceOf(seed);
    return Array.from({ length: 20 }, () => chance.below(1_000));
  };
  expect(runOf(7)).toEqual(runOf(7));
  expect(runOf(7)).not.toEqual(runOf(8));
});

test('lives of a million draw no id twice', () => {
  const now = Date.parse('2026-03-02T08:00:00+07:00');
  const ids = (from: number): string[] =>
    Array.from({ length: 5_000 }, (_, n) => lifeOf(from + n, 1_000_000, now).steps)
      .flat()
      .flatMap(({ completion }) => completion ?? []);
  // So far apart the runs of a generator with a state of 32 bits met.
  const drawn = [...ids(0), ...ids(281_548)];
  expect(drawn.length).toBeGreaterThan(50_000);
  expect(new Set(drawn).size).toBe(drawn.length);
});

test('numbers are spread evenly', () => {
  const chance = chanceOf(3);
  const counts = new Array<number>(10).fill(0);
  for (let n = 0; n < 100_000; n += 1) counts[chance.below(10)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
