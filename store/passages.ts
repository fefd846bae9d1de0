/**
 * How many went through an element and how long they stayed: one document an element and hour, and one an element and
 * day, added to by the projection. What the watch says of throughput and waiting is read from here, never counted over
 * history. Shard key: `definitionKey`.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export type Span = 'hour' | 'day';

export interface Passage {
  /** `<definitionKey>:<elementId>:<span>:<start>`. */
  _id: string;
  definitionKey: string;
  elementId: string;
  span: Span;
  /** Epoch ms of the hour, or of the day in Vietnam. */
  start: number;
  entered: number;
  left: number;
  /** Working minutes that those who left had stayed, together. */
  minutes: number;
  /** domain/waiting.ts: bucket → how many of those who left; absent while nobody has. */
  stays?: Record<string, number>;
}

const schema = schemaOf<Passage>('passages', {
  _id: { type: String, required: true },
  definitionKey: { type: String, required: true },
  elementId: { type: String, required: true },
  span: { type: String, required: true },
  start: { type: Number, required: true },
  entered: { type: Number, default: 0 },
  left: { type: Number, default: 0 },
  minutes: { type: Number, default: 0 },
  stays: { type: Schema.Types.Mixed, default: {} },
});
schema.index({ definitionKey: 1, span: 1, start: 1 });

export type PassageChange = Required<Omit<Passage, '_id'>>;

export function passagesOf(connection: Connection) {
  const model = connection.model<Passage>('Passage', schema);
  return {
    model,
    /** Adds up; within the caller's transaction, so that a batch that comes twice adds once. */
    async add(changes: Iterable<PassageChange>, session: ClientSession): Promise<void> {
      const writes = [...changes].map(({ definitionKey, elementId, span, start, stays, ...sums }) => {
        const inc: Record<string, number> = { ...sums };
        for (const [bucket, count] of Object.entries(stays)) inc[`stays.${bucket}`] = count;
        const update = { $inc: inc, $setOnInsert: { definitionKey, elementId, span, start } };
        const filter = { _id: `${definitionKey}:${elementId}:${span}:${start}` };
        return { updateOne: { filter, update, upsert: true } };
      });
      if (writes.length > 0) await model.collection.bulkWrite(writes as never[], { session, ordered: true });
    },
    /** Those of a definition that begin within [from, to). */
    within: (definitionKey: string, span: Span, from: number, to: number): Promise<Passage[]> =>
      model
        .find({ definitionKey, span, start: { $gte: from, $lt: to } })
        .lean<Passage[]>()
        .exec(),
  };
}
export type Passages = ReturnType<typeof passagesOf>;
