/** Rules of retention as administrators have changed them; what is not here is as shipped (domain/keeping.ts). */
import type { ClientSession, Connection } from 'mongoose';
import { type Erasable, type RetentionRule, shippedRules } from '../domain/keeping.ts';
import { schemaOf } from './schema.ts';

interface Kept {
  _id: string;
  afterDays: number;
  ground: string;
  active: boolean;
  version: number;
  /** User name. */
  by: string;
  /** Business time. */
  at: number;
}

export interface StandingRule extends RetentionRule {
  what: Erasable;
  /** 0 as shipped. */
  version: number;
  by: string | null;
  at: number | null;
}

const schema = schemaOf<Kept>('retention', {
  _id: { type: String, required: true },
  afterDays: { type: Number, required: true },
  ground: { type: String, default: '' },
  active: { type: Boolean, required: true },
  version: { type: Number, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
});

export function retentionOf(connection: Connection) {
  const model = connection.model<Kept>('RetentionRule', schema);
  async function all(): Promise<StandingRule[]> {
    const kept = new Map((await model.find().lean<Kept[]>().exec()).map((one) => [one._id, one]));
    return shippedRules.map((shipped) => {
      const { _id: _, ...changed } = kept.get(shipped.id) ?? { _id: '', version: 0, by: null, at: null };
      return { ...shipped, ...changed };
    });
  }
  return {
    model,
    all,
    find: async (id: string): Promise<StandingRule | undefined> => (await all()).find((one) => one.id === id),
    /** Changes a rule over the version that the person saw; false when it is another by now. */
    async change(rule: Omit<StandingRule, 'what'>, session: ClientSession): Promise<boolean> {
      const { id, version, by, at, afterDays, ground, active } = rule;
      const set = { afterDays, ground, active, by, at, version: version + 1 };
      if (version > 0)
        return (await model.updateOne({ _id: id, version }, set as never, { session })).matchedCount === 1;
      if (await model.exists({ _id: id }).session(session)) return false;
      await model.collection.insertOne({ _id: id, ...set } as never, { session });
      return true;
    },
  };
}
export type Retention = ReturnType<typeof retentionOf>;
