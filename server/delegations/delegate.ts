/**
 * Being away and being stood in for (article 14.1). A person gives on what is one's own, to somebody of the same unit,
 * for a time with an end. Either of the two, the unit's leader, the duty officer or an administrator ends it early.
 */
import type { Colleague, DelegationItem, NewDelegation } from '../../domain/api/delegations.ts';
import { newId } from '../../domain/ids.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { may, unitsOf, workGroups } from '../../domain/rights.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { Delegation } from '../../store/delegations.ts';
import type { Person } from '../../store/people.ts';
import type { Actor, House } from '../house.ts';
import { type FieldError, Problem, refuse } from '../problem.ts';
import { wire } from '../views/time.ts';

const longestMs = 366 * 24 * 3_600_000;
/** A beginning that lies a little back is "from now on", said by a clock that runs behind. */
const slackMs = 10 * 60_000;

/** One's own (away or standing in) and those of the people whose absences one sees, in force or to come. */
export async function listDelegations(house: House, actor: Actor): Promise<DelegationItem[]> {
  const now = await house.clock.now();
  const open = await house.store.delegations.open(now);
  const people = new Map(
    (await house.store.people.findMany(open.flatMap((one) => [one.absent, one.standIn]))).map((one) => [one._id, one]),
  );
  return open
    .filter((one) => isMine(actor, one) || oversees(actor, people.get(one.absent)))
    .map((one) => ({
      id: one._id,
      absent: shown(one.absent, people),
      standIn: shown(one.standIn, people),
      startsAt: wire(one.startsAt),
      endsAt: wire(one.endsAt),
      reason: one.reason,
      inForce: one.startsAt <= now,
      mayEnd: true,
    }));
}

const isMine = (actor: Actor, one: Delegation): boolean =>
  one.absent === actor.username || one.standIn === actor.username;

/** By one's own groups: who stands in for a leader leads nobody's absences. */
function oversees(actor: Actor, absent: Person | undefined): boolean {
  return absent !== undefined && may(actor.own ?? actor.groups, 'delegation.see', { candidateGroups: absent.groups });
}

function shown(username: string, people: Map<string, Person>): Colleague {
  return { username, name: people.get(username)?.name ?? username };
}

/** The person whose absence `actor` sets: oneself, or somebody whom one may send away. @throws 404 */
export async function absentPerson(house: House, actor: Actor, username: string | undefined): Promise<Actor> {
  if (username === undefined || username === actor.username) return actor;
  const person = await house.store.people.find(username);
  const subject = { candidateGroups: person?.groups ?? [] };
  // By one's own groups: who stands in for a leader sends nobody away.
  if (!person?.active || !may(actor.own ?? actor.groups, 'delegation.set', subject)) throw new Problem('not-found');
  return { username, name: person.name, groups: person.groups };
}

/** Who may stand in for this person: active people who work in one of the own units. By name. */
export async function colleaguesOf(house: House, actor: Actor): Promise<Colleague[]> {
  const units = unitsOf(actor.own ?? actor.groups);
  const groups = units.flatMap((unit) => {
    if (unit === 'ioc') return ['ioc-intake', 'ioc-duty'];
    return unit === 'province' ? ['province'] : [`${unit}:officer`, `${unit}:leader`];
  });
  const people = await house.store.people.inGroups(groups);
  return people
    .filter((one) => one._id !== actor.username)
    .map(({ _id: username, name }) => ({ username, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}

/** @throws 409 while one is away in that time already, 422 for dates or a stand-in that can't be */
export async function delegate(
  house: House,
  actor: Actor,
  given: Omit<NewDelegation, 'absent'>,
  by = actor.username,
): Promise<string> {
  const now = await house.clock.now();
  const asked = parseTime(given.startsAt) ?? Number.NaN;
  const startsAt = Math.max(now, asked);
  const endsAt = parseTime(given.endsAt) ?? Number.NaN;
  const reason = cleanText(given.reason);
  const wrong: FieldError[] = [];
  if (!(asked >= now - slackMs)) wrong.push({ pointer: '/startsAt', code: 'format' });
  if (!(endsAt > startsAt && endsAt - startsAt <= longestMs)) wrong.push({ pointer: '/endsAt', code: 'format' });
  if (!reason) wrong.push({ pointer: '/reason', code: 'required' });
  const colleagues = await colleaguesOf(house, actor);
  if (!colleagues.some((one) => one.username === given.standIn))
    wrong.push({ pointer: '/standIn', code: 'unknown-code' });
  refuse(wrong as never);
  const overlapping = (await house.store.delegations.about([actor.username, given.standIn], now)).filter(
    (one) => one.startsAt < endsAt && startsAt < one.endsAt,
  );
  if (overlapping.some((one) => one.absent === actor.username)) throw new Problem('conflict');
  // Who is away, or is relied upon while somebody is, can't be relied upon meanwhile by others: no chains.
  if (overlapping.some((one) => one.absent === given.standIn))
    throw new Problem('invalid', { errors: [{ pointer: '/standIn', code: 'unknown-code' }] });
  if (overlapping.some((one) => one.standIn === actor.username)) throw new Problem('conflict');
  const id = newId(house.random);
  await house.store.delegations.add({
    _id: id,
    absent: actor.username,
    standIn: given.standIn,
    startsAt,
    endsAt,
    reason,
    createdAt: now,
    endedBy: null,
  });
  const forOther = by === actor.username ? {} : { absent: actor.username };
  const data = { ...forOther, standIn: given.standIn, from: wire(startsAt), until: wire(endsAt) };
  await house.store.audit.append({ who: by, what: 'delegate', data }, house.machineNow());
  return id;
}

/** Ended already is no error. @throws 404 */
export async function endDelegation(house: House, actor: Actor, id: string): Promise<void> {
  const one = await house.store.delegations.find(id);
  const absent = one && (await house.store.people.find(one.absent));
  if (!one || !(isMine(actor, one) || oversees(actor, absent ?? undefined))) throw new Problem('not-found');
  if (!(await house.store.delegations.end(id, await house.clock.now(), actor.username))) return;
  const data = { absent: one.absent, standIn: one.standIn };
  await house.store.audit.append({ who: actor.username, what: 'end-delegation', data }, house.machineNow());
}

/** Whether the person has work that another could do meanwhile. */
export const hasWork = (actor: Actor): boolean => workGroups(actor.own ?? actor.groups).length > 0;
