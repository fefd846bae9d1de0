/**
 * One running report goes over to the successor: first the engine's variables, so that whatever begins from here on is
 * the successor's; then, when the records show them, the tasks that are open, their groups and who holds them. Each step
 * finds by itself whether it was done, so a repeat after a stop does nothing twice. Deadlines stay as they are.
 */
import type { Directory } from '../../../domain/directory/at.ts';
import type { Inherited, SuccessionPlan } from '../../../store/successions.ts';
import type { Task } from '../../../store/tasks.ts';
import type { House } from '../../house.ts';
import { EngineRefusal } from '../../zeebe.ts';
import { inheritedGroups, matterOf } from './touched.ts';

/** The records are late; nothing is wrong. */
export class RecordsLate extends Error {}

/** How long the records of what the engine has just done may take. */
const projectedMs = 5_000;

export type Moved = { is: 'moved'; to: string; tasks: number } | { is: 'ended' } | { is: 'refused'; words: string };

/** `directory`: of the day of the succession or later. @throws EngineDown, RecordsLate: call it again */
export async function moveReport(
  house: House,
  plan: SuccessionPlan,
  item: Inherited,
  directory: Directory,
): Promise<Moved> {
  const { store } = house;
  const { agency } = plan;
  const instance = await store.instances.find(item.instanceKey);
  if (instance?.state !== 'active') return { is: 'ended' };
  const { leadAgency, coordinatingAgencies = [] } = instance.variables as {
    leadAgency?: string;
    coordinatingAgencies?: string[];
  };
  const heir = directory.successorOf(agency, matterOf(instance));
  const lead = leadAgency === agency ? heir : leadAgency;
  const asked = [...new Set(coordinatingAgencies.map((one) => (one === agency ? heir : one)))];
  const changed: Record<string, unknown> = {};
  // `predecessor` is what the sender's way tells of: it comes after the agency that has the report now.
  if (leadAgency === agency) Object.assign(changed, { leadAgency: heir, predecessor: agency });
  // Who leads gives no opinion to itself.
  if (coordinatingAgencies.includes(agency)) changed.coordinatingAgencies = asked.filter((one) => one !== lead);
  try {
    if (Object.keys(changed).length > 0) await house.zeebe.setVariables(instance._id, changed, false);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return error.status === 404 ? { is: 'ended' } : { is: 'refused', words: error.message };
  }
  // Every task that was made for the agency is in the list by then: records come in their order.
  const shown = await house.hub.waitFor(async () => {
    const now = await store.instances.find(instance._id);
    if (now?.state !== 'active') return true;
    const { leadAgency: led, coordinatingAgencies: helps = [] } = now.variables as typeof instance.variables & {
      coordinatingAgencies?: string[];
    };
    return led !== agency && !helps.includes(agency) ? true : undefined;
  }, projectedMs);
  if (!shown) throw new RecordsLate();
  let tasks = 0;
  for (const task of await store.tasks.openOfInstances([instance._id]))
    if (await moveTask(house, task, agency, heir)) tasks += 1;
  return { is: 'moved', to: heir, tasks };
}

/** Whether the task was the agency's. */
async function moveTask(house: House, task: Task, agency: string, heir: string): Promise<boolean> {
  const groups = inheritedGroups(task.groups, agency, heir);
  const moves = groups.some((one) => !task.groups.includes(one));
  // Moved before a stop, and still with a person of the agency that is gone: found by its groups.
  if (!moves && task.agency !== heir) return false;
  if (moves) await unlessGone(() => house.zeebe.updateTask(task._id, { candidateGroups: groups }));
  if (task.assignee && !(await mayHold(house, task.assignee, groups)))
    await unlessGone(() => house.zeebe.unassignTask(task._id));
  return moves;
}

/** Whether a person is of these groups, or stands in for one of them just now. */
async function mayHold(house: House, username: string, groups: readonly string[]): Promise<boolean> {
  const now = await house.clock.now();
  const inForce = (await house.store.delegations.about([username], now)).filter(
    ({ standIn, startsAt }) => standIn === username && startsAt <= now,
  );
  const people = await house.store.people.findMany([username, ...inForce.map(({ absent }) => absent)]);
  return people.some((one) => one.active && one.groups.some((group) => groups.includes(group)));
}

/** A task that was completed meanwhile needs no successor: what follows it is the successor's already. */
async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EngineRefusal) || (error.status !== 404 && error.status !== 409)) throw error;
  }
}
