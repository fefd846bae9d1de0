/**
 * Devices that a push goes to. One device may stand here several times: for the person who logs in on it, for each
 * report that was sent from it, for each that is followed on it. What a push service calls gone is removed for all.
 */
import { createHash } from 'node:crypto';
import type { ClientSession, Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface PushSubscription {
  /** SHA-256 of owner and endpoint, hex. */
  _id: string;
  /** `person:<user name>`, `sender:<report code>` or `follower:<id>`. */
  owner: string;
  endpoint: string;
  /** SHA-256 of the endpoint, hex. */
  device: string;
  /** The device's public key and secret, base64url. */
  keys: { p256dh: string; auth: string };
  language: 'vi' | 'en';
  /** Machine time, epoch ms. */
  createdAt: number;
  /** Machine time of the last push that the push service took; null before the first. */
  lastOk: number | null;
  /** A device that nobody renews is forgotten after this. */
  expiresAt: Date;
}

const schema = schemaOf<PushSubscription>('pushSubscriptions', {
  _id: { type: String, required: true },
  owner: { type: String, required: true },
  endpoint: { type: String, required: true },
  device: { type: String, required: true },
  keys: { p256dh: { type: String, required: true }, auth: { type: String, required: true } },
  language: { type: String, required: true },
  createdAt: { type: Number, required: true },
  lastOk: { type: Number, default: null },
  expiresAt: { type: Date, required: true },
});
schema.index({ owner: 1, createdAt: 1 });
schema.index({ device: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const deviceOf = (endpoint: string): string => sha256(endpoint);

const keptMs = 400 * 86_400_000;

export function pushSubscriptionsOf(connection: Connection) {
  const model = connection.model<PushSubscription>('PushSubscription', schema);
  return {
    model,
    find: (id: string): Promise<PushSubscription | null> => model.findById(id).lean<PushSubscription>().exec(),
    ofOwners: (owners: string[], session?: ClientSession): Promise<PushSubscription[]> =>
      model
        .find({ owner: { $in: owners } })
        .sort({ createdAt: 1 })
        .session(session ?? null)
        .lean<PushSubscription[]>()
        .exec(),
    /**
     * Adds a device or renews it. Of more than `most` devices of one owner the oldest are forgotten. A device is one
     * person's: who switches on at a shared desk takes it from the one before.
     */
    async put(
      subscription: Pick<PushSubscription, 'owner' | 'endpoint' | 'keys' | 'language'>,
      machineNow: number,
      most: number,
    ): Promise<void> {
      const { owner, endpoint, keys, language } = subscription;
      const _id = sha256(`${owner}\n${endpoint}`);
      await model.updateOne(
        { _id },
        {
          $set: { keys, language, expiresAt: new Date(machineNow + keptMs) },
          $setOnInsert: { owner, endpoint, device: deviceOf(endpoint), createdAt: machineNow, lastOk: null },
        },
        { upsert: true },
      );
      if (owner.startsWith('person:'))
        await model.deleteMany({ device: deviceOf(endpoint), owner: /^person:/, _id: { $ne: _id } });
      const all = await model
        .find({ owner })
        .sort({ createdAt: -1, _id: 1 })
        .select({ _id: 1 })
        .skip(most)
        .lean()
        .exec();
      if (all.length > 0) await model.deleteMany({ _id: { $in: all.map((one) => one._id) } } as never);
    },
    /** Forgets one device of an owner, or all of them. Returns how many. */
    async drop(owner: string, endpoint?: string): Promise<number> {
      const filter = endpoint === undefined ? { owner } : { owner, device: deviceOf(endpoint) };
      return (await model.deleteMany(filter)).deletedCount;
    },
    /** The push service says that there is no such device any more. */
    async gone(device: string): Promise<void> {
      await model.deleteMany({ device });
    },
    async reached(id: string, machineNow: number): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { lastOk: machineNow } });
    },
  };
}
export type PushSubscriptions = ReturnType<typeof pushSubscriptionsOf>;
