/**
 * Contradictions of the regulation that were seen and decided: which page says how. They are shown as decided, with the
 * page, and are no open questions any more. One line a decision; what is not here is open.
 */
import type { Contradiction, Rule } from './contradiction.ts';

interface Decision {
  rule: Rule;
  /** The clauses that the page speaks of: it decides a contradiction between these and no others. */
  articles: readonly string[];
  page: string;
}

const silent = '0001-where-the-regulation-is-silent';
const decisions: readonly Decision[] = [
  { rule: 'same-start', articles: ['6.2', '7.2'], page: '0002-two-hours-twice' },
  // A granted extension leads back to handling; each has a limit and an approver, and figures keep the first date.
  { rule: 'endless-loop', articles: ['8.3'], page: silent },
  // A returned result: the clock does not begin anew.
  { rule: 'endless-loop', articles: ['8.3', '9.2'], page: silent },
];

/** The page of docs/decisions that decides it; null where it is open. */
export function decidedBy({ rule, articles }: Contradiction): string | null {
  const same = (given: readonly string[]): boolean => articles.every((one) => given.includes(one));
  return decisions.find((one) => one.rule === rule && same(one.articles))?.page ?? null;
}
