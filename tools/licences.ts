/**
 * Refuses a dependency whose licence is not an open-source one that this product may be shipped with.
 * Reads the lock file, which carries each package's licence; run by `.ci/run`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, type Lock } from './lock.ts';

const root = join(import.meta.dirname, '..');

const open = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
]);

/** Packages whose manifest names their licence in another way; the reason was read in the package itself. */
const read: Record<string, string> = {
  'bpmn-js': 'MIT text with the condition that the bpmn.io watermark stays visible',
  'cli-table': 'MIT (its LICENSE file)',
  'component-props': 'MIT (its Readme)',
  'combine-errors': 'MIT (its Readme)',
  'png-js': 'MIT (its LICENSE file)',
  randomcolor: 'CC0 (its manifest, not as SPDX writes it)',
  'dmn-js': 'MIT text with the condition that the bpmn.io watermark stays visible',
  'dmn-js-boxed-expression': 'as dmn-js, its part',
  'dmn-js-decision-table': 'as dmn-js, its part',
  'dmn-js-drd': 'as dmn-js, its part',
  'dmn-js-literal-expression': 'as dmn-js, its part',
  'dmn-js-shared': 'as dmn-js, its part',
  '@bpmn-io/form-js-editor': 'MIT text with the condition that the bpmn.io watermark stays visible',
  '@bpmn-io/form-js-viewer': 'MIT text with the condition that the bpmn.io watermark stays visible',
};

interface LockedPackage {
  license?: string;
  version?: string;
}

/** An SPDX expression is fine when one side of each OR, and every side of an AND, is. */
export function isOpen(licence: string): boolean {
  const plain = licence.replace(/[()]/g, ' ').trim();
  if (/ OR /i.test(plain)) return plain.split(/ OR /i).some(isOpen);
  if (/ AND /i.test(plain)) return plain.split(/ AND /i).every(isOpen);
  return open.has(plain.trim());
}

/** The packages of a lock file that may not come in, each with why. */
export function refused(packages: Record<string, LockedPackage>): string[] {
  const found: string[] = [];
  for (const [path, { license, version }] of Object.entries(packages)) {
    const name = path.replace(/^.*node_modules\//, '');
    if (name === '' || name in read) continue;
    if (!license) found.push(`${name}@${version}: its manifest names no licence`);
    else if (!isOpen(license)) found.push(`${name}@${version}: ${license}`);
  }
  return found;
}

/** Folders with what others have made and we ship in the repository, and the text that says on which terms. */
const vendored: readonly [folder: string, terms: string, says: RegExp][] = [
  ['web/fonts', 'OFL.txt', /SIL OPEN FONT LICENSE/i],
  ['server/statistics/fonts', 'OFL.txt', /SIL OPEN FONT LICENSE/i],
];

/** Vendored folders without their terms, each with what is missing. `at`: the repository. */
export function withoutTerms(at: string): string[] {
  return vendored.flatMap(([folder, terms, says]) => {
    const file = join(at, folder, terms);
    if (!existsSync(join(at, folder)) || (existsSync(file) && says.test(readFileSync(file, 'utf8')))) return [];
    return [`${folder}: ${terms} with its terms is not there`];
  });
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock & {
    packages: Record<string, LockedPackage>;
  };
  const problems = [...refused(lock.packages), ...faultsOf(lock), ...withoutTerms(root)];
  for (const problem of problems) console.error(problem);
  console.log(`${Object.keys(lock.packages).length - 1} packages looked at, ${problems.length} refused`);
  process.exit(problems.length > 0 ? 1 : 0);
}
