/** The article that "says who?" shows: the server's wording in the shipped frame, or the shipped text alone. */
import { expect, test } from 'vitest';
import { type Article, articleInForce } from './article-in-force.ts';

const shipped: Article = {
  article: '8',
  chapter: 'Chương III',
  title: 'Xử lý',
  intro: ['Theo 4 bước sau:'],
  clauses: [{ clause: '3', label: 'Bước 3.', lines: ['06 ngày'] }],
};
const inForce = [{ clause: '8.3', title: 'Xử lý phản ánh', text: '04 ngày\nlàm việc' }];

test('the wording in force stands in the shipped frame', () => {
  expect(articleInForce('8', shipped, inForce)).toEqual({
    ...shipped,
    title: 'Xử lý phản ánh',
    clauses: [{ clause: '3', label: 'Bước 3.', lines: ['04 ngày', 'làm việc'] }],
  });
});
test('the shipped text stands where nobody could be asked', () => {
  expect(articleInForce('8', shipped, null)).toBe(shipped);
});
test('an article that is new has no frame, one that is repealed is gone, one without clauses stays', () => {
  const added = articleInForce('17', undefined, [{ clause: '17.1', title: 'Gia hạn', text: 'Hai lần' }]);
  expect(added).toMatchObject({ chapter: '', title: 'Gia hạn', clauses: [{ label: '1.', lines: ['Hai lần'] }] });
  expect(articleInForce('8', shipped, [])).toBeUndefined();
  expect(articleInForce('16', { ...shipped, article: '16', clauses: [] }, [])).toMatchObject({ article: '16' });
});
