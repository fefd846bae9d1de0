/**
 * Who stands in for whom while away (article 14.1). Dates are business time. A delegation carries no groups: it gives
 * what the absent person has while it is in force, no more. Ended ones stay, because histories name them.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Delegation {
  /** 128 random bits, hex. */
  _id: string;
  /** User name of who is away. */
  absent: string;
  /** User name of who acts meanwhile. */
  standIn: string;
  startsAt: number;
  /** The first moment at which it no longer holds; moved forward to the moment at which somebody ended it early. */
  endsAt: number;
  reason: string;
  createdAt: number;
  /** Who ended it early. */
  endedBy: string | null;
}

const schema = schemaOf<Delegation>('delegations', {
  _id: { type: String, required: true },
  absent: { type: String, required: true },
  standIn: { type: String, required: true },
  startsAt: { type: Number, required: true },
  endsAt: { type: Number, required: true },
  reason: { type: String, required: true },
  createdAt: { type: Number, required: true },
  endedBy: { type: String, default: null },
});
schema.index({ standIn: 1, endsAt: 1 });
schema.index({ absent: 1, endsAt: 1 });
schema.index({ endsAt: 1, startsAt: 1 });

export function delegationsOf(connection: Connection) {
  const model = connection.model<Delegation>('Delegation', schema);
  const list = (filter: object): Promise<Delegation[]> =>
    model
      .find(filter as never)
      .sort({ startsAt: 1, _id: 1 })
      .lean<Delegation[]>()
      .exec();
  return {
    model,
    find: (id: string): Promise<Delegation | null> => model.findById(id).lean<Delegation>().exec(),
    /** Of this stand-in, past ones included: few, and looked at by the caller's clock. */
    to: (standIn: string, endsAfter: number): Promise<Delegation[]> => list({ standIn, endsAt: { $gt: endsAfter } }),
    /** Of any of these people, as absent or as stand-in, that are in force or to come at `now`. */
    about: (usernames: string[], now: number): Promise<Delegation[]> =>
      list({
        endsAt: { $gt: now },
        $or: [{ absent: { $in: usernames } }, { standIn: { $in: usernames } }],
      }),
    /** In force or to come. */
    open: (now: number): Promise<Delegation[]> => list({ endsAt: { $gt: now } }),
    async add(delegation: Delegation): Promise<void> {
      await model.collection.insertOne(delegation as never);
    },
    /** Ends it at `at` unless it has ended. Returns whether this call did. */
    async end(id: string, at: number, by: string): Promise<boolean> {
      const set = { $set: { endsAt: at, endedBy: by } };
      return (await model.updateOne({ _id: id, endsAt: { $gt: at } }, set)).modifiedCount === 1;
    },
  };
}
