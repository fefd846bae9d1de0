/** Elements that rest on a clause which was in force once and is no longer. */
import type { Contradiction, Known } from './contradiction.ts';

export function repealedCarried({ file, reading, repealed }: Known): Contradiction[] {
  return repealed.flatMap(({ clause, validTo }) => {
    const carrying = reading.elements.filter(({ article }) => article === clause);
    if (carrying.length === 0) return [];
    const places = carrying.map(({ id, name }) => ({ file, id, name }));
    return [{ rule: 'repealed' as const, articles: [clause], places, data: { since: validTo ?? '' } }];
  });
}
