/**
 * Keys of agencies' software. A key is shown once, when it is made; kept is its hash. Keys that were revoked or have
 * expired stay, because the audit log names them. Machine time.
 */
import type { ClientSession, Connection } from 'mongoose';
import type { KeyScope } from '../domain/software.ts';
import { schemaOf } from './schema.ts';

export interface ApiKey {
  /** 128 random bits, hex; part of the key, and what the audit log names. */
  _id: string;
  agency: string;
  /** What it is for, in the words of who made it. */
  name: string;
  scopes: KeyScope[];
  /** SHA-256 of the whole key, hex. */
  hash: string;
  createdAt: number;
  createdBy: string;
  expiresAt: number | null;
  /** To the minute. */
  lastUsedAt: number | null;
  revokedAt: number | null;
  revokedBy: string | null;
}

const schema = schemaOf<ApiKey>('apiKeys', {
  _id: { type: String, required: true },
  agency: { type: String, required: true },
  name: { type: String, required: true },
  scopes: { type: [String], required: true },
  hash: { type: String, required: true },
  createdAt: { type: Number, required: true },
  createdBy: { type: String, required: true },
  expiresAt: { type: Number, default: null },
  lastUsedAt: { type: Number, default: null },
  revokedAt: { type: Number, default: null },
  revokedBy: { type: String, default: null },
});
schema.index({ agency: 1, createdAt: -1 });

export function apiKeysOf(connection: Connection) {
  const model = connection.model<ApiKey>('ApiKey', schema);
  return {
    model,
    find: (id: string): Promise<ApiKey | null> => model.findById(id).lean<ApiKey>().exec(),
    /** Newest first; of one agency where it is given. */
    list: (agency?: string): Promise<ApiKey[]> =>
      model
        .find(agency === undefined ? {} : { agency })
        .sort({ createdAt: -1, _id: 1 })
        .lean<ApiKey[]>()
        .exec(),
    async insert(key: ApiKey, session: ClientSession): Promise<void> {
      await model.collection.insertOne(key as never, { session });
    },
    /** False where it was revoked before. */
    async revoke(id: string, by: string, now: number, session: ClientSession): Promise<boolean> {
      const change = { $set: { revokedAt: now, revokedBy: by } };
      const { modifiedCount } = await model.updateOne({ _id: id, revokedAt: null }, change, { session });
      return modifiedCount === 1;
    },
    async used(id: string, now: number): Promise<void> {
      await model.updateOne({ _id: id }, { $max: { lastUsedAt: now } });
    },
    /** Agencies that have, or ever had, a key. */
    agencies: (): Promise<string[]> => model.distinct('agency').exec(),
  };
}
export type ApiKeys = ReturnType<typeof apiKeysOf>;
