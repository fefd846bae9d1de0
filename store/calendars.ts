/**
 * Versions of the working calendar. A version is never changed: an edit adds the next one, and a deadline names the
 * version it was reckoned with. The shape of `calendar` is domain/calendar.ts's and is kept as it is given.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface CalendarVersion<C = unknown> {
  /** 1, 2, 3, … */
  _id: number;
  calendar: C;
  /** Machine time of the edit. */
  at: number;
  by: string;
  note?: string;
  /** The decision that it rests on, e.g. a number and date. */
  source?: string;
}

const schema = schemaOf<CalendarVersion>('calendars', {
  _id: { type: Number, required: true },
  calendar: { type: Schema.Types.Mixed, required: true },
  at: { type: Number, required: true },
  by: { type: String, required: true },
  note: String,
  source: String,
});

export function calendarsOf(connection: Connection) {
  const model = connection.model<CalendarVersion>('Calendar', schema);
  return {
    model,
    /** The version in force (the newest); null before the directory is loaded. */
    current: <C>(): Promise<CalendarVersion<C> | null> =>
      model.findOne().sort({ _id: -1 }).lean<CalendarVersion<C>>().exec() as Promise<CalendarVersion<C> | null>,
    find: <C>(version: number): Promise<CalendarVersion<C> | null> =>
      model.findById(version).lean<CalendarVersion<C>>().exec() as Promise<CalendarVersion<C> | null>,
    /** Newest first. */
    list: (limit: number): Promise<CalendarVersion[]> =>
      model.find().sort({ _id: -1 }).limit(limit).lean<CalendarVersion[]>().exec() as Promise<CalendarVersion[]>,
    /** All versions but these, oldest first. */
    except: <C>(versions: number[]): Promise<CalendarVersion<C>[]> =>
      model
        .find({ _id: { $nin: versions } })
        .sort({ _id: 1 })
        .lean<CalendarVersion<C>[]>()
        .exec() as Promise<CalendarVersion<C>[]>,
    /** Adds a version; rejects with code 11000 when someone else added the same number first. */
    async add(version: CalendarVersion, session?: ClientSession): Promise<void> {
      await model.collection.insertOne(version as never, { session });
    },
  };
}
export type Calendars = ReturnType<typeof calendarsOf>;
