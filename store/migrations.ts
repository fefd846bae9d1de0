/**
 * Migrations of many running instances to one version, instance by instance: what is wanted, and what came of each. A
 * server that stops in the middle leaves it here for the next.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Migration {
  /** 128 random bits, hex. */
  _id: string;
  /** The release that it follows; null where somebody asked for it later. */
  releaseId: string | null;
  processId: string;
  to: { definitionKey: string; version: number };
  mapping: { source: string; target: string }[];
  recompute: boolean;
  reason: string;
  /** User name. */
  by: string;
  /** Business time. */
  at: number;
  /** `listing`: its instances are being written down. `stopped`: by a person; what has moved stays moved. */
  state: 'listing' | 'running' | 'done' | 'stopped';
  /** Machine time: since when the engine has not answered; null while it does. */
  waitsSince: number | null;
  /** Business time. */
  endedAt: number | null;
  /** The server that works on it just now, and until when others keep off (machine time). */
  lease: { owner: string; until: number } | null;
}

const schema = schemaOf<Migration>('migrations', {
  _id: { type: String, required: true },
  releaseId: { type: String, default: null },
  processId: { type: String, required: true },
  to: { type: Schema.Types.Mixed, required: true },
  mapping: { type: [Schema.Types.Mixed], default: [] },
  recompute: { type: Boolean, required: true },
  reason: { type: String, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  state: { type: String, required: true },
  waitsSince: { type: Number, default: null },
  endedAt: { type: Number, default: null },
  lease: { type: Schema.Types.Mixed, default: null },
});
schema.index({ at: -1, _id: -1 });
schema.index({ releaseId: 1 });
schema.index({ at: 1 }, { partialFilterExpression: { state: { $in: ['listing', 'running'] } }, name: 'open' });

/**
 * `moved` · `there` it runs on that version already · `ended` meanwhile · `hindered` an element has no place · `refused`
 * by the engine, in its words.
 */
export const itemStates = ['waiting', 'moved', 'there', 'ended', 'hindered', 'refused'] as const;
export type ItemState = (typeof itemStates)[number];

export interface MigrationItem {
  /** `<migration>:<instance key>`. */
  _id: string;
  migrationId: string;
  instanceKey: string;
  reportCode: string | null;
  fromVersion: number;
  state: ItemState;
  why: { element: string; why: string }[];
  words: string | null;
  /** Dates of open tasks that were reckoned anew; null where that was not wanted or could not be. */
  datesMoved: number | null;
  /** Business time. */
  at: number | null;
}

const itemSchema = schemaOf<MigrationItem>('migration-items', {
  _id: { type: String, required: true },
  migrationId: { type: String, required: true },
  instanceKey: { type: String, required: true },
  reportCode: { type: String, default: null },
  fromVersion: { type: Number, required: true },
  state: { type: String, enum: [...itemStates], required: true },
  why: { type: [Schema.Types.Mixed], default: [] },
  words: { type: String, default: null },
  datesMoved: { type: Number, default: null },
  at: { type: Number, default: null },
});
itemSchema.index({ migrationId: 1, state: 1, _id: 1 });

export function migrationsOf(connection: Connection) {
  const model = connection.model<Migration>('Migration', schema);
  const items = connection.model<MigrationItem>('MigrationItem', itemSchema);
  return {
    model,
    items,
    find: (id: string): Promise<Migration | null> => model.findById(id).lean<Migration>().exec(),
    ofRelease: (releaseId: string): Promise<Migration | null> => model.findOne({ releaseId }).lean<Migration>().exec(),
    list: (limit: number): Promise<Migration[]> =>
      model.find().sort({ at: -1, _id: -1 }).limit(limit).lean<Migration[]>().exec(),
    /** One with the same id is left as it is. Returns whether it was new. */
    async add(migration: Migration): Promise<boolean> {
      const { _id, ...rest } = migration;
      return (await model.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true })).upsertedCount === 1;
    },
    /** The oldest that is open and that nobody works on, with the lease taken. */
    take: (owner: string, now: number, leaseMs: number): Promise<Migration | null> =>
      model
        .findOneAndUpdate(
          {
            state: { $in: ['listing', 'running'] },
            $or: [{ lease: null }, { 'lease.until': { $lte: now } }, { 'lease.owner': owner }],
          } as never,
          { $set: { lease: { owner, until: now + leaseMs } } },
          { sort: { at: 1 }, returnDocument: 'after' },
        )
        .lean<Migration>()
        .exec(),
    /** Changes it while one holds the lease; null where it was lost, or a person has stopped it. */
    hold: (id: string, owner: string, set: Partial<Omit<Migration, '_id'>>): Promise<Migration | null> =>
      model
        .findOneAndUpdate(
          { _id: id, 'lease.owner': owner, state: { $in: ['listing', 'running'] } } as never,
          { $set: set },
          { returnDocument: 'after' },
        )
        .lean<Migration>()
        .exec(),
    async stop(id: string, endedAt: number): Promise<boolean> {
      const set = { state: 'stopped', endedAt, lease: null, waitsSince: null };
      const open = { _id: id, state: { $in: ['listing', 'running'] } };
      return (await model.updateOne(open as never, { $set: set })).modifiedCount === 1;
    },
    /** Writes down what it is about; those that are there already stay as they are. */
    async addItems(given: MigrationItem[]): Promise<void> {
      if (given.length === 0) return;
      const writes = given.map(({ _id, ...rest }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
      }));
      await items.collection.bulkWrite(writes as never[], { ordered: false });
    },
    nextItem: (migrationId: string): Promise<MigrationItem | null> =>
      items.findOne({ migrationId, state: 'waiting' }).sort({ _id: 1 }).lean<MigrationItem>().exec(),
    async settle(id: string, result: Partial<MigrationItem>): Promise<void> {
      await items.updateOne({ _id: id }, { $set: result });
    },
    /** By state; a state without items is absent. */
    async counts(migrationId: string): Promise<Partial<Record<ItemState, number>>> {
      const found = await items.aggregate<{ _id: ItemState; n: number }>([
        { $match: { migrationId } },
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      return Object.fromEntries(found.map(({ _id, n }) => [_id, n]));
    },
    listItems: (
      migrationId: string,
      filter: { states?: readonly ItemState[] },
      options: { after?: string; limit: number },
    ): Promise<MigrationItem[]> =>
      items
        .find({
          migrationId,
          ...(filter.states ? { state: { $in: filter.states } } : {}),
          ...(options.after ? { _id: { $gt: options.after } } : {}),
        } as never)
        .sort({ _id: 1 })
        .limit(options.limit)
        .lean<MigrationItem[]>()
        .exec(),
  };
}
export type Migrations = ReturnType<typeof migrationsOf>;
