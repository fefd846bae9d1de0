/**
 * Second factors of people who log in by password: a one-time code from a device (RFC 6238) and codes for the day on which
 * the device is lost. Apart from `people`, which administrators write as a whole.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface SecondFactor {
  /** The user name. */
  _id: string;
  /** The shared secret, sealed by the server's secret. */
  secret: string;
  /** Machine time at which the first right code confirmed it; null: it was begun and does not count yet. */
  confirmedAt: number | null;
  begunAt: number;
  /** The time step of the last code that was taken: none is taken twice. */
  lastStep: number;
  /** Keyed hashes of the codes that are left, each good for once. */
  recovery: string[];
}

const schema = schemaOf<SecondFactor>('secondfactors', {
  _id: { type: String, required: true },
  secret: { type: String, required: true },
  confirmedAt: { type: Number, default: null },
  begunAt: { type: Number, required: true },
  lastStep: { type: Number, required: true },
  recovery: { type: [String], required: true },
});

export function secondFactorsOf(connection: Connection) {
  const model = connection.model<SecondFactor>('SecondFactor', schema);
  return {
    model,
    find: (username: string): Promise<SecondFactor | null> => model.findById(username).lean<SecondFactor>().exec(),
    /** Begins anew, unless one is in force. Returns whether it did. */
    async begin(factor: SecondFactor): Promise<boolean> {
      const { _id, ...rest } = factor;
      try {
        await model.updateOne({ _id, confirmedAt: null }, { $set: rest }, { upsert: true });
        return true;
      } catch (error) {
        if ((error as { code?: number }).code === 11000) return false;
        throw error;
      }
    },
    /** Takes the code of this step once; puts the factor in force where `confirm` says so. Returns whether this call took it. */
    async take(
      username: string,
      step: number,
      confirm?: Pick<SecondFactor, 'confirmedAt' | 'recovery'>,
    ): Promise<boolean> {
      const set = { $set: { lastStep: step, ...confirm } };
      return (await model.updateOne({ _id: username, lastStep: { $lt: step } }, set)).modifiedCount === 1;
    },
    /** Takes a code for a lost device. Returns whether there was such a one. */
    async spend(username: string, hash: string): Promise<boolean> {
      const filter = { _id: username, confirmedAt: { $ne: null }, recovery: hash };
      return (await model.updateOne(filter, { $pull: { recovery: hash } })).modifiedCount === 1;
    },
    async renew(username: string, recovery: string[]): Promise<void> {
      await model.updateOne({ _id: username }, { $set: { recovery } });
    },
    /** Returns whether there was one. */
    async remove(username: string): Promise<boolean> {
      return (await model.deleteOne({ _id: username })).deletedCount === 1;
    },
  };
}
export type SecondFactors = ReturnType<typeof secondFactorsOf>;
