import { expect, it } from 'vitest';
import { isOpen, refused } from './licences.ts';

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND SSPL-1.0', false],
  ['SEE LICENSE IN LICENSE.txt', false],
  ['SSPL-1.0', false],
])('%s is open: %s', (licence, open) => {
  expect(isOpen(licence)).toBe(open);
});

it('a package without a licence, or with a vendor’s own, is refused by name', () => {
  expect(
    refused({
      '': { license: 'Apache-2.0' },
      'node_modules/good': { license: 'ISC', version: '1.0.0' },
      'node_modules/a/node_modules/theirs': { license: 'BUSL-1.1', version: '2.0.0' },
      'node_modules/silent': { version: '3.0.0' },
    }),
  ).toEqual(['theirs@2.0.0: BUSL-1.1', 'silent@3.0.0: its manifest names no licence']);
});
