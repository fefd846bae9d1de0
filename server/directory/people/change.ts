/**
 * Adding people and changing them. Whoever loses a group, or leaves, gives back the tasks held by it: owed on the
 * person, done through the engine by the keeper (release.ts), so that nothing is stuck when the engine is away.
 */
import type { ClientSession } from 'mongoose';
import type { NewPerson, PersonChange } from '../../../domain/api/people.ts';
import { roleOf } from '../../../domain/rights.ts';
import { cleanText } from '../../../domain/search-text.ts';
import type { Person } from '../../../store/people.ts';
import type { Actor, House } from '../../house.ts';
import { directoryNow } from '../../plugins/directory.ts';
import { type FieldError, Problem } from '../../problem.ts';

type Details = Pick<PersonChange, 'name' | 'email' | 'phone' | 'groups'>;

/** What is wrong: a group that nobody knows, or of an agency that is no more, unless the person has it already. */
export async function wrongDetails(house: House, given: Details, had: readonly string[] = []): Promise<FieldError[]> {
  const directory = await directoryNow(house);
  const errors: FieldError[] = [];
  if (!cleanText(given.name)) errors.push({ pointer: '/name', code: 'required' });
  for (const n of wrongGroups(given.groups, directory.isAgency, had))
    errors.push({ pointer: `/groups/${n}`, code: 'unknown-code' });
  return errors;
}

/** Which of these groups can't be given, by their place. */
export function wrongGroups(
  groups: readonly string[],
  isAgency: (id: string) => boolean,
  had: readonly string[] = [],
): number[] {
  return groups.flatMap((group, n) => {
    if (had.includes(group)) return [];
    const role = roleOf(group);
    return role && (role.agency === undefined || isAgency(role.agency)) ? [] : [n];
  });
}

/** The parts of a person that administrators give; what is left out is no more. */
export const detailsOf = ({ name, email, phone, groups }: Details) => ({
  name: cleanText(name),
  ...(email && { email: email.trim() }),
  ...(phone && { phone: phone.trim() }),
  groups: [...new Set(groups)],
});

/** @throws 422 for a name that is taken or a group that is none */
export async function addPerson(house: House, actor: Actor, given: NewPerson): Promise<void> {
  const errors = await wrongDetails(house, given);
  if (errors.length > 0) throw new Problem('invalid', { errors });
  await house.store.transaction((session) => putNew(house, actor, given, session));
}

/** As somebody begins: without a password. */
export const personOf = (given: NewPerson): Person => ({
  _id: given.username,
  ...detailsOf(given),
  passwordHash: null,
  active: true,
  version: 1,
});

export async function putNew(house: House, actor: Actor, given: NewPerson, session: ClientSession): Promise<void> {
  const { username } = given;
  const { people, audit } = house.store;
  if (await people.model.exists({ _id: username }).session(session))
    throw new Problem('invalid', { errors: [{ pointer: '/username', code: 'taken' }] });
  const person = personOf(given);
  await people.model.collection.insertOne(person as never, { session });
  const data = { username, groups: person.groups };
  await audit.append({ who: actor.username, what: 'add-person', data }, house.machineNow(), session);
}

/** @throws 404, 409 for the last administrator, 412, 422 */
export async function changePerson(
  house: House,
  actor: Actor,
  username: string,
  given: PersonChange,
  seen: number | undefined,
): Promise<Person> {
  const person = await house.store.people.find(username);
  if (!person) throw new Problem('not-found');
  const errors = await wrongDetails(house, given, person.groups);
  if (errors.length > 0) throw new Problem('invalid', { errors });
  const changed = await house.store.transaction((session) => putChange(house, actor, username, given, seen, session));
  if (changed.owesRelease) house.wakeKeeper();
  return changed;
}

/** What a change is to a person: what is written, what follows from it, and what of it goes on the audit log. */
export function changeOf(before: Person, given: PersonChange) {
  const details = detailsOf(given);
  const removed = before.groups.filter((one) => !details.groups.includes(one));
  const added = details.groups.filter((one) => !before.groups.includes(one));
  const leaves = before.active && !given.active;
  const owesRelease = before.owesRelease || leaves || removed.length > 0;
  const absent = (['email', 'phone'] as const).filter((name) => details[name] === undefined);
  const version = (before.version ?? 0) + 1;
  return {
    leaves,
    losesAdmin: before.active && before.groups.includes('admin') && (leaves || removed.includes('admin')),
    update: {
      $set: { ...details, active: given.active, version, ...(owesRelease && { owesRelease: true }) },
      ...(absent.length > 0 && { $unset: Object.fromEntries(absent.map((name) => [name, ''])) }),
    },
    onRecord: {
      username: before._id,
      // Which parts, not what stood in them: the log keeps no address.
      changed: (['name', 'email', 'phone'] as const).filter((name) => before[name] !== details[name]),
      ...(added.length > 0 && { added }),
      ...(removed.length > 0 && { removed }),
      ...(before.active !== given.active && { active: given.active }),
    },
  };
}

/** One change within a transaction. `seen`: the version that was looked at. */
export async function putChange(
  house: House,
  actor: Actor,
  username: string,
  given: PersonChange,
  seen: number | undefined,
  session: ClientSession,
): Promise<Person> {
  const { people, sessions, audit } = house.store;
  const before = await people.model.findById(username).session(session).lean<Person>().exec();
  if (!before) throw new Problem('not-found');
  if (seen !== undefined && seen !== (before.version ?? 0)) throw new Problem('stale');
  const change = changeOf(before, given);
  if (change.losesAdmin) await keepAnAdministrator(house, username, session);
  await people.model.updateOne({ _id: username }, change.update, { session });
  if (change.leaves) await sessions.model.deleteMany({ username }, { session });
  const data = change.onRecord;
  await audit.append({ who: actor.username, what: 'change-person', data }, house.machineNow(), session);
  return (await people.model.findById(username).session(session).lean<Person>().exec())!;
}

/**
 * Two who take each other's right away at once both write to the audit log: one of the two is tried again and sees
 * what the other has done. @throws 409
 */
async function keepAnAdministrator({ store }: House, username: string, session: ClientSession): Promise<void> {
  const others = { _id: { $ne: username }, active: true, groups: 'admin' };
  if (!(await store.people.model.exists(others as never).session(session))) throw new Problem('last-administrator');
}
