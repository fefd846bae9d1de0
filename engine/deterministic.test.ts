/** The same commands at the same times give the same log: what rehearsals and repeated runs are built on. */
import { expect, test } from 'vitest';
import { everything } from './testing/everything.ts';

test('two engines that are told the same write the same records, to the letter', { timeout: 60_000 }, async () => {
  const [first, second] = [await everything(), await everything()].map((log) => log.map((one) => JSON.stringify(one)));
  expect(first!.length).toBeGreaterThan(500);
  expect(second).toEqual(first);
});
