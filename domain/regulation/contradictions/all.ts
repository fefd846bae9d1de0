/** All rules over one draft: one line a rule. */
import { type Contradiction, type Known, rules } from './contradiction.ts';
import { decidedBy } from './decided.ts';
import { endlessLoops } from './endless-loop.ts';
import { oneHolder } from './one-holder.ts';
import { outsideCalendar } from './outside-calendar.ts';
import { overlappingAnnex, overlappingRows } from './overlap.ts';
import { repealedCarried } from './repealed.ts';
import { sameStart } from './same-start.ts';
import { sumOverClock } from './sum-over-clock.ts';

const finders: readonly ((known: Known) => Contradiction[])[] = [
  sameStart,
  sumOverClock,
  endlessLoops,
  overlappingAnnex,
  overlappingRows,
  oneHolder,
  outsideCalendar,
  repealedCarried,
];

export interface Found extends Contradiction {
  /** The page of docs/decisions; null where it is open. */
  decided: string | null;
}

/** Open ones first, then in the order of the rules. */
export function contradictionsIn(known: Known): Found[] {
  const found = finders.flatMap((find) => find(known)).map((one): Found => ({ ...one, decided: decidedBy(one) }));
  const order = (one: Found): number => rules.indexOf(one.rule) + (one.decided === null ? 0 : rules.length);
  return found.sort((a, b) => order(a) - order(b));
}
