import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brokenAt } from './json-place.ts';

it('finds nothing wrong with JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, space) => {
      expect(brokenAt(JSON.stringify(value, null, space))).toBe(-1);
    }),
  );
});

it.each([
  ['{"a": [}', 7],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['[1, 2', 5],
  ['{a: 1}', 1],
  ['["a\nb"]', 1],
  ['[1] 2', 4],
  ['', 0],
  ['[01]', 2],
])('says where %j breaks', (text, at) => {
  expect(brokenAt(text)).toBe(at);
});

it('agrees with the runtime about what is JSON', () => {
  const some = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', 'true', ' ') });
  fc.assert(
    fc.property(some, (text) => {
      const isJson = (() => {
        try {
          JSON.parse(text);
          return true;
        } catch {
          return false;
        }
      })();
      expect(brokenAt(text) === -1).toBe(isJson);
    }),
  );
});
