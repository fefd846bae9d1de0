/** Reminds of a task at three quarters of its budget: its assignee, or, unclaimed, the groups that may claim it. */
import { tellStaff } from './outbox.ts';
import type { Handler } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';
import { watchedTask } from './watched-task.ts';

export const remind: Handler = async (job, tools) => {
  const reportCode = reportCodeOf(job);
  const watched = await watchedTask(job, tools);
  if (watched === null) return undefined;
  const { task, taskInstance, dueAt, dueAtText } = watched;
  const to = task.assignee ? [{ username: task.assignee }] : task.groups.map((group) => ({ group }));
  for (const one of to) {
    await tellStaff(tools, `remind:${taskInstance}:${dueAt}`, reportCode, one, 'remind', {
      task: task._id,
      stage: task.stage,
      dueAt: dueAtText,
    });
  }
  return undefined;
};
