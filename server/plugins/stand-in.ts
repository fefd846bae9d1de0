/**
 * Article 14.1: while a person is away the stand-in has that person's work groups with what goes with them, and none of
 * the person's other groups (administration, dashboards). Decided anew for each call by business time, from what the
 * absent person has now; there are no chains, because only own groups are given on.
 */
import { type Action, may, type Subject, workGroups } from '../../domain/rights.ts';
import type { Person } from '../../store/people.ts';
import type { Actor, House, StoodInFor } from '../house.ts';

/** What of the house this needs. */
type Told = Pick<House, 'store' | 'clock'>;

/** The person with own and lent groups; null for one who is not there or no longer active. */
export async function actorNamed(house: Told, username: string): Promise<Actor | null> {
  const [person, standsInFor] = await Promise.all([house.store.people.find(username), stoodInFor(house, username)]);
  return person?.active ? withLent(person, standsInFor) : null;
}

function withLent(person: Person, standsInFor: StoodInFor[]): Actor {
  const { _id: username, name, groups } = person;
  if (standsInFor.length === 0) return { username, name, groups };
  const all = new Set([...groups, ...standsInFor.flatMap((one) => one.groups)]);
  return { username, name, groups: [...all], own: groups, standsInFor };
}

/** The absent people whom this one stands in for now. */
async function stoodInFor(house: Told, username: string): Promise<StoodInFor[]> {
  const all = await house.store.delegations.to(username, 0);
  if (all.length === 0) return [];
  const now = await house.clock.now();
  const inForce = all.filter((one) => one.startsAt <= now && now < one.endsAt);
  if (inForce.length === 0) return [];
  const people = new Map(
    (await house.store.people.findMany(inForce.map((one) => one.absent))).map((one) => [one._id, one]),
  );
  return inForce.flatMap(({ absent, endsAt }) => {
    const person = people.get(absent);
    if (!person?.active) return [];
    return [{ username: absent, name: person.name, groups: workGroups(person.groups), until: endsAt }];
  });
}

/**
 * For whom the person does this: null with an own right, otherwise the absent person whose right it is. To be asked only
 * where `may(actor.groups, …)` has said yes.
 */
export function onBehalf(actor: Actor, action: Action, subject: Subject): string | null {
  if (!actor.standsInFor || may(actor.own ?? actor.groups, action, subject)) return null;
  return actor.standsInFor.find((one) => may(one.groups, action, subject))?.username ?? null;
}
