/**
 * The task that a watch on a deadline is about (procedure, "Theo dõi hạn"). A notice is dropped only when the task is
 * completed, canceled or has a later date; a task that is not there yet counts as pending, because the watch starts
 * before the task is made.
 */
import { formatTime } from '../domain/iso-time.ts';
import type { Task } from '../store/tasks.ts';
import { whenProjected } from './projected.ts';
import { type Job, NeedsMending, type Tools } from './runtime/job.ts';
import { timeOf } from './variables.ts';

export interface Watched {
  task: Task;
  taskInstance: string;
  /** The date that the watch waited for, epoch ms. */
  dueAt: number;
  dueAtText: string;
}

/** Answers null when the notice is to be dropped. */
export async function watchedTask(job: Job, { store }: Pick<Tools, 'store'>): Promise<Watched | null> {
  const { taskInstance } = job.variables;
  const dueAt = timeOf(job, 'dueAt');
  if (typeof taskInstance !== 'string' || dueAt === undefined) {
    throw new NeedsMending('taskInstance or dueAt is missing', 'keep the local variables of the watch in the diagram');
  }
  const task = (await whenProjected(
    () => store.tasks.findByTaskInstance(taskInstance),
    (found) => found !== null,
    `task ${taskInstance}`,
  )) as Task;
  if (!task.open || (task.dueAt !== null && task.dueAt > dueAt)) return null;
  return { task, taskInstance, dueAt, dueAtText: formatTime(dueAt) };
}
