/** Every one is tried, each tells what became of it, and stopping stops. */
import { expect, test } from 'vitest';
import { type Progress, retryMany } from './retry-many.ts';

const keys = Array.from({ length: 30 }, (_, n) => String(n));

test('tries all, at most four at once, and tells n of N with what became of each', async () => {
  let now = 0;
  let most = 0;
  const told: Progress[] = [];
  await retryMany(
    keys,
    async (key) => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      if (key === '7') throw new Error('hỏng');
      return key === '8' ? 'again' : 'went';
    },
    (progress) => told.push(progress),
    new AbortController().signal,
  );
  expect(most).toBeLessThanOrEqual(4);
  expect(told.map(({ tried }) => tried)).toEqual(Array.from({ length: 31 }, (_, n) => n));
  const { outcomes, of } = told.at(-1)!;
  expect(of).toBe(30);
  expect([outcomes.get('7'), outcomes.get('8'), outcomes.get('9')]).toEqual([{ refused: 'hỏng' }, 'again', 'went']);
});

test('stops when it is told to', async () => {
  const stop = new AbortController();
  let last: Progress | undefined;
  await retryMany(
    keys,
    async () => 'went',
    (progress) => {
      last = progress;
      if (progress.tried === 5) stop.abort();
    },
    stop.signal,
  );
  expect(last!.tried).toBeLessThan(10);
});
