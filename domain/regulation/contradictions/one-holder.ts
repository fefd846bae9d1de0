/**
 * Work that waits for one person: a group with a single holder for whom nobody stands in (article 14.1 asks each agency
 * for one leader, "or by delegation", and one officer). A group that nobody holds is the same, only worse.
 */
import type { Contradiction, Known } from './contradiction.ts';

export function oneHolder({ holders }: Known): Contradiction[] {
  const alone = holders.filter(({ people, standIns }) => people === 1 && standIns === 0);
  const empty = holders.filter(({ people }) => people === 0);
  if (alone.length + empty.length === 0) return [];
  return [
    {
      rule: 'one-holder',
      articles: ['14.1'],
      places: [...empty, ...alone].map(({ group }) => ({ name: group })),
      data: { alone: alone.length, empty: empty.length, groups: holders.length },
    },
  ];
}
