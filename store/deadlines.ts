/**
 * Deadlines as records, one per task instance (element instance) or clock: a due date that can answer "says who?".
 * Written by the workers set-deadline and extend-deadline before they complete their jobs, and by a move of the
 * server; never erased.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface DeadlineMove {
  /** Business time of the move. */
  at: number;
  from: number;
  to: number;
  reason: 'extension' | 'returned' | 'calendar' | 'agency-limit' | 'release';
  by?: string;
  /** Of an extension or a returned result: what was granted, `3d`; absent on moves older than this field. */
  budget?: string;
  /** Of an edit of the calendar: the version that the date was reckoned with before, and the one since. */
  calendar?: { before: number; version: number };
}

export interface Deadline {
  /** Element instance key of the user task (or of the service task that opened a clock). */
  _id: string;
  reportCode: string;
  instanceKey: string;
  elementId: string;
  /** Article of the regulation, e.g. `8.2`; null where the element names none. */
  article: string | null;
  /** As the diagram writes it: `2h`, `6d`; null for a kept clock. */
  budget: string | null;
  calendarVersion: number;
  /** What started the clock: `receivedAt`, `now()`, … or null where unknown. */
  startEvent: string | null;
  /** Epoch ms. */
  startAt: number;
  workingMinutes: number;
  dueAt: number;
  /** The first date that was promised; no extension overwrites it. */
  originalDueAt: number;
  remindAt: number;
  moves: DeadlineMove[];
}

const schema = schemaOf<Deadline>('deadlines', {
  _id: { type: String, required: true },
  reportCode: { type: String, required: true },
  instanceKey: { type: String, required: true },
  elementId: { type: String, required: true },
  article: { type: String, default: null },
  budget: { type: String, default: null },
  calendarVersion: { type: Number, required: true },
  startEvent: { type: String, default: null },
  startAt: { type: Number, required: true },
  workingMinutes: { type: Number, required: true },
  dueAt: { type: Number, required: true },
  originalDueAt: { type: Number, required: true },
  remindAt: { type: Number, required: true },
  moves: { type: [Schema.Types.Mixed], default: [] },
});
schema.index({ reportCode: 1, startAt: 1 });
schema.index({ instanceKey: 1 });
schema.index({ calendarVersion: 1, dueAt: 1 });

export function deadlinesOf(connection: Connection) {
  const model = connection.model<Deadline>('Deadline', schema);
  return {
    model,
    find: (taskInstance: string): Promise<Deadline | null> => model.findById(taskInstance).lean<Deadline>().exec(),
    findMany: (taskInstances: string[]): Promise<Deadline[]> =>
      model
        .find({ _id: { $in: taskInstances } })
        .lean<Deadline[]>()
        .exec(),
    ofReport: (reportCode: string): Promise<Deadline[]> =>
      model.find({ reportCode }).sort({ startAt: 1, _id: 1 }).lean<Deadline[]>().exec(),
    ofReports: (reportCodes: string[]): Promise<Deadline[]> =>
      model
        .find({ reportCode: { $in: reportCodes } })
        .sort({ startAt: 1, _id: 1 })
        .lean<Deadline[]>()
        .exec(),
    ofInstance: (instanceKey: string): Promise<Deadline[]> =>
      model.find({ instanceKey }).sort({ startAt: 1, _id: 1 }).lean<Deadline[]>().exec(),
    /** Newest clock of this element in the report, e.g. of `handling-open`: what an extension moves. */
    latest: (reportCode: string, elementId: string): Promise<Deadline | null> =>
      model.findOne({ reportCode, elementId }).sort({ startAt: -1, _id: -1 }).lean<Deadline>().exec(),
    /**
     * Keeps a deadline the first time; a repeat of the same task instance changes nothing. Returns what is kept, so
     * that a job that runs twice answers the same date twice.
     */
    async keep(deadline: Deadline): Promise<Deadline> {
      const { _id, ...rest } = deadline;
      const kept = await model
        .findOneAndUpdate({ _id }, { $setOnInsert: rest }, { upsert: true, returnDocument: 'after' })
        .lean<Deadline>()
        .exec();
      return kept as Deadline;
    },
    /** Moves a deadline; a repeat of the same move (same `to`) changes nothing. */
    async move(
      taskInstance: string,
      move: DeadlineMove,
      remindAt: number,
      calendarVersion?: number,
    ): Promise<Deadline | null> {
      const set = { dueAt: move.to, remindAt, ...(calendarVersion === undefined ? {} : { calendarVersion }) };
      await model.updateOne({ _id: taskInstance, dueAt: { $ne: move.to } }, { $set: set, $push: { moves: move } });
      return model.findById(taskInstance).lean<Deadline>().exec();
    },
    /** Of these, those that were reckoned with an earlier version of the calendar. */
    async reckonedBefore(taskInstances: string[], calendarVersion: number): Promise<string[]> {
      const found = await model
        .find({ _id: { $in: taskInstances }, calendarVersion: { $lt: calendarVersion } })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
        .exec();
      return found.map(({ _id }) => _id);
    },
    /** These dates are the same by this version of the calendar. */
    async confirm(taskInstances: string[], calendarVersion: number): Promise<void> {
      await model.updateMany({ _id: { $in: taskInstances } }, { $set: { calendarVersion } });
    },
  };
}
export type Deadlines = ReturnType<typeof deadlinesOf>;
