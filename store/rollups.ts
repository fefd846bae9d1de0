/**
 * What was made of many documents and is kept until one of them changes: sums of a day or a month. Whoever changes such a
 * document says so in the same transaction (`touch`); whoever makes a sum keeps it only if nothing was said since it
 * began to read (`keep`). So what is kept is never older than its documents, however the two meet.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Rollup<T> {
  /** A day or a month: `2026-03-02`, `2026-03`. */
  _id: string;
  /** How often something of it was changed. */
  changed: number;
  /** What the value looks like; one of another look is made anew. */
  look?: string;
  value?: T;
}

/** From the first up to, but without, the last. */
type Between = readonly [first: string, last: string];

export function rollupsOf<T>(connection: Connection, name: string, collection: string) {
  const schema = schemaOf<Rollup<T>>(collection, {
    _id: { type: String, required: true },
    changed: { type: Number, required: true },
    look: String,
    value: Schema.Types.Mixed,
  });
  // Which are kept is answered from here alone: the values are large.
  schema.index({ look: 1, _id: 1, changed: 1 });
  const { collection: kept } = connection.model<Rollup<T>>(name, schema);
  const within = ([first, last]: Between) => ({ _id: { $gte: first, $lt: last } }) as never;
  return {
    /** Something of these was changed, or will be when the session commits. */
    async touch(ids: Iterable<string>, session: ClientSession): Promise<void> {
      const writes = [...new Set(ids)].map((_id) => ({
        updateOne: { filter: { _id }, update: { $inc: { changed: 1 }, $unset: { value: '', look: '' } }, upsert: true },
      }));
      if (writes.length > 0) await kept.bulkWrite(writes as never[], { session, ordered: true });
    },
    /** How often this was changed: to be asked before what it is made of is read. */
    async begin(_id: string): Promise<number> {
      const filter = { _id } as never;
      const found = await kept.findOneAndUpdate(filter, { $setOnInsert: { changed: 0 } } as never, {
        upsert: true,
        returnDocument: 'after',
        projection: { changed: 1 },
      });
      return (found as unknown as Rollup<T>).changed;
    },
    /** Keeps a value unless something of it was changed since `begin` answered `changed`. */
    async keep(_id: string, changed: number, look: string, value: T): Promise<boolean> {
      const { matchedCount } = await kept.updateOne({ _id, changed } as never, { $set: { look, value } } as never);
      return matchedCount === 1;
    },
    /** Which of these are kept, and how often each was changed. */
    async versions(between: Between, look: string): Promise<Map<string, number>> {
      const found = await kept
        .find({ ...(within(between) as object), look } as never)
        .project({ changed: 1 })
        .toArray();
      return new Map((found as unknown as Rollup<T>[]).map(({ _id, changed }) => [_id, changed]));
    },
    async read(between: Between, look: string): Promise<Required<Rollup<T>>[]> {
      // Buffers as they lie in the answer: they are copied once, by who reads them.
      const found = await kept
        .find({ ...(within(between) as object), look } as never, { promoteBuffers: true })
        .toArray();
      return found as unknown as Required<Rollup<T>>[];
    },
    /** Whatever was kept is made anew. */
    async forget(): Promise<void> {
      await kept.deleteMany({});
    },
  };
}
export type Rollups<T> = ReturnType<typeof rollupsOf<T>>;
