/**
 * Successions of agencies that are planned or were carried out: what is wanted, and what came of each report. A server
 * that stops in the middle leaves it here for the next. Never erased: they say why a report changed hands.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { Succession } from '../domain/directory/dated.ts';
import { schemaOf } from './schema.ts';

export const successionStates = ['planned', 'running', 'done', 'withdrawn'] as const;
export type SuccessionState = (typeof successionStates)[number];

export interface SuccessionPlan extends Succession {
  /** 128 random bits, hex. */
  _id: string;
  /** The agency that ends. */
  agency: string;
  /** The first day (`YYYY-MM-DD`) on which it is no longer there, and that day's first moment (epoch ms). */
  on: string;
  dueAt: number;
  /** Whether its people go along, in the same roles. */
  movePeople: boolean;
  reason: string;
  by: string;
  /** Business time. */
  at: number;
  state: SuccessionState;
  /** Machine time since when the engine has not answered; null while it does. */
  waitsSince: number | null;
  /** Business time. */
  endedAt: number | null;
  /** The server that works on it, and until when others keep off (machine time). */
  lease: { owner: string; until: number } | null;
}

const schema = schemaOf<SuccessionPlan>('successions', {
  _id: { type: String, required: true },
  agency: { type: String, required: true },
  on: { type: String, required: true },
  dueAt: { type: Number, required: true },
  to: { type: String, required: true },
  except: { type: [Schema.Types.Mixed], required: true },
  movePeople: { type: Boolean, required: true },
  reason: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  state: { type: String, enum: [...successionStates], required: true },
  waitsSince: { type: Number, default: null },
  endedAt: { type: Number, default: null },
  lease: { type: Schema.Types.Mixed, default: null },
});
schema.index({ at: -1, _id: -1 });
schema.index({ dueAt: 1 }, { partialFilterExpression: { state: { $in: ['planned', 'running'] } }, name: 'open' });
// An agency ends once.
schema.index(
  { agency: 1 },
  { unique: true, partialFilterExpression: { state: { $in: ['planned', 'running', 'done'] } }, name: 'once' },
);

/** `moved` · `ended` meanwhile · `refused` by the engine, in its words. */
export const heirStates = ['waiting', 'moved', 'ended', 'refused'] as const;
export type HeirState = (typeof heirStates)[number];

/** One report that changes hands. */
export interface Inherited {
  /** `<succession>:<instance key>`. */
  _id: string;
  successionId: string;
  instanceKey: string;
  reportCode: string | null;
  state: HeirState;
  to: string | null;
  /** Open tasks whose groups were changed. */
  tasks: number;
  words: string | null;
  /** Business time. */
  at: number | null;
}

const itemSchema = schemaOf<Inherited>('succession-items', {
  _id: { type: String, required: true },
  successionId: { type: String, required: true },
  instanceKey: { type: String, required: true },
  reportCode: { type: String, default: null },
  state: { type: String, enum: [...heirStates], required: true },
  to: { type: String, default: null },
  tasks: { type: Number, default: 0 },
  words: { type: String, default: null },
  at: { type: Number, default: null },
});
itemSchema.index({ successionId: 1, state: 1, _id: 1 });

const open = { $in: ['planned', 'running'] };

export function successionsOf(connection: Connection) {
  const model = connection.model<SuccessionPlan>('Succession', schema);
  const items = connection.model<Inherited>('Inherited', itemSchema);
  return {
    model,
    items,
    find: (id: string): Promise<SuccessionPlan | null> => model.findById(id).lean<SuccessionPlan>().exec(),
    list: (limit: number): Promise<SuccessionPlan[]> =>
      model.find().sort({ at: -1, _id: -1 }).limit(limit).lean<SuccessionPlan[]>().exec(),
    /** @throws code 11000 where the agency's end is planned already */
    async add(plan: SuccessionPlan, session: ClientSession): Promise<void> {
      await model.collection.insertOne(plan as never, { session });
    },
    /** The oldest whose day has come and that nobody works on, with the lease taken. */
    take: (owner: string, now: number, machineNow: number, leaseMs: number): Promise<SuccessionPlan | null> =>
      model
        .findOneAndUpdate(
          {
            state: open,
            dueAt: { $lte: now },
            $or: [{ lease: null }, { 'lease.until': { $lte: machineNow } }, { 'lease.owner': owner }],
          } as never,
          { $set: { state: 'running', lease: { owner, until: machineNow + leaseMs } } },
          { sort: { dueAt: 1 }, returnDocument: 'after' },
        )
        .lean<SuccessionPlan>()
        .exec(),
    /** Changes it while one holds the lease; null where it was lost. */
    hold: (id: string, owner: string, set: Partial<Omit<SuccessionPlan, '_id'>>): Promise<SuccessionPlan | null> =>
      model
        .findOneAndUpdate(
          { _id: id, 'lease.owner': owner, state: 'running' } as never,
          { $set: set },
          { returnDocument: 'after' },
        )
        .lean<SuccessionPlan>()
        .exec(),
    /** Before its day. False where it has begun. */
    async withdraw(id: string, endedAt: number, session: ClientSession): Promise<boolean> {
      const set = { $set: { state: 'withdrawn', endedAt } };
      const done = await model.collection.updateOne({ _id: id, state: 'planned' } as never, set, { session });
      return done.modifiedCount === 1;
    },
    /** Adds those that are new; how many they were. */
    async addItems(given: Pick<Inherited, 'successionId' | 'instanceKey' | 'reportCode'>[]): Promise<number> {
      if (given.length === 0) return 0;
      const writes = given.map((one) => ({
        updateOne: {
          filter: { _id: `${one.successionId}:${one.instanceKey}` },
          update: { $setOnInsert: { ...one, state: 'waiting', to: null, tasks: 0, words: null, at: null } },
          upsert: true,
        },
      }));
      return (await items.collection.bulkWrite(writes as never[], { ordered: false })).upsertedCount;
    },
    nextItem: (successionId: string): Promise<Inherited | null> =>
      items.findOne({ successionId, state: 'waiting' }).sort({ _id: 1 }).lean<Inherited>().exec(),
    async settle(id: string, result: Partial<Inherited>): Promise<void> {
      await items.updateOne({ _id: id }, { $set: result });
    },
    /** By state; a state without items is absent. */
    async counts(successionId: string): Promise<Partial<Record<HeirState, number>>> {
      const found = await items.aggregate<{ _id: HeirState; n: number }>([
        { $match: { successionId } },
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      return Object.fromEntries(found.map(({ _id, n }) => [_id, n]));
    },
    heirs: (successionId: string): Promise<string[]> =>
      items.distinct('to', { successionId, state: 'moved' }).exec() as Promise<string[]>,
    listItems: (successionId: string, limit: number): Promise<Inherited[]> =>
      items.find({ successionId }).sort({ _id: 1 }).limit(limit).lean<Inherited[]>().exec(),
  };
}
export type Successions = ReturnType<typeof successionsOf>;
