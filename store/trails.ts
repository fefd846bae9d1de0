/**
 * The trail of an instance: which flows it took and what its variables were, in order, so that its way can be played
 * back and a gateway can answer why. One document an instance, added to by the projection only; what is older than
 * this collection has no trail, and says so by `since`. Shard key: `_id` hashed.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface TakenFlow {
  /** Id of the sequence flow on the diagram. */
  id: string;
  at: number;
  position: number;
}

export interface SetVariable {
  name: string;
  value: unknown;
  /** Key of the scope: the instance's own key for root variables, else an element instance's. */
  scope: string;
  at: number;
  position: number;
}

export interface Trail {
  /** processInstanceKey. */
  _id: string;
  /** Time of the first record that was kept. */
  since: number;
  flows: TakenFlow[];
  variables: SetVariable[];
}

/** The newest of each kind; a diagram that runs in circles must not grow a document without end. */
export const mostKept = 4_000;

const schema = schemaOf<Trail>('trails', {
  _id: { type: String, required: true },
  since: { type: Number, required: true },
  flows: { type: [Schema.Types.Mixed], default: [] },
  variables: { type: [Schema.Types.Mixed], default: [] },
});

export function trailsOf(connection: Connection) {
  const model = connection.model<Trail>('Trail', schema);
  return {
    model,
    find: (instanceKey: string): Promise<Trail | null> => model.findById(instanceKey).lean<Trail>().exec(),
    findMany: (instanceKeys: string[]): Promise<Trail[]> =>
      model
        .find({ _id: { $in: instanceKeys } })
        .lean<Trail[]>()
        .exec(),
    /** Adds within the caller's transaction, which also moves the position: a batch that comes twice adds once. */
    async add(steps: Iterable<Trail>, session: ClientSession): Promise<void> {
      const writes = [...steps].map(({ _id, since, flows, variables }) => {
        const push = {
          flows: { $each: flows, $slice: -mostKept },
          variables: { $each: variables, $slice: -mostKept },
        };
        return { updateOne: { filter: { _id }, update: { $setOnInsert: { since }, $push: push }, upsert: true } };
      });
      if (writes.length > 0) await model.collection.bulkWrite(writes as never[], { session, ordered: false });
    },
  };
}
export type Trails = ReturnType<typeof trailsOf>;
