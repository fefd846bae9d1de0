/**
 * The audit log: append-only, each entry carries the hash of the one before, so that a change in the middle shows.
 * It names codes and users, never a sender's data.
 */
import { createHash } from 'node:crypto';
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface AuditEntry {
  /** 1, 2, 3, … without gaps. */
  _id: number;
  at: number;
  who: string;
  /** E.g. `look-confidential`, `take-down`, `resolve-incident`. */
  what: string;
  reportCode?: string;
  data: Record<string, unknown>;
  previous: string;
  /** SHA-256 over all of the above. */
  hash: string;
}
const schema = schemaOf<AuditEntry>('audit', {
  _id: { type: Number, required: true },
  at: { type: Number, required: true },
  who: { type: String, required: true },
  what: { type: String, required: true },
  reportCode: String,
  data: { type: Schema.Types.Mixed, required: true },
  previous: { type: String, required: true },
  hash: { type: String, required: true },
});
schema.index({ reportCode: 1, _id: 1 });
schema.index({ who: 1, _id: 1 });

type Content = Omit<AuditEntry, 'hash'>;
function hashOf(entry: Content): string {
  const { _id, at, who, what, reportCode, data, previous } = entry;
  return createHash('sha256')
    .update(JSON.stringify([_id, at, who, what, reportCode ?? null, data, previous]))
    .digest('hex');
}

export type NewAudit = Pick<AuditEntry, 'who' | 'what' | 'reportCode' | 'data'>;

export function auditOf(connection: Connection) {
  const model = connection.model<AuditEntry>('AuditEntry', schema);
  return {
    model,
    /** Appends one entry, within a transaction where `session` is given; tries again when another was faster. */
    async append(entry: NewAudit, machineNow: number, session?: ClientSession): Promise<AuditEntry> {
      for (;;) {
        const head = await model
          .findOne()
          .sort({ _id: -1 })
          .session(session ?? null)
          .lean<AuditEntry>()
          .exec();
        const content: Content = { ...entry, _id: (head?._id ?? 0) + 1, at: machineNow, previous: head?.hash ?? '' };
        const complete = { ...content, hash: hashOf(content) };
        try {
          await model.collection.insertOne(complete as never, { session });
          return complete;
        } catch (error) {
          // In a transaction the whole of it is tried again by its owner.
          if ((error as { code?: number }).code !== 11000 || session !== undefined) throw error;
        }
      }
    },
    /** The first entry whose hash or predecessor does not fit; null when the chain is whole. */
    async firstBroken(): Promise<number | null> {
      let previous = '';
      let expected = 1;
      for await (const entry of model.find().sort({ _id: 1 }).lean<AuditEntry[]>().cursor()) {
        const { hash, ...content } = entry as unknown as AuditEntry;
        if (content._id !== expected || content.previous !== previous || hashOf(content) !== hash) return content._id;
        previous = hash;
        expected += 1;
      }
      return null;
    },
  };
}
export type Audit = ReturnType<typeof auditOf>;
