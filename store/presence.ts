/**
 * Who is looking at which task just now: one document a person and task, said anew every 20 s and gone by itself. It is
 * written as a whole each time, so that a change stream brings all of it to every server without a look-up.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export const presenceStates = ['viewing', 'writing', 'gone'] as const;

export interface Presence {
  /** `<taskKey>:<username>`. */
  _id: string;
  taskKey: string;
  username: string;
  name: string;
  /** `gone`: has left; kept a moment longer, so that the change stream can tell. */
  state: (typeof presenceStates)[number];
  /** Candidate groups of the task: who may hear of it. */
  groups: string[];
  expiresAt: Date;
}

const schema = schemaOf<Presence>('presence', {
  _id: { type: String, required: true },
  taskKey: { type: String, required: true },
  username: { type: String, required: true },
  name: { type: String, required: true },
  state: { type: String, enum: [...presenceStates], required: true },
  groups: { type: [String], required: true },
  expiresAt: { type: Date, required: true },
});
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function presenceOf(connection: Connection) {
  const model = connection.model<Presence>('Presence', schema);
  return {
    model,
    async say(presence: Omit<Presence, '_id'>): Promise<void> {
      const _id = `${presence.taskKey}:${presence.username}`;
      const whole = { _id, ...presence };
      // Acknowledged by the primary alone: what is lost in a crash is said again within 20 s.
      await model.collection.replaceOne({ _id } as never, whole as never, { upsert: true, writeConcern: { w: 1 } });
    },
    /** Everybody who is there at this machine time. */
    now: (machineNow: number): Promise<Presence[]> =>
      model
        .find({ expiresAt: { $gt: new Date(machineNow) }, state: { $ne: 'gone' } })
        .lean<Presence[]>()
        .exec(),
  };
}
