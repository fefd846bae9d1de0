/** Law and diagram side by side: which elements carry a clause, which clauses nothing carries, what rests on nothing. */
import type { Wording } from './clauses.ts';
import { kindOf, type LawElement, type LawReading } from './reading.ts';

export interface Coverage<W extends Wording = Wording> {
  clauses: { wording: W; elements: LawElement[] }[];
  /** Clauses that ask something of the process, and that nothing carries. */
  uncarried: W[];
  /** Tasks, deadlines and sending jobs that name no article; `decision` says where they rest on one of ours. */
  unfounded: LawElement[];
  /** Elements that name a clause which is not in force (or never was). */
  astray: LawElement[];
}

export function coverageOf<W extends Wording>(reading: LawReading, inForce: readonly W[]): Coverage<W> {
  const carriers = new Map<string, LawElement[]>();
  for (const element of reading.elements)
    if (element.article) carriers.set(element.article, [...(carriers.get(element.article) ?? []), element]);
  const known = new Set(inForce.map(({ clause }) => clause));
  const clauses = inForce.map((wording) => ({ wording, elements: carriers.get(wording.clause) ?? [] }));
  return {
    clauses,
    uncarried: clauses
      .filter(({ wording, elements }) => wording.binds === 'process' && elements.length === 0)
      .map(({ wording }) => wording),
    unfounded: reading.elements.filter((element) => element.article === null && kindOf(element) !== 'other'),
    astray: reading.elements.filter(({ article }) => article !== null && !known.has(article)),
  };
}
