/** A search in words: every word must be there, without diacritics, as the stored copy is. */
import { foldText } from '../../domain/search-text.ts';

const foldedWords = (q: string): string[] =>
  foldText(q.replaceAll('"', ' ').replaceAll('\\', ' ')).split(' ').filter(Boolean);

/** For MongoDB's `$text`; null when nothing to search for is left. */
export function wordsOf(q: string): string | null {
  const words = foldedWords(q);
  return words.length === 0 ? null : words.map((word) => `"${word}"`).join(' ');
}

/** The same as patterns, one a word, for looking through folded texts: a word is found as a whole, not within another. */
export const patternsOf = (q: string): string[] =>
  foldedWords(q).map((word) => {
    // What is cut by more than blanks, like a report's code, may be begun only.
    const end = /^[\p{L}\p{N}]+$/u.test(word) ? '(?![\\p{L}\\p{N}])' : '';
    return `(?<![\\p{L}\\p{N}])${RegExp.escape(word)}${end}`;
  });
