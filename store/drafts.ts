/** What an assignee has filled in so far, one draft a task; kept apart from `tasks` because a person writes it. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Draft {
  /** userTaskKey. */
  _id: string;
  data: Record<string, unknown>;
  /** Number of saves. */
  version: number;
  at: number;
  by: string;
}

const schema = schemaOf<Draft>('drafts', {
  _id: { type: String, required: true },
  data: { type: Schema.Types.Mixed, required: true },
  version: { type: Number, required: true },
  at: { type: Number, required: true },
  by: { type: String, required: true },
});

export function draftsOf(connection: Connection) {
  const model = connection.model<Draft>('Draft', schema);
  return {
    model,
    find: (taskKey: string): Promise<Draft | null> => model.findById(taskKey).lean<Draft>().exec(),
    findMany: (taskKeys: string[]): Promise<Draft[]> =>
      model
        .find({ _id: { $in: taskKeys } })
        .lean<Draft[]>()
        .exec(),
    /** Saves; with `expected` only over that version (0 = no draft yet). Returns whether it was saved. */
    async save(taskKey: string, data: Record<string, unknown>, by: string, at: number, expected?: number) {
      const set = { $set: { data, by, at }, $inc: { version: 1 } };
      if (expected === undefined) {
        await model.updateOne({ _id: taskKey }, set, { upsert: true });
        return true;
      }
      if (expected > 0) return (await model.updateOne({ _id: taskKey, version: expected }, set)).matchedCount === 1;
      try {
        await model.collection.insertOne({ _id: taskKey, data, by, at, version: 1 } as never);
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === 11000) return false;
        throw error;
      }
    },
  };
}
export type Drafts = ReturnType<typeof draftsOf>;
