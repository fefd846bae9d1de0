/**
 * Reports that staff has marked for article 15: as of value (15.1), or as found to be untrue (15.2). One mark a report;
 * each change of it is on the audit log. Shard key: `_id` hashed.
 */
import type { ClientSession, Connection } from 'mongoose';
import type { Mark } from '../domain/api/statistics.ts';
import { schemaOf } from './schema.ts';

export interface ReportMark {
  /** The report's code. */
  _id: string;
  mark: Mark;
  why: string;
  by: string;
  /** Business time. */
  at: number;
}

const schema = schemaOf<ReportMark>('marks', {
  _id: { type: String, required: true },
  mark: { type: String, required: true },
  why: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
});
schema.index({ at: 1 });

export function marksOf(connection: Connection) {
  const model = connection.model<ReportMark>('ReportMark', schema);
  return {
    model,
    within: (from: number, to: number): Promise<ReportMark[]> =>
      model
        .find({ at: { $gte: from, $lt: to } })
        .sort({ at: 1, _id: 1 })
        .lean<ReportMark[]>()
        .exec(),
    async put(mark: ReportMark, session: ClientSession): Promise<void> {
      await model.replaceOne({ _id: mark._id }, mark, { upsert: true, session });
    },
    /** Whether there was one. */
    async drop(code: string, session: ClientSession): Promise<boolean> {
      return (await model.deleteOne({ _id: code }, { session })).deletedCount === 1;
    },
  };
}
export type Marks = ReturnType<typeof marksOf>;
