/** What the directory's three lists share: dated records with a version, added once and replaced by version. */
import type { ClientSession, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { Dated } from '../domain/directory/dated.ts';

/** As it is kept: the id is the key, and `version` (1, 2, …) rises with each change. */
export type DatedRecord<T extends Dated> = Omit<T, 'id'> & { _id: string; version: number };

export const datedFields = {
  _id: { type: String, required: true },
  names: { type: [Schema.Types.Mixed], required: true },
  validFrom: { type: String, required: true },
  validTo: { type: String, default: null },
  version: { type: Number, required: true },
} as const;

export function listOf<R extends { _id: string; version: number }>(model: Model<R>) {
  const filter = (query: object) => query as never;
  return {
    model,
    find: (id: string): Promise<R | null> => model.findById(id).lean<R>().exec() as Promise<R | null>,
    all: (): Promise<R[]> => model.find().sort({ _id: 1 }).lean<R[]>().exec() as Promise<R[]>,
    /** False where the id is there already; what is there stays. */
    async add(record: R, session?: ClientSession): Promise<boolean> {
      const { _id, ...rest } = record;
      const options = { upsert: true, ...(session ? { session } : {}) };
      const done = await model.collection.updateOne(filter({ _id }), { $setOnInsert: rest } as never, options);
      return done.upsertedCount === 1;
    },
    /** Puts `record` in the place of the version before it; false where that is not the one in force any more. */
    async replace(record: R, session?: ClientSession): Promise<boolean> {
      const { _id, version } = record;
      const before = filter({ _id, version: version - 1 });
      const done = await model.collection.replaceOne(before, record as never, session ? { session } : {});
      return done.matchedCount === 1;
    },
  };
}
