/**
 * What a person's unread notices tell of, as it stands now: a new task that somebody has taken counts no more, and a
 * notice of which nothing is left to do is as good as read. Looked at when the list is read, so that its count is true.
 */
import type { Store } from '../../store/store.ts';
import type { Task } from '../../store/tasks.ts';
import { wireOrNull } from '../views/time.ts';

/** Notices looked at in one reading; older ones wait for the next. */
const most = 100;

/** `now`: business time. */
export async function settleOver(store: Store, username: string, now: number): Promise<void> {
  const unread = await store.notices.aboutTasks(username, most);
  if (unread.length === 0) return;
  const found = await store.tasks.model
    .find({ _id: { $in: unread.flatMap(({ tasks }) => tasks) } } as never)
    .select({ state: 1, open: 1, reportCode: 1, stage: 1, dueAt: 1 })
    .lean<Pick<Task, '_id' | 'state' | 'open' | 'reportCode' | 'stage' | 'dueAt'>[]>()
    .exec();
  const tasks = new Map(found.map((task) => [task._id, task]));
  const over: string[] = [];
  for (const { _id, kind, tasks: keys } of unread) {
    const left = keys.filter((key) =>
      kind === 'newTask' ? tasks.get(key)?.state === 'created' : tasks.get(key)?.open,
    );
    if (left.length === 0) over.push(_id);
    else if (left.length < keys.length) {
      const { reportCode, stage, dueAt } = tasks.get(left.at(-1)!)!;
      await store.notices.setTasks(_id, { tasks: left, reportCode, stage, dueAt: wireOrNull(dueAt) });
    }
  }
  if (over.length > 0) await store.notices.markRead(username, over, now);
}
