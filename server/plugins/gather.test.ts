import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gather } from './gather.ts';

test('each gets its own answer, however many are asked together, and no question is larger than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(99), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (asked, most, lanes) => {
        const sizes: number[] = [];
        const double = gather<number, number>(
          async (all) => {
            sizes.push(all.length);
            await Promise.resolve();
            return all.map((one) => one * 2);
          },
          { most, lanes },
        );
        expect(await Promise.all(asked.map(double))).toEqual(asked.map((one) => one * 2));
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(most);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(asked.length);
      },
    ),
  );
});

test('a question that fails fails for all of it, and the next is asked', async () => {
  const gate = Promise.withResolvers<void>();
  const ask = gather<string, string>(async (all) => {
    await gate.promise;
    if (all.includes('bad')) throw new Error('refused');
    return all;
  });
  const answers = [ask('first'), ask('bad'), ask('with it')];
  gate.resolve();
  const settled = await Promise.allSettled(answers);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await ask('after')).toBe('after');
});
