/**
 * The regulation as dated records: one a wording of a clause, never changed but for its end. What was in force at any
 * time can be read again. `kept` says who entered it, when and why; public pages show the law, never these.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { Wording } from '../domain/regulation/clauses.ts';
import { schemaOf } from './schema.ts';

export interface ArticleRecord extends Wording {
  /** `<clause>@<validFrom>` */
  _id: string;
  /** User name; null for what the product ships. */
  by: string | null;
  /** Machine time. */
  at: number;
  reason: string;
  /** Who ended it, when and why; null while no end is set. */
  ended: { by: string; at: number; reason: string; source: string } | null;
}

const schema = schemaOf<ArticleRecord>('articles', {
  _id: { type: String, required: true },
  clause: { type: String, required: true },
  title: { type: String, required: true },
  text: { type: String, required: true },
  binds: { type: String, required: true },
  why: { type: Schema.Types.Mixed, required: true },
  validFrom: { type: String, required: true },
  validTo: { type: String, default: null },
  source: { type: String, required: true },
  by: { type: String, default: null },
  at: { type: Number, required: true },
  reason: { type: String, default: '' },
  ended: { type: Schema.Types.Mixed, default: null },
});
schema.index({ clause: 1, validFrom: 1 });

export const articleId = (clause: string, validFrom: string): string => `${clause}@${validFrom}`;

export function articlesOf(connection: Connection) {
  const model = connection.model<ArticleRecord>('Article', schema);
  return {
    model,
    /** Everything ever in force: a regulation has few clauses. */
    all: (): Promise<ArticleRecord[]> => model.find().sort({ clause: 1, validFrom: 1 }).lean<ArticleRecord[]>().exec(),
    /** Oldest first. */
    ofClause: (clause: string): Promise<ArticleRecord[]> =>
      model.find({ clause }).sort({ validFrom: 1 }).lean<ArticleRecord[]>().exec(),
    /** Adds what is not there yet; what is there stays as it is. */
    async seed(wordings: readonly Wording[], at: number): Promise<void> {
      if (wordings.length === 0) return;
      await model.bulkWrite(
        wordings.map((wording) => ({
          updateOne: {
            filter: { _id: articleId(wording.clause, wording.validFrom) },
            update: { $setOnInsert: { ...wording, by: null, at, reason: '', ended: null } },
            upsert: true,
          },
        })) as never,
        { ordered: false },
      );
    },
    /** False where the clause has a wording from that day already. */
    async add(record: ArticleRecord): Promise<boolean> {
      const { upsertedCount } = await model.updateOne({ _id: record._id }, { $setOnInsert: record }, { upsert: true });
      return upsertedCount === 1;
    },
    /** Sets the end of a wording that has none, or a later one. Returns whether it did. */
    async end(id: string, validTo: string, ended: NonNullable<ArticleRecord['ended']>): Promise<boolean> {
      const open = { _id: id, $or: [{ validTo: null }, { validTo: { $gt: validTo } }] };
      return (await model.updateOne(open, { $set: { validTo, ended } })).modifiedCount === 1;
    },
  };
}
export type Articles = ReturnType<typeof articlesOf>;
