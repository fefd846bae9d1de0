/** A search in words: every word must be there, without diacritics, as the stored copy is. */
import { foldText } from '../../domain/search-text.ts';

/** For MongoDB's `$text`; null when nothing to search for is left. */
export function wordsOf(q: string): string | null {
  const words = foldText(q.replaceAll('"', ' ').replaceAll('\\', ' ')).split(' ').filter(Boolean);
  return words.length === 0 ? null : words.map((word) => `"${word}"`).join(' ');
}
