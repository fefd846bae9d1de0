/**
 * The task after this one: the next of the list that one came from (its filters travel in its address) that one can
 * do. What one has skipped in this visit is not offered again.
 */
import { knownSession } from '../data/session.ts';
import { listTasks, type TaskItem } from '../data/tasks.ts';
import { filterOf, queryOfFilter } from './views.ts';

const skipped = new Set<string>();

export function skip(key: string): void {
  skipped.add(key);
}

interface History {
  entries(): { url: string | null }[];
  currentEntry: { index: number } | null;
}

/** Path and query of the list that was open last in this tab; the whole list where none was. */
export function listAddress(): string {
  const history = (globalThis as { navigation?: History }).navigation;
  const before = history?.entries().slice(0, history.currentEntry?.index ?? 0) ?? [];
  const found = before.map((entry) => new URL(entry.url ?? 'about:blank')).findLast((url) => url.pathname === '/tasks');
  return found ? found.pathname + found.search : '/tasks';
}

/** The next task, or undefined where the list has none left that one can do. */
export async function nextTask(key: string): Promise<TaskItem | undefined> {
  const filter = filterOf(new URL(listAddress(), location.href).searchParams);
  const query = queryOfFilter(filter);
  const { items } = await listTasks({ ...query, state: query.state === 'completed' ? 'open' : query.state });
  return items.find((one) => one.key !== key && !skipped.has(one.key) && canDo(one));
}

/** Mine, or free for my group. Lists may leave the groups out: then opening it tells. */
function canDo(task: TaskItem & { candidateGroups?: string[] }): boolean {
  const me = knownSession();
  if (task.assignee !== null) return task.assignee === me?.username;
  return task.candidateGroups?.some((group) => me?.groups.includes(group)) ?? true;
}
