/** What changed between two readings of the diagram, element by element, and which articles that touches. */
import type { LawElement, LawReading } from './reading.ts';

export interface FactChange {
  /** As `facts` names it: `input budget`, `flow approval`, `groups` … */
  fact: string;
  from: string | null;
  to: string | null;
}

export interface ElementChange {
  id: string;
  name: string;
  kind: 'added' | 'removed' | 'changed';
  /** Articles that it rested on or rests on now. */
  articles: string[];
  facts: FactChange[];
}

export function changesBetween(from: LawReading, to: LawReading): ElementChange[] {
  const before = new Map(from.elements.map((one) => [one.id, one]));
  const after = new Map(to.elements.map((one) => [one.id, one]));
  const changes: ElementChange[] = [];
  for (const now of to.elements) {
    const was = before.get(now.id);
    if (!was) changes.push({ id: now.id, name: now.name, kind: 'added', articles: articlesOf(now), facts: [] });
    else {
      const facts = factsBetween(was, now);
      if (facts.length > 0)
        changes.push({
          id: now.id,
          name: now.name || was.name,
          kind: 'changed',
          articles: articlesOf(was, now),
          facts,
        });
    }
  }
  for (const was of from.elements)
    if (!after.has(was.id))
      changes.push({ id: was.id, name: was.name, kind: 'removed', articles: articlesOf(was), facts: [] });
  return changes;
}

/** Touched articles, each with the changes that touch it, in the order of the changes. */
export function touchedArticles(changes: readonly ElementChange[]): Map<string, ElementChange[]> {
  const touched = new Map<string, ElementChange[]>();
  for (const change of changes)
    for (const article of change.articles) touched.set(article, [...(touched.get(article) ?? []), change]);
  return touched;
}

const articlesOf = (...elements: LawElement[]): string[] => [
  ...new Set(elements.flatMap(({ article }) => article ?? [])),
];

function factsBetween(was: LawElement, now: LawElement): FactChange[] {
  const names = new Set([...Object.keys(was.facts), ...Object.keys(now.facts)]);
  return [...names].flatMap((fact) => {
    const [from, to] = [was.facts[fact] ?? null, now.facts[fact] ?? null];
    return from === to ? [] : [{ fact, from, to }];
  });
}
