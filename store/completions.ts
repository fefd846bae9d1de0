/**
 * What people wrote when they completed a task: texts stay here, the engine sees only `completionId` and codes.
 * Stored as `offered` before the engine is asked, `adopted` by the projection when the COMPLETED record carries the id,
 * otherwise deleted.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Completion {
  /** The completionId: 128 random bits, hex. */
  _id: string;
  reportCode: string;
  taskKey: string;
  /** Element instance key of the task. */
  taskInstance: string;
  stage: string;
  outcome: string;
  /** The acting agency's id, `ioc` or `province`. */
  agency: string;
  /** User name; never shown to a sender. */
  by: string;
  /** User name of the absent person whose right was used (article 14.1). */
  onBehalfOf?: string;
  /** Business time. */
  at: number;
  /** All fields of api.md's table for this outcome (texts and codes), file ids in `attachments`. */
  fields: Record<string, unknown>;
  state: 'offered' | 'adopted';
  /** The request that it came by, as a `traceparent`. */
  trace?: string;
  /** Of a call that may be repeated: its `Idempotency-Key`, and the hash of its body. */
  repeat?: { key: string; bodyHash: string };
}

const schema = schemaOf<Completion>('completions', {
  _id: { type: String, required: true },
  reportCode: { type: String, required: true },
  taskKey: { type: String, required: true },
  taskInstance: { type: String, required: true },
  stage: { type: String, required: true },
  outcome: { type: String, required: true },
  agency: { type: String, required: true },
  by: { type: String, required: true },
  onBehalfOf: String,
  at: { type: Number, required: true },
  fields: { type: Schema.Types.Mixed, required: true },
  state: { type: String, enum: ['offered', 'adopted'], required: true },
  trace: String,
  repeat: Schema.Types.Mixed,
});
schema.index({ reportCode: 1, at: 1 });
schema.index({ taskKey: 1 });

export function completionsOf(connection: Connection) {
  const model = connection.model<Completion>('Completion', schema);
  return {
    model,
    find: (completionId: string): Promise<Completion | null> => model.findById(completionId).lean<Completion>().exec(),
    findMany: (ids: string[], session?: ClientSession): Promise<Completion[]> =>
      model
        .find({ _id: { $in: ids } })
        .session(session ?? null)
        .lean<Completion[]>()
        .exec(),
    /** The reasons that were given with these tasks, by task key; none where the text is no longer kept. */
    async reasonsOf(taskKeys: string[]): Promise<Map<string, string>> {
      const found = await model
        .find({ taskKey: { $in: taskKeys }, state: 'adopted' })
        .select({ taskKey: 1, 'fields.reason': 1 })
        .lean<Pick<Completion, 'taskKey' | 'fields'>[]>()
        .exec();
      const said = found.filter(({ fields }) => typeof fields?.reason === 'string');
      return new Map(said.map(({ taskKey, fields }) => [taskKey, fields.reason as string]));
    },
    /** All that was decided on a report, oldest first; `offered` ones may still be refused by the engine. */
    ofReport: (reportCode: string): Promise<Completion[]> =>
      model.find({ reportCode }).sort({ at: 1, _id: 1 }).lean<Completion[]>().exec(),
    /**
     * The newest decision at a stage. Workers may run before the projection adopts it, so `offered` counts too unless
     * `adoptedOnly`; of several the newest adopted wins, then the newest offered.
     */
    async latest(reportCode: string, stage: string, adoptedOnly = false): Promise<Completion | null> {
      const filter = adoptedOnly ? { reportCode, stage, state: 'adopted' as const } : { reportCode, stage };
      const [newest] = await model.find(filter).sort({ at: -1, _id: -1 }).limit(1).lean<Completion[]>().exec();
      return newest ?? null;
    },
    /** What this user completed the task with under this `Idempotency-Key`, where the engine took it. */
    repeated: (taskKey: string, by: string, key: string): Promise<Completion | null> =>
      model.findOne({ taskKey, by, 'repeat.key': key, state: 'adopted' }).lean<Completion>().exec(),
    async offer(completion: Completion): Promise<void> {
      await model.collection.insertOne(completion as never);
    },
    /** Forgets an offer that the engine refused. Adopted ones stay. */
    async forget(completionId: string): Promise<void> {
      await model.deleteOne({ _id: completionId, state: 'offered' });
    },
  };
}
export type Completions = ReturnType<typeof completionsOf>;
