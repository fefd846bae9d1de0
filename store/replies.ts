/**
 * Replies on their way to the sender: the Annex 2 text as composed (job compose-reply) and as prepared for publication
 * (job publish-reply). A prepared reply counts as published only when the publishing job's COMPLETED record has been
 * projected (a withdrawal may win the race): the projection then copies it onto the report.
 */
import type { ClientSession, Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Reply {
  /** Key of the job that made it: a job that runs twice writes the same document. */
  _id: string;
  reportCode: string;
  state: 'composed' | 'prepared';
  /** `composed` has none. */
  kind?: 'public' | 'private' | 'sealed';
  agency: string;
  text: string;
  attachments: string[];
  /** How the report stands after it; replies of before this was kept have none. */
  resolution?: 'fixed' | 'answered' | 'cannot-fix';
  /** Business time. */
  at: number;
}

const schema = schemaOf<Reply>('replies', {
  _id: { type: String, required: true },
  reportCode: { type: String, required: true },
  state: { type: String, enum: ['composed', 'prepared'], required: true },
  kind: { type: String, enum: ['public', 'private', 'sealed'] },
  agency: { type: String, required: true },
  text: { type: String, required: true },
  attachments: { type: [String], required: true },
  resolution: { type: String, enum: ['fixed', 'answered', 'cannot-fix'] },
  at: { type: Number, required: true },
});
schema.index({ reportCode: 1, state: 1, at: -1 });

export function repliesOf(connection: Connection) {
  const model = connection.model<Reply>('Reply', schema);
  return {
    model,
    /** Keeps a reply under its job's key; a repeat leaves the first one as it is and returns it. */
    async keep(reply: Reply): Promise<Reply> {
      const { _id, ...rest } = reply;
      const kept = await model
        .findOneAndUpdate({ _id }, { $setOnInsert: rest }, { upsert: true, returnDocument: 'after' })
        .lean<Reply>()
        .exec();
      return kept as Reply;
    },
    findMany: (jobKeys: string[], session?: ClientSession): Promise<Reply[]> =>
      model
        .find({ _id: { $in: jobKeys } })
        .session(session ?? null)
        .lean<Reply[]>()
        .exec(),
    /** The newest composed text of a report: what the publication form starts with. */
    latestComposed: (reportCode: string): Promise<Reply | null> =>
      model.findOne({ reportCode, state: 'composed' }).sort({ at: -1, _id: -1 }).lean<Reply>().exec(),
  };
}
export type Replies = ReturnType<typeof repliesOf>;
