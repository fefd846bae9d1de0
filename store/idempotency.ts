/** Idempotency keys of report posts: same key and body within 7 days give the same answer. Machine time. */
import type { ClientSession, Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Idempotency {
  /** The UUID of the header, lower case. */
  _id: string;
  /** HMAC-SHA-256 of the body in canonical form, with the server's secret. */
  bodyHash: string;
  reportCode: string;
  createdAt: Date;
}
const schema = schemaOf<Idempotency>('idempotency', {
  _id: { type: String, required: true },
  bodyHash: { type: String, required: true },
  reportCode: { type: String, required: true },
  createdAt: { type: Date, required: true },
});
schema.index({ createdAt: 1 }, { expireAfterSeconds: 7 * 24 * 3600 });

export function idempotencyOf(connection: Connection) {
  const model = connection.model<Idempotency>('Idempotency', schema);
  return {
    model,
    /** In the order of the keys. */
    async findAll(keys: string[]): Promise<(Idempotency | null)[]> {
      const found = await model.collection.find({ _id: { $in: keys } } as never).toArray();
      const byKey = new Map((found as unknown as Idempotency[]).map((one) => [one._id, one]));
      return keys.map((key) => byKey.get(key) ?? null);
    },
    /** Rejects with code 11000 when the key is taken. */
    async insertAll(entries: Idempotency[], session: ClientSession): Promise<void> {
      await model.collection.insertMany(entries as never[], { session });
    },
  };
}
export type IdempotencyKeys = ReturnType<typeof idempotencyOf>;
