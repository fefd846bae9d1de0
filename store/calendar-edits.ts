/**
 * What an edit of the calendar does to the open deadlines, report by report: one document a version, and what came of
 * each report. A server that stops in the middle leaves it here for the next.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface CalendarEdit {
  /** The version of the calendar. */
  _id: number;
  /** User name. */
  by: string;
  /** Business time. */
  at: number;
  /** `listing`: its reports are being written down. `superseded`: a later edit reckons what was left. */
  state: 'listing' | 'running' | 'done' | 'superseded';
  /** Machine time: since when the engine has not answered; null while it does. */
  waitsSince: number | null;
  /** Business time. */
  endedAt: number | null;
  /** The server that works on it just now, and until when others keep off (machine time). */
  lease: { owner: string; until: number } | null;
}

const schema = schemaOf<CalendarEdit>('calendar-edits', {
  _id: { type: Number, required: true },
  by: { type: String, required: true },
  at: { type: Number, required: true },
  state: { type: String, required: true },
  waitsSince: { type: Number, default: null },
  endedAt: { type: Number, default: null },
  lease: { type: Schema.Types.Mixed, default: null },
});

/** `same`: none of its dates moves · `ended` meanwhile · `refused` by the engine, in its words. */
export const editItemStates = ['waiting', 'moved', 'same', 'ended', 'refused'] as const;
export type EditItemState = (typeof editItemStates)[number];

/** A date that an edit moves: of a task, of the clock that steps share, or of the time that the sender has. */
export interface MovedDate {
  elementId: string;
  agency: string | null;
  from: number;
  to: number;
}

export interface CalendarEditItem {
  /** `<version>:<instance key>`. */
  _id: string;
  version: number;
  instanceKey: string;
  reportCode: string;
  state: EditItemState;
  dates: MovedDate[];
  words: string | null;
  /** Business time. */
  at: number | null;
}

const itemSchema = schemaOf<CalendarEditItem>('calendar-edit-items', {
  _id: { type: String, required: true },
  version: { type: Number, required: true },
  instanceKey: { type: String, required: true },
  reportCode: { type: String, required: true },
  state: { type: String, enum: [...editItemStates], required: true },
  dates: { type: [Schema.Types.Mixed], default: [] },
  words: { type: String, default: null },
  at: { type: Number, default: null },
});
itemSchema.index({ version: 1, state: 1, _id: 1 });

const open = { state: { $in: ['listing', 'running'] } };

export function calendarEditsOf(connection: Connection) {
  const model = connection.model<CalendarEdit>('CalendarEdit', schema);
  const items = connection.model<CalendarEditItem>('CalendarEditItem', itemSchema);
  return {
    model,
    items,
    find: (version: number): Promise<CalendarEdit | null> => model.findById(version).lean<CalendarEdit>().exec(),
    /** Begins one; what earlier ones have left is this one's now. */
    async begin(edit: CalendarEdit, session: ClientSession): Promise<void> {
      const earlier = { ...open, _id: { $lt: edit._id } };
      await model.updateMany(earlier as never, { $set: { state: 'superseded', lease: null } }, { session });
      await model.collection.insertOne(edit as never, { session });
    },
    /** The one that is open and that nobody else works on, with the lease taken. */
    take: (owner: string, now: number, leaseMs: number): Promise<CalendarEdit | null> =>
      model
        .findOneAndUpdate(
          {
            ...open,
            $or: [{ lease: null }, { 'lease.until': { $lte: now } }, { 'lease.owner': owner }],
          } as never,
          { $set: { lease: { owner, until: now + leaseMs } } },
          { sort: { _id: -1 }, returnDocument: 'after' },
        )
        .lean<CalendarEdit>()
        .exec(),
    /** Changes it while one holds the lease; null where it was lost, or a later edit has come. */
    hold: (version: number, owner: string, set: Partial<Omit<CalendarEdit, '_id'>>): Promise<CalendarEdit | null> =>
      model
        .findOneAndUpdate(
          { _id: version, 'lease.owner': owner, ...open } as never,
          { $set: set },
          { returnDocument: 'after' },
        )
        .lean<CalendarEdit>()
        .exec(),
    /** Writes down which reports it is about; those that are there already stay as they are. */
    async addItems(given: CalendarEditItem[]): Promise<void> {
      if (given.length === 0) return;
      const writes = given.map(({ _id, ...rest }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true },
      }));
      await items.collection.bulkWrite(writes as never[], { ordered: false });
    },
    nextItem: (version: number): Promise<CalendarEditItem | null> =>
      items.findOne({ version, state: 'waiting' }).sort({ _id: 1 }).lean<CalendarEditItem>().exec(),
    async settle(item: CalendarEditItem): Promise<void> {
      await items.replaceOne({ _id: item._id }, item, { upsert: true });
    },
    /** By state; a state without items is absent. */
    async counts(version: number): Promise<Partial<Record<EditItemState, number>>> {
      const found = await items.aggregate<{ _id: EditItemState; n: number }>([
        { $match: { version } },
        { $group: { _id: '$state', n: { $sum: 1 } } },
      ]);
      return Object.fromEntries(found.map(({ _id, n }) => [_id, n]));
    },
    /** Those that moved. */
    listItems: (version: number, options: { after?: string; limit: number }): Promise<CalendarEditItem[]> =>
      items
        .find({
          version,
          state: 'moved',
          ...(options.after ? { _id: { $gt: options.after } } : {}),
        } as never)
        .sort({ _id: 1 })
        .limit(options.limit)
        .lean<CalendarEditItem[]>()
        .exec(),
  };
}
export type CalendarEdits = ReturnType<typeof calendarEditsOf>;
