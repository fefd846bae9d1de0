/** The handbooks' Markdown: what it may hold, and that anything else is refused with its line. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Doors, readChapter, slugOf } from './markdown.ts';

const doors: Doors = {
  link: (target) => `/x/${target}`,
  picture: (target) => ({ src: `/p/${target}`, width: 40, height: 30 }),
};
const body = (text: string): string => readChapter(`# T\n\n${text}\n`, doors).html.replace('<h1>T</h1>\n', '');

test.each([
  ['a **Nhận việc** *rồi* `c`', '<p>a <strong>Nhận việc</strong> <em>rồi</em> <code>c</code></p>'],
  ['hai\ndòng', '<p>hai dòng</p>'],
  ['- a\n  b\n- c', '<ul><li>a b</li><li>c</li></ul>'],
  ['1. a\n2. [b](c.md)', '<ol><li>a</li><li><a href="/x/c.md">b</a></li></ol>'],
  ['> a\n> b', '<div class="note"><p>a b</p></div>'],
  ['## Điều 8, Bước 2', '<h2 id="dieu-8-buoc-2">Điều 8, Bước 2</h2>'],
  [
    '![c](p.png)',
    '<figure><a href="/p/p.png"><img src="/p/p.png" width="40" height="30" alt="c" loading="lazy" /></a></figure>',
  ],
])('%j becomes %s', (text, html) => expect(body(text)).toBe(html));

test('a table has a head, and every row its columns', () => {
  expect(body('| A | B |\n|---|---|\n| 1 | **2** |')).toContain('<tr><td>1</td><td><strong>2</strong></td></tr>');
  expect(() => body('| A | B |\n|---|---|\n| 1 |')).toThrow('line 3: 1 cells, not 2');
  expect(() => body('| A | B |\n| 1 | 2 |')).toThrow('a head and a ruler');
});

test.each([
  ['<b>x</b>', 'not understood'],
  ['open **bold', 'not understood'],
  ['# another\n', 'one title'],
  ['- a\nb', 'not an item'],
])('%j is refused', (text, why) => expect(() => body(text)).toThrow(why));

test('no text can write HTML of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const tags = (() => {
        try {
          return readChapter(`# T\n\n${text}`, doors).html.match(
            /<(?!\/?(h[123]|p|em|strong|code|ul|ol|li|a|div)\b)[^>]*>?/g,
          );
        } catch {
          return null;
        }
      })();
      expect(tags).toBeNull();
    }),
  );
});

test('the title and the first paragraph are text without marks', () => {
  const { title, about } = readChapter('# A *b*\n\nC **d** [e](f)\n', doors);
  expect([title, about]).toEqual(['A b', 'C d e']);
  expect(slugOf('Cán bộ: xử lý')).toBe('can-bo-xu-ly');
});
