/**
 * GET /api/agency/tasks: the open tasks of one's own groups with all that is needed to do them, for agencies that handle
 * reports in a system of their own (article 12.2). Oldest first, so that a program which goes through the pages sees
 * each. Of a confidential report the list says only that it is there; whoever is to read it asks for the task by its
 * key, and that look is audited.
 */
import type { AgencyTaskList, AgencyTaskQuery } from '../../domain/api/agency-tasks.ts';
import { openStates, type Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { type TaskReader, taskDetail } from './detail.ts';

export async function agencyTasks(
  house: House,
  actor: Actor,
  { after, limit = 50, stage }: AgencyTaskQuery,
  reader: TaskReader,
): Promise<AgencyTaskList> {
  const { secret } = house.settings;
  const filter: Record<string, unknown> = { groups: { $in: actor.groups }, state: { $in: openStates } };
  if (stage) filter.stage = stage;
  if (after) {
    const [at, key] = readCursor(secret, 'agency-tasks', after);
    filter.$or = [{ createdAt: { $gt: at } }, { createdAt: at, _id: { $gt: key } }];
  }
  const found = await house.store.tasks.model
    .find(filter as never)
    .sort({ createdAt: 1, _id: 1 })
    .limit(limit + 1)
    .lean<Task[]>()
    .exec();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: await Promise.all(page.map(({ _id }) => taskDetail(house, actor, _id, { ...reader, closed: true }))),
    next: found.length > limit && last ? makeCursor(secret, 'agency-tasks', [last.createdAt, last._id]) : null,
  };
}
