/**
 * What figures are made of, one small document a report (domain/statistics/dossier.ts): codes, times and numbers, no
 * text and nothing of the sender, so that an erasure leaves every figure as it was. Written by server/records/project
 * only, with the report in one transaction; never erased. Shard key: `_id` hashed.
 */
import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { Dossier } from '../domain/statistics/dossier.ts';
import { schemaOf } from './schema.ts';

const schema = schemaOf<Dossier>('dossiers', {
  _id: { type: String, required: true },
  receivedAt: { type: Number, required: true },
  district: { type: String, default: null },
  turns: { type: [Schema.Types.Mixed], default: [] },
  steps: { type: [Schema.Types.Mixed], default: [] },
  answers: { type: [Schema.Types.Mixed], default: [] },
  ratings: { type: [Schema.Types.Mixed], default: [] },
  ends: { type: [Schema.Types.Mixed], default: [] },
  until: { type: Number, default: null },
});
// What had come in by a period's end and was not over when it began.
schema.index({ until: 1, receivedAt: 1 });

export function dossiersOf(connection: Connection) {
  const model = connection.model<Dossier>('Dossier', schema);
  return {
    model,
    find: (code: string): Promise<Dossier | null> => model.findById(code).lean<Dossier>().exec(),
    /** Every report that something may have happened to within [from, to), one after the other, in no order. */
    touching: (from: number, to: number): AsyncGenerator<Dossier> =>
      reading(model, {
        $or: [
          { until: null, receivedAt: { $lt: to } },
          { until: { $gte: from }, receivedAt: { $lt: to } },
        ],
      }),
    /**
     * Those with which everything was over within one of these spans, or is not over yet; come in before `to`. Of their
     * steps without what no figure asks: who did them, and where their texts stand.
     */
    overWithin: (spans: readonly { from: number; to: number }[], to: number): AsyncGenerator<Dossier> =>
      reading(
        model,
        {
          $or: [
            { until: null, receivedAt: { $lt: to } },
            ...spans.map((span) => ({ until: { $gte: span.from, $lt: span.to }, receivedAt: { $lt: to } })),
          ],
        },
        { 'steps.by': 0, 'steps.completion': 0 },
      ),
    /** Those with which everything was over within [from, to). */
    over: (from: number, to: number): AsyncGenerator<Dossier> => reading(model, { until: { $gte: from, $lt: to } }),
    /** When everything was over with the first one; null before there is one. */
    async firstOver(): Promise<number | null> {
      const found = await model
        .findOne({ until: { $ne: null } })
        .sort({ until: 1 })
        .select({ until: 1 })
        .lean<Dossier>();
      return found?.until ?? null;
    },
  };
}
export type Dossiers = ReturnType<typeof dossiersOf>;

async function* reading(model: Model<Dossier>, filter: object, projection: object = {}): AsyncGenerator<Dossier> {
  for await (const dossier of model.collection.find(filter as never, { projection, batchSize: 2_000 }))
    yield dossier as unknown as Dossier;
}
