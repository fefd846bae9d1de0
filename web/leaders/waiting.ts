/** What waits for a leader, and what is about to be late: asked of the task list, sorted out here. */
import { knownSession } from '../data/session.ts';
import { listTasks, type TaskItem } from '../data/tasks.ts';

/** The stages that a leader decides (procedure, "Stages"): an agency's, and the province's. */
const decided = ['approval', 'extension', 'instruction', 'direction'] as const;
/** How far down the list of what is due first one looks. */
const most = 200;

/** Open tasks of these stages that this person decides, or another of the group has taken; due first on top. */
export async function waitingForMe(signal?: AbortSignal): Promise<TaskItem[]> {
  const groups = knownSession()?.groups ?? [];
  const lists = await Promise.all(
    decided.map((stage) => listTasks({ state: 'open', stage, sort: 'dueAt', limit: most }, signal)),
  );
  return lists
    .flatMap((list) => list.items)
    .filter((one) => one.candidateGroups?.some((group) => groups.includes(group)))
    .sort(dueFirst);
}

export interface Late {
  items: TaskItem[];
  /** Whether there are more open tasks than were looked at. */
  cut: boolean;
}

/** Of all that is open in one's reach: overdue, or past the date of the reminder. `now`: business time, epoch ms. */
export async function aboutToBeLate(now: () => number, signal?: AbortSignal): Promise<Late> {
  const { items, next } = await listTasks({ state: 'open', sort: 'dueAt', limit: most }, signal);
  return { items: items.filter((one) => isPressing(one, now())), cut: next !== null };
}

/** Overdue, or past the date of the reminder. */
export function isPressing(task: Pick<TaskItem, 'overdue' | 'remindAt'>, now: number): boolean {
  return task.overdue || (task.remindAt !== null && Date.parse(task.remindAt) <= now);
}

/** What has no date comes last. */
export function dueFirst(a: Pick<TaskItem, 'dueAt'>, b: Pick<TaskItem, 'dueAt'>): number {
  const at = (one: Pick<TaskItem, 'dueAt'>) => (one.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(one.dueAt));
  return at(a) === at(b) ? 0 : at(a) - at(b);
}
