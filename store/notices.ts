/**
 * Notices to staff, one document a person and occasion: what the bell counts and the list shows. Several new tasks are
 * one notice while it is unread. Written where an outbox entry is spread to its people; gone by themselves after 60
 * days.
 */
import type { ClientSession, Connection } from 'mongoose';
import type { NoticeKind } from '../domain/notices.ts';
import { schemaOf } from './schema.ts';

export interface Notice {
  /** 128 random bits, hex. */
  _id: string;
  username: string;
  kind: NoticeKind;
  reportCode: string | null;
  /** The tasks that it tells of: several of new ones, one otherwise; none of an addendum. */
  tasks: string[];
  stage: string | null;
  /** ISO 8601, as the notice says it. */
  dueAt: string | null;
  /** How many things it tells of now: a new task that somebody has taken counts no more. */
  count: number;
  /** Business time, epoch ms. */
  at: number;
  /** Business time, epoch ms. */
  readAt: number | null;
  /** False for who wants no notices in the page: then it only carries the push and the mail. */
  inPage: boolean;
  /** Machine time of the newest push that was owed for it. */
  toldAt: number;
  expiresAt: Date;
}

const schema = schemaOf<Notice>('notices', {
  _id: { type: String, required: true },
  username: { type: String, required: true },
  kind: { type: String, required: true },
  reportCode: { type: String, default: null },
  tasks: { type: [String], default: [] },
  stage: { type: String, default: null },
  dueAt: { type: String, default: null },
  count: { type: Number, required: true },
  at: { type: Number, required: true },
  readAt: { type: Number, default: null },
  inPage: { type: Boolean, required: true },
  toldAt: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
});
schema.index({ username: 1, inPage: 1, at: -1, _id: -1 }, { name: 'list' });
schema.index({ username: 1, inPage: 1, readAt: 1 }, { name: 'unread' });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const noticeDays = 60;

export function noticesOf(connection: Connection) {
  const model = connection.model<Notice>('Notice', schema);
  return {
    model,
    find: (id: string): Promise<Notice | null> => model.findById(id).lean<Notice>().exec(),
    /** Newest first, from `after` on. */
    list: (
      username: string,
      options: { unread?: boolean; after?: { at: number; id: string }; limit: number },
    ): Promise<Notice[]> => {
      const { unread, after, limit } = options;
      const filter: Record<string, unknown> = { username, inPage: true };
      if (unread) filter.readAt = null;
      if (after) filter.$or = [{ at: { $lt: after.at } }, { at: after.at, _id: { $lt: after.id } }];
      return model
        .find(filter as never)
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<Notice[]>()
        .exec();
    },
    unread: (username: string): Promise<number> =>
      model.countDocuments({ username, inPage: true, readAt: null }).exec(),
    /** Marks one's own as read: these, or all. `now`: business time. Returns how many were unread before. */
    async markRead(username: string, ids: string[] | null, now: number): Promise<number> {
      const filter = { username, readAt: null, ...(ids ? { _id: { $in: ids } } : {}) };
      return (await model.updateMany(filter as never, { $set: { readAt: now } })).modifiedCount;
    },
    /** Unread notices of new tasks, which a further task is added to. */
    openNewTasks: (usernames: string[], session: ClientSession): Promise<Notice[]> =>
      model
        .find({ username: { $in: usernames }, kind: 'newTask', readAt: null })
        .session(session)
        .lean<Notice[]>()
        .exec(),
    /** Those that are unread and tell of tasks, newest first. */
    aboutTasks: (username: string, most: number): Promise<Notice[]> =>
      model
        .find({ username, inPage: true, readAt: null, 'tasks.0': { $exists: true } })
        .sort({ at: -1, _id: -1 })
        .limit(most)
        .lean<Notice[]>()
        .exec(),
    /** What of an unread notice is left. */
    async setTasks(id: string, left: Pick<Notice, 'tasks' | 'reportCode' | 'stage' | 'dueAt'>): Promise<void> {
      await model.updateOne({ _id: id, readAt: null }, { $set: { ...left, count: left.tasks.length } });
    },
    async write(notices: Notice[], session: ClientSession): Promise<void> {
      if (notices.length === 0) return;
      const writes = notices.map((notice) => ({
        replaceOne: { filter: { _id: notice._id }, replacement: notice, upsert: true },
      }));
      await model.collection.bulkWrite(writes as never[], { session, ordered: false });
    },
  };
}
export type Notices = ReturnType<typeof noticesOf>;
