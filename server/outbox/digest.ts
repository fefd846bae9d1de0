/** What the morning's digest of a person says: read when it is sent, so that it is as true as it can be. */
import { dayMs, dayOf, startOfDay } from '../../domain/calendar.ts';
import { formatDay, formatTime } from '../../domain/iso-time.ts';
import type { DigestData, DigestPart } from '../../domain/mail.ts';
import { roleOf } from '../../domain/rights.ts';
import type { Store } from '../../store/store.ts';
import type { Task } from '../../store/tasks.ts';
import { actorNamed } from '../plugins/stand-in.ts';

/** Lines of a part; what is beyond is counted. */
const most = 20;

/**
 * Overdue and due today: one's own tasks, those that nobody of one's groups has taken, and for a unit's leader all of
 * the unit that are overdue; of who is away, the stand-in has it all. Null when there is nothing in any part. `now`: business time.
 */
export async function digestOf(store: Store, username: string, now: number): Promise<Omit<DigestData, 'link'> | null> {
  const person = await actorNamed({ store, clock: { now: async () => now } }, username);
  if (!person) return null;
  const { groups, standsInFor = [] } = person;
  const names = [username, ...standsInFor.map((one) => one.username)];
  const led = groups.flatMap((group) => {
    const role = roleOf(group);
    return role?.role === 'leader' && role.agency ? [role.agency] : [];
  });
  const free = { groups: { $in: groups }, state: 'created' };
  const mine = { $or: [{ assignee: { $in: names }, state: 'assigned' }, free] };
  const unit = led.length > 0 ? { $or: [...mine.$or, { agency: { $in: led }, open: true }] } : mine;
  const tomorrow = startOfDay(dayOf(now)) + dayMs;
  const [overdue, dueToday, unclaimed] = await Promise.all([
    part(store, { ...unit, dueAt: { $lt: now } }),
    part(store, { ...mine, dueAt: { $gte: now, $lt: tomorrow } }),
    part(store, free),
  ]);
  if (overdue.count + dueToday.count + unclaimed.count === 0) return null;
  return { day: formatDay(now), overdue, dueToday, unclaimed };
}

async function part(store: Store, filter: Record<string, unknown>): Promise<DigestPart> {
  const [count, tasks] = await Promise.all([
    store.tasks.model.countDocuments(filter as never).exec(),
    store.tasks.model
      .find(filter as never)
      .sort({ dueAt: 1, _id: 1 })
      .limit(most)
      .select({ reportCode: 1, stage: 1, dueAt: 1 })
      .lean<Pick<Task, 'reportCode' | 'stage' | 'dueAt'>[]>()
      .exec(),
  ]);
  const lines = tasks.map(({ reportCode, stage, dueAt }) => ({
    code: reportCode,
    stage,
    dueAt: dueAt === null ? null : formatTime(dueAt),
  }));
  return { count, lines };
}
