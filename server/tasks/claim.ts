/**
 * Claim, hand over, release. The engine alone decides who wins (docs/decisions/0009): the list only tells what its
 * records have said so far. Answers come when the record is projected, after 2 s at the latest.
 */
import { may } from '../../domain/rights.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { nameOfUser } from '../plugins/person-name.ts';
import { actorNamed, onBehalf } from '../plugins/stand-in.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { EngineRefusal } from '../zeebe.ts';
import { findTask, waitForTask } from './find.ts';

export const subjectOf = (task: Task) => ({ candidateGroups: task.groups, agencies: task.agency ? [task.agency] : [] });

/** That another holds it: who, and since when, so that one can be told kindly. */
export async function heldByOther(house: House, task: Task): Promise<Problem> {
  if (task.assignee === null) return new Problem('held-by-other');
  const since = task.history.findLast((line) => line.what === 'assigned' && line.assignee === task.assignee)?.at;
  const holderName = await nameOfUser(house, task.assignee);
  return new Problem('held-by-other', {
    holder: task.assignee,
    ...(holderName === null ? {} : { holderName }),
    ...(since === undefined ? {} : { heldSince: wire(since) }),
  });
}

/** Claims for oneself. @throws 403, 404, 409 with `holder`, 503 */
export async function claim(house: House, actor: Actor, key: string): Promise<void> {
  const task = await findTask(house, actor, key);
  if (!may(actor.groups, 'task.claim', subjectOf(task))) throw new Problem('missing-right');
  const mine = task.assignee === actor.username;
  const away = actor.standsInFor?.find((one) => one.username === task.assignee);
  if (away) {
    // What the absent person holds is taken over; if another has it by now, that one keeps it.
    await hold(house, { ...actor, username: away.username }, task);
    await inEngine(() => house.zeebe.assignTask(key, actor.username, true));
  } else await hold(house, actor, task);
  await waitForTask(house, key, (now) => now.assignee === actor.username || !now.open);
  const absent = away?.username ?? onBehalf(actor, 'task.claim', subjectOf(task));
  if (absent !== null && !mine) await auditBehalf(house, actor, task, 'claim-for-absent', absent);
}

/** Article 14.1: what a stand-in does with another's right is on record with both names. */
export async function auditBehalf(house: House, actor: Actor, task: Task, what: string, absent: string): Promise<void> {
  const data = { task: task._id, stage: task.stage, onBehalfOf: absent };
  await house.store.audit.append({ who: actor.username, what, reportCode: task.reportCode, data }, house.machineNow());
}

/**
 * The engine's own answer to whether this person holds the task: an assignment without override, which changes nothing
 * for the holder. @throws 404 or 409 when the task is gone, 409 with `holder` when another has it
 */
export async function hold(house: House, actor: Actor, task: Task): Promise<void> {
  try {
    await house.zeebe.assignTask(task._id, actor.username, false);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status === 404) throw new Problem('task-gone');
    if (error.status !== 409) throw error;
    // Taken, or in the middle of an end. Whose it is the records tell, a moment later.
    const { task: now } = await waitForTask(house, task._id, ({ assignee, open }) => assignee !== null || !open);
    if (!now?.open) throw new Problem('task-gone');
    if (now.assignee === actor.username) return;
    throw await heldByOther(house, now);
  }
}

/** Hands over to someone of the task's group. @throws 403, 404, 409, 422, 503 */
export async function handOver(house: House, actor: Actor, key: string, username: string): Promise<void> {
  const task = await findTask(house, actor, key);
  if (!may(actor.groups, 'task.hand-over', subjectOf(task))) throw new Problem('missing-right');
  const person = await actorNamed(house, username);
  if (!person || !may(person.groups, 'task.claim', { candidateGroups: task.groups }))
    throw new Problem('outside-group', { errors: [{ pointer: '/username', code: 'unknown-code' }] });
  if (!task.open) throw new Problem('task-gone');
  if (!mayOverrule(actor, task)) await hold(house, actor, task);
  if (username !== actor.username) await tellOfHandOver(house, task, username);
  await inEngine(() => house.zeebe.assignTask(key, username, true));
  await waitForTask(house, key, (now) => now.assignee === username || !now.open);
}

/**
 * Owed before the engine is asked, so that no crash in between loses it; told once the records show that the task is
 * this person's, and to nobody when they do not (server/outbox/spread.ts).
 */
async function tellOfHandOver(house: House, task: Task, username: string): Promise<void> {
  const { _id: key, reportCode, stage, version } = task;
  const mail = { to: { username }, template: 'handed-over', data: { code: reportCode, stage, task: key } };
  const _id = `notice:handed:${key}:${version}:${username}`;
  await house.store.outbox.add({ _id, kind: 'notice', reportCode, mail }, house.machineNow());
  house.wakeOutbox();
}

/** Gives a task back to its group. Nothing to give back is no error. @throws 403, 404, 409 with `holder`, 503 */
export async function release(house: House, actor: Actor, key: string): Promise<void> {
  const task = await findTask(house, actor, key);
  if (!may(actor.groups, 'task.claim', subjectOf(task)) && !mayOverrule(actor, task))
    throw new Problem('missing-right');
  if (!task.open) throw new Problem('task-gone');
  if (task.assignee === null) return;
  if (task.assignee !== actor.username) {
    if (!mayOverrule(actor, task)) throw await heldByOther(house, task);
  } else await hold(house, actor, task);
  await inEngine(() => house.zeebe.unassignTask(key));
  await waitForTask(house, key, (now) => now.assignee === null || !now.open);
}

/** A unit's leader moves the work of the unit, whoever holds it: the right reaches by agency, not by group. */
function mayOverrule(actor: Actor, task: Task): boolean {
  return task.agency !== null && may(actor.groups, 'task.hand-over', { agencies: [task.agency] });
}

async function inEngine(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof EngineRefusal && (error.status === 404 || error.status === 409))
      throw new Problem('task-gone');
    throw error;
  }
}
