/**
 * Devices that a push goes to. One device may stand here several times: for the person who logs in on it, for each
 * report that was sent from it, for each that is followed on it. What a push service calls gone is removed for all.
 * Where a device of the public is reached is sealed at rest, with a key of its own that goes with it.
 */
import { createHash } from 'node:crypto';
import { type ClientSession, type Connection, Schema } from 'mongoose';
import { schemaOf } from './schema.ts';
import { isSealed, type Sealed, type Seals } from './sealed.ts';

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
  // Plain for a person who logs in, one sealed thing for the public.
  endpoint: String,
  reach: Schema.Types.Mixed,
  device: { type: String, required: true },
  keys: Schema.Types.Mixed,
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

type Reach = Pick<PushSubscription, 'endpoint' | 'keys'>;
type Kept = Omit<PushSubscription, keyof Reach> & Partial<Reach> & { reach?: Sealed };

const reachPlace = (id: string): string => `pushSubscriptions:${id}:reach`;

export function pushSubscriptionsOf(connection: Connection, seals: Seals) {
  const model = connection.model<PushSubscription>('PushSubscription', schema);
  /** Nothing where the key is gone or there are no keys. */
  function opened({ reach, ...kept }: Kept): PushSubscription[] {
    if (!isSealed(reach)) return [kept as PushSubscription];
    const plain = seals.open<Reach>(reach, reachPlace(kept._id));
    return plain ? [{ ...kept, ...plain }] : [];
  }
  /** Removes what the filter finds, with its keys. Returns how many. */
  async function remove(filter: object): Promise<number> {
    const found = await model
      .find(filter as never)
      .select({ reach: 1 })
      .lean<Kept[]>()
      .exec();
    if (found.length === 0) return 0;
    const { deletedCount } = await model.deleteMany({ _id: { $in: found.map((one) => one._id) } });
    seals.destroy(found.flatMap(({ reach }) => (isSealed(reach) ? reach.k : [])));
    return deletedCount;
  }
  return {
    model,
    reachPlace,
    async find(id: string): Promise<PushSubscription | null> {
      const found = await model.findById(id).lean<Kept>().exec();
      return (found && opened(found)[0]) ?? null;
    },
    async ofOwners(owners: string[], session?: ClientSession): Promise<PushSubscription[]> {
      const found = await model
        .find({ owner: { $in: owners } })
        .sort({ createdAt: 1 })
        .session(session ?? null)
        .lean<Kept[]>()
        .exec();
      return found.flatMap(opened);
    },
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
      const isPerson = owner.startsWith('person:');
      const before = isPerson ? null : await model.findById(_id).select({ reach: 1 }).lean<Kept>().exec();
      const reach = isPerson
        ? { endpoint, keys }
        : { reach: seals.seal({ endpoint, keys }, reachPlace(_id), before?.reach?.k) };
      await model.updateOne(
        { _id },
        {
          $set: { ...reach, language, expiresAt: new Date(machineNow + keptMs) },
          $setOnInsert: { owner, device: deviceOf(endpoint), createdAt: machineNow, lastOk: null },
        },
        { upsert: true },
      );
      if (isPerson) await remove({ device: deviceOf(endpoint), owner: /^person:/, _id: { $ne: _id } });
      const all = await model
        .find({ owner })
        .sort({ createdAt: -1, _id: 1 })
        .select({ _id: 1 })
        .skip(most)
        .lean()
        .exec();
      if (all.length > 0) await remove({ _id: { $in: all.map((one) => one._id) } });
    },
    /** Forgets one device of an owner, or all of them. Returns how many. */
    drop: (owner: string, endpoint?: string): Promise<number> =>
      remove(endpoint === undefined ? { owner } : { owner, device: deviceOf(endpoint) }),
    /** The push service says that there is no such device any more. */
    async gone(device: string): Promise<void> {
      await remove({ device });
    },
    async reached(id: string, machineNow: number): Promise<void> {
      await model.updateOne({ _id: id }, { $set: { lastOk: machineNow } });
    },
  };
}
export type PushSubscriptions = ReturnType<typeof pushSubscriptionsOf>;
