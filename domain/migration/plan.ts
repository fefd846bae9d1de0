/**
 * Which element of a version goes where in another, and why one cannot (zeebe-contract, 4.16). The engine has the last
 * word; this is what can be said of it beforehand, element by element, without moving anything.
 */
import type { Outline, OutlineElement } from './outline.ts';

/** Why an element cannot go where it is mapped to. */
export const obstacles = ['gone', 'type', 'event', 'implementation', 'loop', 'scope'] as const;
export type Obstacle = (typeof obstacles)[number];

/** Chosen targets by source id, where an element is to become one with another id. */
export type Mapping = Readonly<Record<string, string>>;

export interface Destination {
  /** Null where there is none to go to. */
  to: string | null;
  why: Obstacle | null;
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Where an element goes: the chosen one, else the one of its own id. `to` is told too where it may not go there. */
export function destinationOf(from: Outline, to: Outline, mapping: Mapping, id: string): Destination {
  const source = own(from.elements, id);
  const targetId = own(mapping, id) ?? id;
  const target = own(to.elements, targetId);
  if (!source || !target) return { to: null, why: 'gone' };
  return { to: targetId, why: obstacleBetween(from, to, mapping, source, target) };
}

function obstacleBetween(
  from: Outline,
  to: Outline,
  mapping: Mapping,
  source: OutlineElement,
  target: OutlineElement,
): Obstacle | null {
  if (source.type !== target.type || source.byEvent !== target.byEvent) return 'type';
  if (source.event !== target.event) return 'event';
  if (source.implementation !== target.implementation) return 'implementation';
  if (source.loop !== target.loop) return 'loop';
  if (!sameScope(from, to, mapping, source.parent, target.parent)) return 'scope';
  return null;
}

/** The scopes around must go into each other, all the way up. */
function sameScope(
  from: Outline,
  to: Outline,
  mapping: Mapping,
  source: string | null,
  target: string | null,
): boolean {
  if (source === null || target === null) return source === target;
  const { to: mapped, why } = destinationOf(from, to, mapping, source);
  return mapped === target && why === null;
}

/** What could take an element that has no place: of its kind, in its scope. */
export function choicesFor(from: Outline, to: Outline, mapping: Mapping, id: string): OutlineElement[] {
  const source = own(from.elements, id);
  if (!source) return [];
  return Object.values(to.elements).filter(
    (target) => obstacleBetween(from, to, mapping, source, target) === null && target.attachedTo === null,
  );
}

export interface Instruction {
  sourceElementId: string;
  targetElementId: string;
}

/**
 * The mapping as the engine takes it: everything that has a place, whether a token stands there or not, so that one list
 * serves every instance. A caught event goes along only where its host does: what it waits for is kept then, and opened
 * anew otherwise.
 */
export function instructionsOf(from: Outline, to: Outline, mapping: Mapping): Instruction[] {
  const found: Instruction[] = [];
  const taken = new Set<string>();
  for (const source of Object.values(from.elements)) {
    const { to: targetId, why } = destinationOf(from, to, mapping, source.id);
    if (targetId === null || why !== null) continue;
    const target = to.elements[targetId]!;
    if (isCaught(from, source)) {
      if (!hostGoes(from, to, mapping, source, target) || taken.has(targetId)) continue;
      taken.add(targetId);
    }
    found.push({ sourceElementId: source.id, targetElementId: targetId });
  }
  return found;
}

/** Waited for on behalf of another: a boundary event, the start of an event sub-process, what follows an event gateway. */
function isCaught(outline: Outline, element: OutlineElement): boolean {
  return hostOf(outline, element) !== null;
}

function hostOf(outline: Outline, element: OutlineElement): string | null {
  if (element.attachedTo) return element.attachedTo;
  const scope = element.parent === null ? undefined : own(outline.elements, element.parent);
  if (element.type === 'StartEvent' && scope?.byEvent) return scope.id;
  const gateway = Object.values(outline.elements).find(
    (one) => one.type === 'EventBasedGateway' && one.next.includes(element.id),
  );
  return gateway?.id ?? null;
}

function hostGoes(
  from: Outline,
  to: Outline,
  mapping: Mapping,
  source: OutlineElement,
  target: OutlineElement,
): boolean {
  const [here, there] = [hostOf(from, source)!, hostOf(to, target)];
  const { to: mapped, why } = destinationOf(from, to, mapping, here);
  return there !== null && why === null && mapped === there;
}

export interface Standing {
  /** Ids of the elements that hold an instance of theirs now, scopes included. */
  active: readonly string[];
}

export interface Hindrance {
  element: string;
  why: Obstacle;
}

/** What keeps an instance from moving; empty where nothing does. */
export function hindrances(from: Outline, to: Outline, mapping: Mapping, { active }: Standing): Hindrance[] {
  return [...new Set(active)].flatMap((element) => {
    const { why } = destinationOf(from, to, mapping, element);
    return why === null ? [] : [{ element, why }];
  });
}

/** Choices that make no sense: of elements that are not there, or to such. */
export function badChoices(from: Outline, to: Outline, mapping: Mapping): string[] {
  return Object.entries(mapping)
    .filter(([source, target]) => !own(from.elements, source) || !own(to.elements, target))
    .map(([source]) => source);
}
