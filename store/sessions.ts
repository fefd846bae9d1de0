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
  /** `<what>:<who>:<window number>`. */
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
    /** Adds one to a counter and returns what it stands at; it forgets itself at `expiresAt`. */
    async count(id: string, expiresAt: number, by = 1): Promise<number> {
      const found = await attempts
        .findOneAndUpdate(
          { _id: id },
          { $inc: { count: by }, $setOnInsert: { expiresAt: new Date(expiresAt) } },
          { upsert: true, returnDocument: 'after', writeConcern: { w: 1 } },
        )
        .lean<Attempts>()
        .exec();
      return found?.count ?? by;
    },
    async counted(id: string): Promise<number> {
      return (await attempts.findById(id).lean<Attempts>().exec())?.count ?? 0;
    },
  };
}
export type Sessions = ReturnType<typeof sessionsOf>;
