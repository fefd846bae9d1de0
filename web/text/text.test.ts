/** The two languages say the same things, and no page says anything that is not in them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adminEn } from './admin/en.ts';
import { adminVi } from './admin/vi.ts';
import { en } from './en.ts';
import { galleryEn } from './gallery/en.ts';
import { galleryVi } from './gallery/vi.ts';
import { moreEn } from './more/en.ts';
import { moreVi } from './more/vi.ts';
import { staffEn } from './staff/en.ts';
import { staffVi } from './staff/vi.ts';
import { statisticsEn } from './statistics/en.ts';
import { statisticsVi } from './statistics/vi.ts';
import { studioEn } from './studio/en.ts';
import { studioVi } from './studio/vi.ts';
import { setWords, t } from './text.ts';
import { vi } from './vi.ts';
import { watchEn } from './watch/en.ts';
import { watchVi } from './watch/vi.ts';

const web = join(import.meta.dirname, '..');
/** Where the server draws pages for those who read without JavaScript. */
const reading = join(web, '../server/reading');
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).sort();

describe.each([
  ['first', vi, en],
  ['more', moreVi, moreEn],
  ['staff', staffVi, staffEn],
  ['watch', watchVi, watchEn],
  ['studio', studioVi, studioEn],
  ['admin', adminVi, adminEn],
  ['statistics', statisticsVi, statisticsEn],
  ['gallery', galleryVi, galleryEn],
])('%s texts', (_name, first: Record<string, string>, second: Record<string, string>) => {
  test('have the same keys in both languages', () => {
    expect(Object.keys(second).sort()).toEqual(Object.keys(first).sort());
  });

  test('take the same values in both languages', () => {
    for (const key of Object.keys(first)) expect(`${key} ${holes(second[key]!)}`).toBe(`${key} ${holes(first[key]!)}`);
  });

  test('are not empty, but for the remark that only English needs', () => {
    const empty = [...Object.entries(first), ...Object.entries(second)].filter(([, text]) => text.trim() === '');
    expect(empty.map(([key]) => key)).toEqual(empty.length ? ['article.binding'] : []);
  });
});

test('no key is in two files', () => {
  const keys = [vi, moreVi, staffVi, watchVi, studioVi, adminVi, statisticsVi, galleryVi].flatMap((words) =>
    Object.keys(words),
  );
  expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
});

test('a value is put into its hole, and an unknown key shows itself', () => {
  setWords('vi', { ...vi });
  expect(t('send.step', { n: 2, of: 4 })).toBe('Bước 2 / 4');
  expect(t('no.such.key' as 'act.back')).toBe('no.such.key');
});

/** What is not a page's code: the words themselves, and the double with its canned answers. */
const apart = /^(text|testing|public|map-data)\//;

/** Code files of every folder of this room, and of the pages that the server draws, without comments. */
function sources(): { name: string; code: string }[] {
  return [web, reading].flatMap((root) =>
    existsSync(root)
      ? readdirSync(root, { recursive: true, encoding: 'utf8' })
          .filter((name) => /\.ts$/.test(name) && !/\.(test|d)\.ts$|config\.ts$/.test(name) && !apart.test(name))
          .map((name) => ({
            name: relative(join(web, '..'), join(root, name)),
            code: readFileSync(join(root, name), 'utf8')
              .replace(/\/\*[\s\S]*?\*\//g, '')
              .replace(/^\s*\/\/.*$/gm, '')
              .replace(/<!--[\s\S]*?-->/g, ''),
          }))
      : [],
  );
}

test('every folder with pages is looked at', () => {
  const folders = new Set(sources().map((one) => one.name.split('/').slice(0, -1).join('/')));
  for (const name of [
    'portal',
    'tasks',
    'watch',
    'notices',
    'gallery',
    'gallery/sections',
    'elements',
    'shell',
    'data',
  ]) {
    expect(folders).toContain(`web/${name}`);
  }
});

test('no page or element carries a Vietnamese text of its own', () => {
  const found = sources().flatMap(({ name, code }) =>
    [...code.matchAll(/[^\n]*[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ][^\n]*/gi)].map(
      ([line]) => `${name}: ${line.trim()}`,
    ),
  );
  expect(found).toEqual([]);
});

/** The text of a template literal with every `${…}` (nested ones too) cut out. */
function withoutExpressions(code: string): string {
  let out = '';
  let depth = 0;
  for (let i = 0; i < code.length; i++) {
    if (depth === 0 && code.startsWith('${', i)) {
      depth = 1;
      i += 1;
      out += '␀';
    } else if (depth > 0) {
      if (code[i] === '{') depth += 1;
      if (code[i] === '}') depth -= 1;
    } else out += code[i];
  }
  return out;
}

/** Every html`…` of a file, inner ones apart. */
function templates(code: string): string[] {
  const found: string[] = [];
  for (const match of code.matchAll(/\b(?:html|svg)`/g)) {
    let depth = 0;
    let end = match.index + match[0].length;
    for (; end < code.length; end++) {
      if (code[end] === '\\') end += 1;
      else if (code.startsWith('${', end)) {
        depth += 1;
        end += 1;
      } else if (depth > 0 && code[end] === '{') depth += 1;
      else if (depth > 0 && code[end] === '}') depth -= 1;
      else if (depth === 0 && code[end] === '`') break;
    }
    found.push(withoutExpressions(code.slice(match.index + match[0].length, end)));
  }
  return found;
}

test('no template says a word that is not a text of a language', () => {
  const found = sources().flatMap(({ name, code }) =>
    templates(code).flatMap((template) => {
      const words = template.replace(/<[^>]*>/g, ' ').match(/\p{L}{2,}[^\n␀]*/gu) ?? [];
      const attributes = template.match(/\s(?:aria-label|title|alt|placeholder)="[^"␀]*\p{L}{2,}[^"]*"/gu) ?? [];
      return [...words, ...attributes].map((word) => `${name}: ${word.trim()}`);
    }),
  );
  // An address is the same in both languages.
  expect(found.filter((one) => !one.includes('paht@quangnam.gov.vn'))).toEqual([]);
});

test('no string is a sentence of its own', () => {
  const found = sources().flatMap(({ name, code }) =>
    [...code.matchAll(/(['"`])(\p{Lu}\p{Ll}*(?: [\p{L}…,.!?'’-]+)+)\1/gu)].map(([, , text]) => `${name}: ${text}`),
  );
  expect(found).toEqual([]);
});

test('every text is used by some page', () => {
  const code = sources()
    .map((one) => one.code)
    .concat(readFileSync(join(web, 'text/times.ts'), 'utf8'), readFileSync(join(web, 'text/due.ts'), 'utf8'))
    .join('\n');
  const prefixes = ['by', ...[...code.matchAll(/`([\w.-]+)\.\$\{/g)].map(([, prefix]) => prefix)];
  const unused = [vi, moreVi, staffVi, watchVi, studioVi, adminVi, statisticsVi, galleryVi]
    .flatMap((words) => Object.keys(words))
    .filter((key) => !code.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(`${prefix}.`)));
  expect(unused).toEqual([]);
});
