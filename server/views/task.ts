/** A task as lists and events show it (api.md, `GET /api/tasks`). */
import type { TaskItem } from '../../domain/api/tasks.ts';
import type { Task } from '../../store/tasks.ts';
import { wire, wireOrNull } from './time.ts';

export interface TaskView {
  /** Business time: what overdue is measured by. */
  now: number;
  /** False: the person may know that there is a task, but not read what a confidential report says. */
  mayRead: boolean;
  /** Saves of the draft count as versions too. */
  draftVersion?: number;
}

export function taskItem(task: Task, view: TaskView): TaskItem {
  return {
    key: task._id,
    stage: task.stage,
    elementId: task.elementId,
    name: task.name,
    article: task.article,
    reportCode: task.reportCode,
    summary: view.mayRead ? task.summary : '',
    ...(task.agency === null ? {} : { agency: task.agency }),
    assignee: task.assignee,
    state: task.state,
    createdAt: wire(task.createdAt),
    dueAt: wireOrNull(task.dueAt),
    originalDueAt: wireOrNull(task.originalDueAt),
    remindAt: wireOrNull(task.remindAt),
    overdue: isOverdue(task, view.now),
    version: task.version + (view.draftVersion ?? 0),
    ...(task.field === null ? {} : { field: task.field }),
    ...(task.district === null ? {} : { district: task.district }),
    confidential: task.confidential,
    candidateGroups: task.groups,
  };
}

/** Late while open, or ended late. */
export function isOverdue(task: Pick<Task, 'dueAt' | 'endedAt' | 'open'>, now: number): boolean {
  if (task.dueAt === null) return false;
  return (task.open ? now : (task.endedAt ?? now)) > task.dueAt;
}
