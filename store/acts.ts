/**
 * What people did to running instances, outside of the diagram: ended, moved, migrated, given to the successor of an agency; with the reason. Written
 * once, never changed; the audit log has the same as a line of its chain.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export const actKinds = ['canceled', 'moved', 'migrated', 'succeeded'] as const;
export type ActKind = (typeof actKinds)[number];

export interface Act {
  /** 128 random bits, hex. */
  _id: string;
  instanceKey: string;
  reportCode: string | null;
  what: ActKind;
  /** User name. */
  by: string;
  /** Business time. */
  at: number;
  reason: string;
  /** Which elements, which versions: ids only. */
  data: Record<string, unknown>;
}

const schema = schemaOf<Act>('acts', {
  _id: { type: String, required: true },
  instanceKey: { type: String, required: true },
  reportCode: { type: String, default: null },
  what: { type: String, enum: [...actKinds], required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  reason: { type: String, required: true },
  data: { type: Schema.Types.Mixed, default: {} },
});
schema.index({ instanceKey: 1, at: 1 });

export function actsOf(connection: Connection) {
  const model = connection.model<Act>('Act', schema);
  return {
    model,
    async add(act: Act): Promise<void> {
      await model.collection.insertOne(act as never);
    },
    /** False where it is kept already. */
    async addOnce({ _id, ...rest }: Act, session: ClientSession): Promise<boolean> {
      const set = { $setOnInsert: rest };
      const done = await model.collection.updateOne({ _id } as never, set as never, { upsert: true, session });
      return done.upsertedCount === 1;
    },
    /** Oldest first. */
    ofInstance: (instanceKey: string): Promise<Act[]> =>
      model.find({ instanceKey }).sort({ at: 1, _id: 1 }).lean<Act[]>().exec(),
  };
}
export type Acts = ReturnType<typeof actsOf>;
