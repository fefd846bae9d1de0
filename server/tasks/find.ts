/** The task that a call is about, for a person who may see it. */
import { may } from '../../domain/rights.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';

/** How long an answer waits for its record to be projected (api.md, below the table). */
export const projectionMs = 2_000;

/** @throws 404 for a key that is none, and for a task that one may not know of */
export async function findTask(house: House, actor: Actor, key: string): Promise<Task> {
  const task = await house.store.tasks.find(key);
  const subject = task && { candidateGroups: task.groups, agencies: task.agency ? [task.agency] : [] };
  if (!task || !may(actor.groups, 'task.see', subject!)) throw new Problem('not-found');
  return task;
}

/** Waits until the projection shows the task as `fits` wants it; the newest state when the time is up. */
export async function waitForTask(
  house: House,
  key: string,
  fits: (task: Task) => boolean,
  ms = projectionMs,
): Promise<{ task: Task | null; fits: boolean }> {
  let newest: Task | null = null;
  const found = await house.hub.waitFor(async () => {
    newest = await house.store.tasks.find(key);
    return newest && fits(newest) ? newest : undefined;
  }, ms);
  return { task: found ?? newest, fits: found !== undefined };
}
