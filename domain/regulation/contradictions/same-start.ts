/**
 * Two clauses that give a limit from the same moment, carried by steps of which one comes after the other: what the
 * first uses up the second has no longer (articles 6.2 and 7.2).
 */
import type { Wording } from '../clauses.ts';
import { reachableFrom, wayOf } from '../way.ts';
import type { Contradiction, Known } from './contradiction.ts';

/** "Trong vòng 02 giờ làm việc ngay sau khi có phản ánh" → `02 giờ`, `có phản ánh`. */
const limit = /(\d+)\s*(giờ|ngày)\s+làm việc\s+(?:ngay\s+)?sau khi\s+([^.;,\n]+)/iu;

export function sameStart({ file, reading, wordings }: Known): Contradiction[] {
  const byStart = new Map<string, { wording: Wording; time: string }[]>();
  for (const wording of wordings) {
    const found = limit.exec(wording.text);
    if (!found) continue;
    const start = found[3]!.trim().toLowerCase().replace(/\s+/g, ' ');
    byStart.set(start, [...(byStart.get(start) ?? []), { wording, time: `${Number(found[1])} ${found[2]}` }]);
  }
  const way = wayOf(reading);
  const carrying = (clause: string) => reading.elements.filter((one) => one.article === clause && one.budget !== null);
  const contradictions: Contradiction[] = [];
  for (const [start, limits] of byStart)
    for (const [at, first] of limits.entries())
      for (const second of limits.slice(at + 1)) {
        const [a, b] = [carrying(first.wording.clause), carrying(second.wording.clause)];
        const follows = a.some(({ id }) => {
          const after = reachableFrom(way, [id]);
          return b.some((one) => after.has(one.id));
        });
        if (!follows) continue;
        contradictions.push({
          rule: 'same-start',
          articles: [first.wording.clause, second.wording.clause],
          places: [...a, ...b].map(({ id, name }) => ({ file, id, name })),
          data: { start, first: first.time, second: second.time },
        });
      }
  return contradictions;
}
