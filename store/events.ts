/**
 * Events for the people who may see them, in one total order: `_id` rises by one and is given inside the transaction
 * that writes the change, so that order of ids is order of commits. Kept for 24 hours. Written by the projection, and where notices are spread.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export type EventType = 'task' | 'instance' | 'incident' | 'report' | 'notice' | 'release' | 'calendar';

/** Who may see an event: what domain/rights.ts needs to decide. */
export interface EventScope {
  /** Candidate groups of the task; empty for events that belong to no task. */
  groups: string[];
  agencies: string[];
  confidential: boolean;
  assignee?: string | null;
  /** Of a notice: the one person that it is for. */
  username?: string;
}

export interface StreamEvent {
  _id: number;
  type: EventType;
  data: Record<string, unknown>;
  scope: EventScope;
  /** Machine time of writing; what it is kept by. */
  createdAt: Date;
}

const schema = schemaOf<StreamEvent>('events', {
  _id: { type: Number, required: true },
  type: { type: String, required: true },
  data: { type: Schema.Types.Mixed, required: true },
  scope: { type: Schema.Types.Mixed, required: true },
  createdAt: { type: Date, required: true },
});
schema.index({ createdAt: 1 }, { expireAfterSeconds: 25 * 3600 });

interface Counter {
  _id: string;
  value: number;
  /** How often it was taken before it was drawn from. */
  taken?: number;
}
const counterSchema = schemaOf<Counter>('counters', {
  _id: { type: String, required: true },
  value: { type: Number, required: true },
});

export type NewEvent = Omit<StreamEvent, '_id' | 'createdAt'>;

export function eventsOf(connection: Connection) {
  const model = connection.model<StreamEvent>('StreamEvent', schema);
  const counters = connection.model<Counter>('Counter', counterSchema);
  return {
    model,
    /** Nobody else gets an id until the caller's transaction is over. It must change something: what stays as it is is not taken. */
    async take(session: ClientSession): Promise<void> {
      await counters.collection.updateOne({ _id: 'events' } as never, { $inc: { value: 0, taken: 1 } } as never, {
        upsert: true,
        session,
      });
    },
    /** Writes events with the next ids, within the caller's transaction; returns them with their ids. */
    async append(events: NewEvent[], machineNow: number, session: ClientSession): Promise<StreamEvent[]> {
      if (events.length === 0) return [];
      const counter = await counters
        .findOneAndUpdate(
          { _id: 'events' },
          { $inc: { value: events.length } },
          { upsert: true, returnDocument: 'after', session },
        )
        .lean<Counter>()
        .exec();
      const first = (counter as Counter).value - events.length + 1;
      const numbered = events.map((event, n) => ({ _id: first + n, ...event, createdAt: new Date(machineNow) }));
      await model.collection.insertMany(numbered as never[], { session, ordered: true });
      return numbered;
    },
    /** The newest id given; 0 before the first. */
    async last(): Promise<number> {
      return (await counters.findById('events').lean<Counter>().exec())?.value ?? 0;
    },
    /** The oldest event that is still kept; null when there is none. */
    async oldest(): Promise<number | null> {
      const event = await model.findOne().sort({ _id: 1 }).select({ _id: 1 }).lean<{ _id: number }>().exec();
      return event?._id ?? null;
    },
    after: (id: number, limit: number): Promise<StreamEvent[]> =>
      model
        .find({ _id: { $gt: id } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<StreamEvent[]>()
        .exec(),
  };
}
export type Events = ReturnType<typeof eventsOf>;
