/** Whatever holds a moment hangs on the way to it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeOf, nodesTo } from './past-tree.ts';

const time = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2090-01-01') });
const short = fc.integer({ min: 0, max: 40 * 86_400_000 });

test('a span is found from every moment within it', () => {
  fc.assert(
    fc.property(time, short, fc.double({ min: 0, max: 1, noNaN: true }), (start, length, share) => {
      const at = Math.round(start + length * share);
      expect(nodesTo(at)).toContain(nodeOf(start, start + length));
    }),
  );
});

test('its node lies within it, to the second, whichever end is named first', () => {
  fc.assert(
    fc.property(time, short, (start, length) => {
      const node = nodeOf(start, start + length);
      expect(node).toBe(nodeOf(start + length, start));
      expect(node).toBeGreaterThanOrEqual(Math.floor(start / 1_000));
      expect(node).toBeLessThanOrEqual(Math.floor((start + length) / 1_000));
    }),
  );
});
