/**
 * Erasures: a dry run with its list, then exactly that list carried out, report by report. A server that stops in the
 * middle leaves here how far it came and what it has yet to destroy. Codes and keys' ids only, never a sender's datum.
 */
import { type Connection, type mongo, Schema } from 'mongoose';
import type { Erasable } from '../domain/keeping.ts';
import { schemaOf } from './schema.ts';

export interface Erasure {
  /** 128 random bits, hex. */
  _id: string;
  /** Null: at the sender's own request. */
  rule: string | null;
  what: Erasable;
  ground: string;
  /** User name. */
  by: string;
  /** Business time. */
  at: number;
  /** In the order in which they are worked on, with how each stood (server/keeping): codes, or ids of mails. */
  reports: { code: string; standing: string }[];
  /** SHA-256 of the codes, hex. */
  hash: string;
  counts: Record<'reports' | 'senders' | 'followers' | 'devices' | 'mails' | 'words' | 'files', number>;
  more: boolean;
  state: 'tried' | 'running' | 'done';
  confirmedBy: string | null;
  confirmedAt: number | null;
  /** How many of `reports` have been looked at. */
  next: number;
  skipped: string[];
  /** Of the report before `next`: what is to be destroyed before going on. */
  pending: { keys: string[]; blobs: mongo.ObjectId[] };
  endedAt: number | null;
}

const schema = schemaOf<Erasure>('erasures', {
  _id: { type: String, required: true },
  rule: { type: String, default: null },
  what: { type: String, required: true },
  ground: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  reports: { type: [Schema.Types.Mixed], required: true },
  hash: { type: String, required: true },
  counts: { type: Schema.Types.Mixed, required: true },
  more: { type: Boolean, required: true },
  state: { type: String, required: true },
  confirmedBy: { type: String, default: null },
  confirmedAt: { type: Number, default: null },
  next: { type: Number, required: true },
  skipped: { type: [String], default: [] },
  pending: { type: Schema.Types.Mixed, required: true },
  endedAt: { type: Number, default: null },
});
schema.index({ at: -1, _id: -1 });
schema.index({ state: 1, at: 1 });

export function erasuresOf(connection: Connection) {
  const model = connection.model<Erasure>('Erasure', schema);
  return {
    model,
    find: (id: string): Promise<Erasure | null> => model.findById(id).lean<Erasure>().exec(),
    list: (limit: number): Promise<Erasure[]> =>
      model.find().sort({ at: -1, _id: -1 }).limit(limit).lean<Erasure[]>().exec(),
    /** The oldest that was confirmed and is not through. */
    running: (): Promise<Erasure | null> => model.findOne({ state: 'running' }).sort({ at: 1 }).lean<Erasure>().exec(),
    async insert(erasure: Erasure): Promise<void> {
      await model.collection.insertOne(erasure as never);
    },
    /** Forgets a dry run; false when it is none any more. */
    drop: async (id: string): Promise<boolean> =>
      (await model.deleteOne({ _id: id, state: 'tried' })).deletedCount === 1,
  };
}
export type Erasures = ReturnType<typeof erasuresOf>;
