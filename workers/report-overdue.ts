/**
 * Reports a task that is overdue to the leader of its unit and to the IOC's duty officer (article 13.3). That it is on
 * the record is the projection's doing; lateness is counted from records, not from this job.
 */
import { tellStaff } from './outbox.ts';
import type { Handler } from './runtime/job.ts';
import { reportCodeOf } from './variables.ts';
import { watchedTask } from './watched-task.ts';

export const reportOverdue: Handler = async (job, tools) => {
  const reportCode = reportCodeOf(job);
  const watched = await watchedTask(job, tools);
  if (watched === null) return undefined;
  const { task, taskInstance, dueAt, dueAtText } = watched;
  const groups = new Set(['ioc-duty']);
  if (task.agency !== null) groups.add(`agency:${task.agency}:leader`);
  if (task.groups.includes('province')) groups.add('province');
  for (const group of groups) {
    await tellStaff(tools, `overdue:${taskInstance}:${dueAt}`, reportCode, { group }, 'overdue', {
      task: task._id,
      stage: task.stage,
      dueAt: dueAtText,
    });
  }
  return undefined;
};
