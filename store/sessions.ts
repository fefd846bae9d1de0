/** Logged-in sessions (only the cookie value's hash is kept) and counters of attempts per window. Machine time. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Session {
  /** SHA-256 of the cookie value, hex. */
  _id: string;
  /** What the person knows it by when ending it from another; not derivable to the cookie. */
  id: string;
  username: string;
  /** How the person logged in. */
  by: 'password' | 'oidc';
  /** A second factor was given, here or at the provider. */
  strong: boolean;
  /** Browser and system as people call them, e.g. `Firefox · Windows`. */
  device: string;
  createdAt: number;
  /** Of the last call, give or take five minutes. */
  seenAt: number;
  /** Gone by itself after this. */
  expiresAt: Date;
}
const sessionSchema = schemaOf<Session>('sessions', {
  _id: { type: String, required: true },
  id: { type: String, default: '' },
  username: { type: String, required: true },
  by: { type: String, default: 'password' },
  strong: { type: Boolean, default: false },
  device: { type: String, default: '' },
  createdAt: { type: Number, required: true },
  seenAt: { type: Number, default: 0 },
  expiresAt: { type: Date, required: true },
});
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
sessionSchema.index({ username: 1 });

interface Attempts {
  /** `<what>:<who>`. */
  _id: string;
  count: number;
  expiresAt: Date;
}
const attemptsSchema = schemaOf<Attempts>('attempts', {
  _id: { type: String, required: true },
  count: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
});
attemptsSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function sessionsOf(connection: Connection) {
  const model = connection.model<Session>('Session', sessionSchema);
  const attempts = connection.model<Attempts>('Attempts', attemptsSchema);
  return {
    model,
    attempts,
    async add(session: Session): Promise<void> {
      await model.collection.insertOne(session as never);
    },
    find: (hash: string, machineNow: number): Promise<Session | null> =>
      model
        .findOne({ _id: hash, expiresAt: { $gt: new Date(machineNow) } })
        .lean<Session>()
        .exec(),
    async remove(hash: string): Promise<void> {
      await model.deleteOne({ _id: hash });
    },
    /** The newest first. */
    ofPerson: (username: string, machineNow: number): Promise<Session[]> =>
      model
        .find({ username, expiresAt: { $gt: new Date(machineNow) } })
        .sort({ createdAt: -1 })
        .lean<Session[]>()
        .exec(),
    /** Ends one of a person's sessions by its id. Returns whether there was one. */
    async end(username: string, id: string): Promise<boolean> {
      return (await model.deleteOne({ username, id })).deletedCount === 1;
    },
    /** Ends a person's sessions, all but `except` (a cookie's hash) where given. Returns how many. */
    async endAll(username: string, except?: string): Promise<number> {
      const kept = except === undefined ? {} : { _id: { $ne: except } };
      return (await model.deleteMany({ username, ...kept })).deletedCount;
    },
    /** Notes that it is used; at most one write in `every` milliseconds. */
    async seen(hash: string, machineNow: number, every: number): Promise<void> {
      await model.updateOne({ _id: hash, seenAt: { $lt: machineNow - every } }, { $set: { seenAt: machineNow } });
    },
    /**
     * Adds to counters, each once, whose window begins with its first count and lasts `windowMs`; a window that is over
     * begins anew. Returns where each stands, with what others have added meanwhile, and when it ends.
     */
    async count(
      changes: readonly { id: string; windowMs: number; by: number }[],
      machineNow: number,
    ): Promise<Map<string, { count: number; endsAt: number }>> {
      const runs = { $gt: ['$expiresAt', new Date(machineNow)] };
      const writes = changes.map(({ id, windowMs, by }) => {
        const count = { $cond: [runs, { $add: ['$count', by] }, Math.max(0, by)] };
        const expiresAt = { $cond: [runs, '$expiresAt', new Date(machineNow + windowMs)] };
        return { updateOne: { filter: { _id: id }, update: [{ $set: { count, expiresAt } }], upsert: true } };
      });
      // Counters need not outlive a crash: no wait for the disk.
      await attempts.collection.bulkWrite(writes as never[], { ordered: false, writeConcern: { w: 1, j: false } });
      const ids = changes.map(({ id }) => id) as never[];
      const found = (await attempts.collection
        .find({ _id: { $in: ids } }, { readConcern: { level: 'local' } })
        .toArray()) as unknown as Attempts[];
      const counted = new Map(found.map((one) => [one._id, { count: one.count, endsAt: one.expiresAt.getTime() }]));
      for (const { id, windowMs, by } of changes)
        if (!counted.has(id)) counted.set(id, { count: by, endsAt: machineNow + windowMs });
      return counted;
    },
    /** Where a counter stands; null when its window is over or never began. */
    async counted(id: string, machineNow: number): Promise<{ count: number; endsAt: number } | null> {
      const found = await attempts
        .findOne({ _id: id, expiresAt: { $gt: new Date(machineNow) } })
        .readConcern('local')
        .lean<Attempts>()
        .exec();
      return found && { count: found.count, endsAt: found.expiresAt.getTime() };
    },
  };
}
export type Sessions = ReturnType<typeof sessionsOf>;
