/**
 * Article 15.3: how agencies and officers kept their dates and how their answers were rated. Counted over finished steps
 * and answers of a span; below `minimum` dated steps nobody is compared, because a share of a few says nothing.
 */
import type { ReportRow, StepRow } from './rows.ts';

export const minimum = 10;

export interface Work {
  done: number;
  onTimeByFirst: number;
  onTimeByMoved: number;
  answered: number;
  rated: number;
  satisfied: number;
  unsatisfied: number;
  enough: boolean;
}

const none = (): Omit<Work, 'enough'> => ({
  done: 0,
  onTimeByFirst: 0,
  onTimeByMoved: 0,
  answered: 0,
  rated: 0,
  satisfied: 0,
  unsatisfied: 0,
});

/**
 * The work of each of `whoOf`'s answers. `answers`: reports answered in the span, each counted once for everyone who did
 * a step of it; steps before the span count for that too, so that a long case has its people.
 */
export function workBy(
  steps: readonly StepRow[],
  answers: readonly ReportRow[],
  inSpan: (row: StepRow) => boolean,
  whoOf: (row: StepRow) => string | null,
): Map<string, Work> {
  const all = new Map<string, Omit<Work, 'enough'>>();
  const of = (who: string) => {
    const known = all.get(who) ?? none();
    all.set(who, known);
    return known;
  };
  const people = new Map<string, Set<string>>();
  for (const step of steps) {
    const who = whoOf(step);
    if (who === null) continue;
    people.set(step.code, (people.get(step.code) ?? new Set()).add(who));
    if (!step.dated || !inSpan(step)) continue;
    const work = of(who);
    work.done += 1;
    if (step.byFirst) work.onTimeByFirst += 1;
    if (step.byMoved) work.onTimeByMoved += 1;
  }
  for (const answer of answers)
    for (const who of people.get(answer.code) ?? []) {
      const work = of(who);
      work.answered += 1;
      if (answer.rated) work.rated += 1;
      if (answer.rating === 'satisfied') work.satisfied += 1;
      if (answer.rating === 'unsatisfied') work.unsatisfied += 1;
    }
  return new Map([...all].map(([who, work]) => [who, { ...work, enough: work.done >= minimum }]));
}

/** By share in time by the first date, then by more work; who has not enough comes last, by name. */
export function byMerit(a: [string, Work], b: [string, Work]): number {
  if (a[1].enough !== b[1].enough) return a[1].enough ? -1 : 1;
  const name = a[0] < b[0] ? -1 : 1;
  if (!a[1].enough) return name;
  // Compared as fractions: no rounding decides who stands before whom.
  return b[1].onTimeByFirst * a[1].done - a[1].onTimeByFirst * b[1].done || b[1].done - a[1].done || name;
}

/** Equal wordings together, most frequent first; the wording is told as it was first written. */
export function byGround(refused: readonly { code: string; ground: string }[]): { ground: string; codes: string[] }[] {
  const groups = new Map<string, { ground: string; codes: string[] }>();
  for (const { code, ground } of refused) {
    const key = ground
      .normalize('NFC')
      .toLocaleLowerCase('vi')
      .replace(/[\s.!]+$/, '')
      .replace(/\s+/g, ' ')
      .trim();
    const group = groups.get(key) ?? { ground, codes: [] };
    groups.set(key, group);
    group.codes.push(code);
  }
  return [...groups.values()].sort((a, b) => b.codes.length - a.codes.length || (a.ground < b.ground ? -1 : 1));
}
