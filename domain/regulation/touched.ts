/**
 * Which running reports a change touches: those that stand at a changed element, those that have one before them, and
 * those that would come to one only by turning back (a returned result, a comment). Pure; one answer a place, because a
 * thousand reports stand at a few places.
 */
import { changesBetween } from './changes.ts';
import { loopsOf } from './loops.ts';
import type { LawReading } from './reading.ts';
import { reachableFrom, type Way, wayOf } from './way.ts';

export const touches = ['stands', 'ahead', 'again', 'not'] as const;
export type Touch = (typeof touches)[number];

/** How a change from one version to another touches a report that stands at an element of the first. */
export function touchOf(from: LawReading, to: LawReading): (elementId: string) => Touch {
  const changed = new Set(changesBetween(from, to).map(({ id }) => id));
  const ways = [wayOf(from), wayOf(to)].map((way) => ({ way, onward: onwardOf(way) }));
  const known = new Map<string, Touch>();
  const meets = (pick: (one: { way: Way; onward: Way }) => Way, id: string): boolean =>
    ways.some((one) => [...reachableFrom(pick(one), [id])].some((there) => changed.has(there)));
  return (id) => {
    const before = known.get(id);
    if (before) return before;
    const touch = changed.has(id)
      ? 'stands'
      : meets(({ onward }) => onward, id)
        ? 'ahead'
        : meets(({ way }) => way, id)
          ? 'again'
          : 'not';
    known.set(id, touch);
    return touch;
  };
}

/** The way without the steps that turn back. */
function onwardOf(way: Way): Way {
  const backs = new Set(loopsOf(way).map(({ from, to }) => `${from} ${to}`));
  const steps = [...way.steps].map(([id, list]) => [id, list.filter(({ from, to }) => !backs.has(`${from} ${to}`))]);
  return { ...way, steps: new Map(steps as [string, never[]][]) };
}
