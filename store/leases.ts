/** What only one of several servers does at a time: reading a mailbox. A lease that is not renewed ends by itself. Machine time. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

interface Lease {
  /** What is leased. */
  _id: string;
  owner: string;
  until: number;
}
const schema = schemaOf<Lease>('leases', {
  _id: { type: String, required: true },
  owner: { type: String, required: true },
  until: { type: Number, required: true },
});

export function leasesOf(connection: Connection) {
  const model = connection.model<Lease>('Lease', schema);
  return {
    model,
    /** Takes or renews it. Returns whether it is the owner's now. */
    async take(what: string, owner: string, now: number, ms: number): Promise<boolean> {
      try {
        const result = await model.updateOne(
          { _id: what, $or: [{ owner }, { until: { $lte: now } }] } as never,
          { $set: { owner, until: now + ms } },
          { upsert: true },
        );
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        // Somebody else's: the upsert found the id taken.
        if ((error as { code?: number }).code === 11000) return false;
        throw error;
      }
    },
    async release(what: string, owner: string): Promise<void> {
      await model.deleteOne({ _id: what, owner });
    },
  };
}
export type Leases = ReturnType<typeof leasesOf>;
