/**
 * How much two short texts speak of the same thing: the share of words that they have in common. Good enough to put
 * likely duplicates first; a person decides.
 */
import { foldText } from './search-text.ts';

/** Words that any report may have, folded; not those that mean something else under other marks (sau, cho, truoc). */
const common = new Set(
  'va la tai tren co khong da dang se bi duoc cua cac nhung mot nay do thi ma voi den ngay hom rat nhieu'.split(' '),
);

/** The words of a text that may tell it from another, without diacritics. */
export function tellingWords(text: string): Set<string> {
  const words = foldText(text).match(/[a-z0-9]{2,}/g) ?? [];
  return new Set(words.filter((word) => !common.has(word)));
}

/** Words in common, as a share of the shorter text's: 0 nothing, 1 everything. A text of no words is like nothing. */
export function likeness(a: string, b: string): number {
  const [first, second] = [tellingWords(a), tellingWords(b)];
  const fewer = Math.min(first.size, second.size);
  if (fewer === 0) return 0;
  let shared = 0;
  for (const word of first) if (second.has(word)) shared += 1;
  return shared / fewer;
}
