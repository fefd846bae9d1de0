import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faultsOf, type Lock } from './lock.ts';

const whole = (): Lock => JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const integrity = `sha512-${'A'.repeat(86)}==`;
const withOne = (one: object, path = 'node_modules/x'): Lock => ({
  lockfileVersion: 3,
  packages: { '': {}, [path]: { version: '1.0.0', integrity, ...one } },
});

it('the lock that we ship says by itself what is installed', () => {
  const { packages } = whole();
  expect(Object.keys(packages).length).toBeGreaterThan(500);
  expect(faultsOf(whole())).toEqual([]);
  expect(faultsOf(withOne({}))).toEqual([]);
});

it.each([
  ['a package without its checksum', withOne({ integrity: undefined }), 'no SHA-512'],
  ['a weak checksum', withOne({ integrity: `sha1-${'A'.repeat(27)}=` }), 'no SHA-512'],
  ['a download address', withOne({ resolved: 'https://elsewhere.example/x.tgz' }), 'download address'],
  [
    'a dependency from a repository',
    withOne({ dependencies: { y: 'git+ssh://git@elsewhere.example/y.git' } }),
    'wants y',
  ],
  ['one by a short name', withOne({ dependencies: { y: 'someone/y#main' } }), 'wants y'],
  ['one by an address', withOne({ optionalDependencies: { y: 'https://elsewhere.example/y.tgz' } }), 'wants y'],
  ['a script at installation', withOne({ hasInstallScript: true }), 'wants to run a script'],
  ['a folder in place of a package', withOne({ link: true }), 'a folder'],
  ['an older lock', { ...withOne({}), lockfileVersion: 1 }, 'version 1'],
])('%s is refused', (_, lock, words) => {
  expect(faultsOf(lock as Lock).join('\n')).toContain(words);
});

it('a range in package.json is refused: what is installed is what was tried', () => {
  const lock = { lockfileVersion: 3, packages: { '': { dependencies: { x: '^1.0.0', y: '1.2.3' } } } };
  expect(faultsOf(lock)).toEqual(['x: asked for as "^1.0.0", not at one version']);
});
