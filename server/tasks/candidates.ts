/** To whom a task may be handed over: the people of its groups, who of them is away, and who stands in for them. */
import type { Candidate } from '../../domain/api/tasks.ts';
import { may, workGroups } from '../../domain/rights.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { subjectOf } from './claim.ts';
import { findTask } from './find.ts';

/** By name. @throws 403, 404 */
export async function candidatesOf(house: House, actor: Actor, key: string): Promise<Candidate[]> {
  const task = await findTask(house, actor, key);
  if (!may(actor.groups, 'task.hand-over', subjectOf(task))) throw new Problem('missing-right');
  const [people, now] = await Promise.all([house.store.people.inGroups(workGroups(task.groups)), house.clock.now()]);
  const members = new Map(people.map((one) => [one._id, one]));
  const open = await house.store.delegations.about([...members.keys()], now);
  const inForce = open.filter((one) => one.startsAt <= now && members.has(one.absent));
  const standIns = new Map(
    (await house.store.people.findMany(inForce.map((one) => one.standIn))).map((one) => [one._id, one]),
  );
  const shown = (username: string) => ({
    username,
    name: (members.get(username) ?? standIns.get(username))?.name ?? username,
  });
  const own = people.map((person): Candidate => {
    const away = inForce.find((one) => one.absent === person._id);
    if (!away) return shown(person._id);
    return { ...shown(person._id), away: { until: wire(away.endsAt), standIn: shown(away.standIn) } };
  });
  const lent = inForce
    .filter((one) => !members.has(one.standIn) && standIns.get(one.standIn)?.active)
    .map((one): Candidate => ({ ...shown(one.standIn), standsInFor: shown(one.absent) }));
  return [...own, ...lent].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}
