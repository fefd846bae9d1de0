/** People who follow a report that is not theirs, by email or on devices of pushSubscriptions. */
import type { ClientSession, Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

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
  email: String,
  tokenHash: { type: String, required: true },
  createdAt: { type: Number, required: true },
});
schema.index({ reportCode: 1 });
schema.index({ tokenHash: 1 }, { unique: true, partialFilterExpression: { tokenHash: { $exists: true } } });

export function followersOf(connection: Connection) {
  const model = connection.model<Follower>('Follower', schema);
  return {
    model,
    find: (id: string): Promise<Follower | null> => model.findById(id).lean<Follower>().exec(),
    ofReport: (reportCode: string, session: ClientSession): Promise<Follower[]> =>
      model.find({ reportCode }).session(session).lean<Follower[]>().exec(),
    byToken: (tokenHash: string): Promise<Follower | null> => model.findOne({ tokenHash }).lean<Follower>().exec(),
    async remove(id: string): Promise<void> {
      await model.deleteOne({ _id: id });
    },
    async insert(follower: Follower): Promise<void> {
      await model.collection.insertOne(follower as never);
    },
  };
}
export type Followers = ReturnType<typeof followersOf>;
