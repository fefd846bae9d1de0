/**
 * Which servers and workers live: each writes a line about itself every few seconds and takes it away when it stops. A
 * line that is not renewed is of one that was killed; the database forgets it after a day. Machine time.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface LivingPart {
  /** Random, one a process. */
  _id: string;
  kind: 'server' | 'workers';
  /** `host:pid`: where to look for it. */
  where: string;
  /** Of the product, and of the database as this program knows it. */
  product: string;
  databaseVersion: number;
  node: string;
  startedAt: number;
  seenAt: number;
  /** It is being stopped. */
  leaving: boolean;
  expiresAt: Date;
}

/** How often each is heard of (ms), and after how long without a word it counts as gone. */
export const beatMs = 5_000;
export const goneMs = 20_000;
const forgottenMs = 86_400_000;

const schema = schemaOf<LivingPart>('parts', {
  _id: { type: String, required: true },
  kind: { type: String, required: true },
  where: { type: String, required: true },
  product: { type: String, required: true },
  databaseVersion: { type: Number, required: true },
  node: { type: String, required: true },
  startedAt: { type: Number, required: true },
  seenAt: { type: Number, required: true },
  leaving: { type: Boolean, default: false },
  expiresAt: { type: Date, required: true },
});
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export type Said = Omit<LivingPart, 'seenAt' | 'expiresAt'>;

export function partsOf(connection: Connection) {
  const model = connection.model<LivingPart>('Part', schema);
  return {
    model,
    async beat(said: Said, machineNow: number): Promise<void> {
      const { _id, ...rest } = said;
      const set = { ...rest, seenAt: machineNow, expiresAt: new Date(machineNow + forgottenMs) };
      await model.updateOne({ _id }, { $set: set }, { upsert: true });
    },
    async gone(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
    },
    /** Newest first; those that have not been heard of for a while are among them. */
    all: (): Promise<LivingPart[]> =>
      model.find().sort({ kind: 1, startedAt: -1 }).limit(200).lean<LivingPart[]>().exec(),
    /** Whether one of this kind has been heard of since. */
    lives: async (kind: LivingPart['kind'], since: number): Promise<boolean> =>
      (await model.exists({ kind, seenAt: { $gt: since } } as never)) !== null,
    /** Those of an older database version that are heard of. */
    older: (databaseVersion: number, machineNow: number): Promise<LivingPart[]> =>
      model
        .find({ databaseVersion: { $lt: databaseVersion }, seenAt: { $gt: machineNow - goneMs } } as never)
        .lean<LivingPart[]>()
        .exec(),
  };
}
export type Parts = ReturnType<typeof partsOf>;
