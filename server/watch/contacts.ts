/** Who of the staff is there now: active, and not away without somebody who stands in (article 14.1). */
import type { Contact } from '../../domain/api/watch.ts';
import { roleOf } from '../../domain/rights.ts';
import type { Person } from '../../store/people.ts';
import type { Store } from '../../store/store.ts';

export interface Present {
  /** Whether anybody may take a task of these groups now. */
  mayTake(groups: readonly string[]): boolean;
  /** Whom to call about a task of these groups: those who may take it, and the agency's leader. */
  of(groups: readonly string[], agency: string | null): Contact[];
  /** A person by user name. */
  named(username: string): Contact;
}

const mostContacts = 3;

export async function presentPeople(store: Store, now: number): Promise<Present> {
  const [people, open] = await Promise.all([
    store.people.model.find({ active: true }).lean<Person[]>().exec(),
    store.delegations.open(now),
  ]);
  const byName = new Map(people.map((one) => [one._id, one]));
  const inForce = open.filter(({ startsAt }) => startsAt <= now);
  const away = new Set(inForce.map(({ absent }) => absent));
  const byGroup = new Map<string, Person[]>();
  const add = (person: Person, groups: readonly string[]): void => {
    for (const group of groups) byGroup.set(group, [...(byGroup.get(group) ?? []), person]);
  };
  for (const person of people) if (!away.has(person._id)) add(person, person.groups);
  for (const { absent, standIn } of inForce) {
    const [gone, stand] = [byName.get(absent), byName.get(standIn)];
    if (gone && stand) add(stand, gone.groups);
  }
  const contact = ({ _id: username, name, phone }: Person): Contact => ({
    username,
    name,
    ...(phone ? { phone } : {}),
  });
  return {
    mayTake: (groups) => groups.some((group) => (byGroup.get(group)?.length ?? 0) > 0),
    of(groups, agency) {
      const leaders =
        agency && !groups.some((one) => roleOf(one)?.role === 'leader') ? [`agency:${agency}:leader`] : [];
      const found = new Map<string, Contact>();
      for (const group of [...groups, ...leaders])
        for (const person of (byGroup.get(group) ?? []).slice(0, mostContacts - 1))
          found.set(person._id, contact(person));
      return [...found.values()].slice(0, mostContacts);
    },
    named(username) {
      const person = byName.get(username);
      return person ? contact(person) : { username, name: username };
    },
  };
}
