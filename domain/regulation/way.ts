/**
 * What leads where in a diagram, over the borders of sub-processes: into one goes its start, after its ends comes what
 * follows it. What stands in an event sub-process is beside the way and left out.
 */
import type { LawElement, LawReading } from './reading.ts';

export interface Step {
  from: string;
  to: string;
  /** As written; null where it is taken without one. */
  condition: string | null;
}

export interface Way {
  elements: ReadonlyMap<string, LawElement>;
  steps: ReadonlyMap<string, readonly Step[]>;
  /** Where a report begins. */
  starts: readonly string[];
}

/** The point behind a sub-process; no element's id has a blank in it. */
const behind = (id: string): string => `${id} behind`;
export const isPlace = (id: string): boolean => !id.endsWith(' behind');

export function wayOf(reading: LawReading): Way {
  const elements = new Map(reading.elements.filter(({ aside }) => !aside).map((one) => [one.id, one]));
  const steps = new Map<string, Step[]>();
  const add = (from: string, to: string, condition: string | null): void => {
    steps.set(from, [...(steps.get(from) ?? []), { from, to, condition }]);
  };
  const scopes = new Set([...elements.values()].flatMap(({ parent }) => parent ?? []));
  for (const { from, to, condition } of reading.flows)
    if (elements.has(from) && elements.has(to)) add(scopes.has(from) ? behind(from) : from, to, condition);
  for (const { id, type, parent, attachedTo } of elements.values()) {
    if (attachedTo && elements.has(attachedTo)) add(attachedTo, id, null);
    if (parent === null) continue;
    if (type === 'StartEvent') add(parent, id, null);
    if (type === 'EndEvent') add(id, behind(parent), null);
  }
  const starts = [...elements.values()].filter((one) => one.type === 'StartEvent' && one.parent === null);
  return { elements, steps, starts: starts.map(({ id }) => id) };
}

/** Everything that can be come to from these, themselves left out unless something leads back. `stop`: not past those. */
export function reachableFrom(
  way: Way,
  from: readonly string[],
  stop: (id: string) => boolean = () => false,
): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { to } of way.steps.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      if (!stop(to)) open.push(to);
    }
  }
  return seen;
}

/** The shortest way from one to another, both included; empty where there is none. */
export function shortest(way: Way, from: string, to: string): string[] {
  const before = new Map<string, string>([[from, '']]);
  let edge = [from];
  while (edge.length > 0 && !before.has(to)) {
    const next: string[] = [];
    for (const id of edge)
      for (const step of way.steps.get(id) ?? [])
        if (!before.has(step.to)) {
          before.set(step.to, id);
          next.push(step.to);
        }
    edge = next;
  }
  if (!before.has(to)) return [];
  const path: string[] = [];
  for (let id = to; id !== ''; id = before.get(id) ?? '') path.unshift(id);
  return path;
}
