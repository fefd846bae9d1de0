/** Logged-in sessions (only the cookie value's hash is kept) and counters of attempts per window. Machine time. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Session {
  /** SHA-256 of the cookie value, hex. */
  _id: string;
  username: string;
  createdAt: number;
  /** Gone by itself after this. */
  expiresAt: Date;
}
const sessionSchema = schemaOf<Session>('sessions', {
  _id: { type: String, required: true },
  username: { type: String, required: true },
  createdAt: { type: Number, required: true },
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
    /**
     * Adds to a counter whose window begins with its first count and lasts `windowMs`; a window that is over begins
     * anew. Returns where it stands and when it ends.
     */
    async count(id: string, machineNow: number, windowMs: number, by = 1): Promise<{ count: number; endsAt: number }> {
      const now = new Date(machineNow);
      const runs = { $gt: ['$expiresAt', now] };
      const found = await attempts
        .findOneAndUpdate(
          { _id: id },
          [
            {
              $set: {
                count: { $cond: [runs, { $add: ['$count', by] }, Math.max(0, by)] },
                expiresAt: { $cond: [runs, '$expiresAt', new Date(machineNow + windowMs)] },
              },
            },
          ],
          // Counters need not outlive a crash: no wait for the disk.
          { upsert: true, returnDocument: 'after', updatePipeline: true, writeConcern: { w: 1, j: false } },
        )
        .lean<Attempts>()
        .exec();
      return { count: found?.count ?? by, endsAt: found?.expiresAt.getTime() ?? machineNow + windowMs };
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
