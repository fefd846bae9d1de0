/**
 * People who follow a report that is not theirs, by email or on devices of pushSubscriptions. The address is sealed at
 * rest with a key of the follower's own, which goes with them.
 */
import { type ClientSession, type Connection, Schema } from 'mongoose';
import { schemaOf } from './schema.ts';
import { isSealed, type Sealed, type Seals } from './sealed.ts';

export interface Follower {
  /** 128 random bits, hex. */
  _id: string;
  reportCode: string;
  email?: string;
  /** SHA-256 of the token that ends it, hex. */
  tokenHash: string;
  createdAt: number;
}
const schema = schemaOf<Follower>('followers', {
  _id: { type: String, required: true },
  reportCode: { type: String, required: true },
  email: Schema.Types.Mixed,
  tokenHash: { type: String, required: true },
  createdAt: { type: Number, required: true },
});
schema.index({ reportCode: 1 });
schema.index({ tokenHash: 1 }, { unique: true, partialFilterExpression: { tokenHash: { $exists: true } } });

type Kept = Omit<Follower, 'email'> & { email?: string | Sealed };

const emailPlace = (id: string): string => `followers:${id}:email`;

export function followersOf(connection: Connection, seals: Seals) {
  const model = connection.model<Follower>('Follower', schema);
  function opened(kept: Kept): Follower {
    const { email, ...rest } = kept;
    const plain = isSealed(email) ? seals.open<string>(email, emailPlace(kept._id)) : email;
    return plain === undefined ? rest : { ...rest, email: plain };
  }
  const openedOrNull = (kept: Kept | null): Follower | null => kept && opened(kept);
  /** Forgets the keys of followers that are gone. */
  function forget(gone: readonly Kept[]): void {
    seals.destroy(gone.flatMap(({ email }) => (isSealed(email) ? email.k : [])));
  }
  return {
    model,
    emailPlace,
    find: async (id: string): Promise<Follower | null> => openedOrNull(await model.findById(id).lean<Kept>().exec()),
    async ofReport(reportCode: string, session?: ClientSession): Promise<Follower[]> {
      const found = await model
        .find({ reportCode })
        .session(session ?? null)
        .lean<Kept[]>()
        .exec();
      return found.map(opened);
    },
    byToken: async (tokenHash: string): Promise<Follower | null> =>
      openedOrNull(await model.findOne({ tokenHash }).lean<Kept>().exec()),
    async remove(id: string): Promise<void> {
      const gone = await model.findOneAndDelete({ _id: id }).lean<Kept>().exec();
      forget(gone ? [gone] : []);
    },
    /** @throws NoKeys for an address where the store was opened without keys */
    async insert({ email, ...rest }: Follower): Promise<void> {
      const sealed = email === undefined ? {} : { email: seals.seal(email, emailPlace(rest._id)) };
      await model.collection.insertOne({ ...rest, ...sealed } as never);
    },
  };
}
export type Followers = ReturnType<typeof followersOf>;
