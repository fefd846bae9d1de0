/** People who follow a report that is not theirs, by email or web push. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Follower {
  /** 128 random bits, hex. */
  _id: string;
  reportCode: string;
  email?: string;
  push?: Record<string, unknown>;
  createdAt: number;
}
const schema = schemaOf<Follower>('followers', {
  _id: { type: String, required: true },
  reportCode: { type: String, required: true },
  email: String,
  push: Schema.Types.Mixed,
  createdAt: { type: Number, required: true },
});
schema.index({ reportCode: 1 });

export function followersOf(connection: Connection) {
  const model = connection.model<Follower>('Follower', schema);
  return {
    model,
    find: (id: string): Promise<Follower | null> => model.findById(id).lean<Follower>().exec(),
    async insert(follower: Follower): Promise<void> {
      await model.collection.insertOne(follower as never);
    },
  };
}
export type Followers = ReturnType<typeof followersOf>;
