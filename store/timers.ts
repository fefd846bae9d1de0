/**
 * Timers as rows: what fires next, for which step of which report. Written by the projection only; who moved a date
 * stands on the deadline (`deadlines`), whose task instance a timer names.
 */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export const timerKinds = ['reminder', 'overdue', 'supplement', 'feedback', 'other'] as const;
export type TimerKind = (typeof timerKinds)[number];
export type TimerState = 'pending' | 'fired' | 'canceled';

export interface Timer {
  /** Key of the engine's timer. */
  _id: string;
  instanceKey: string;
  definitionKey: string;
  /** The timer event on the diagram. */
  elementId: string;
  elementInstanceKey: string;
  reportCode: string | null;
  kind: TimerKind;
  /** Of a deadline's watch: the task that is watched, and its instance. */
  task: string | null;
  taskInstance: string | null;
  /** The agency that handled the report when the timer was set; null before there is one. */
  agency: string | null;
  dueAt: number;
  state: TimerState;
  createdAt: number;
  endedAt: number | null;
}

const schema = schemaOf<Timer>('timers', {
  _id: { type: String, required: true },
  instanceKey: { type: String, required: true },
  definitionKey: { type: String, default: '' },
  elementId: { type: String, required: true },
  elementInstanceKey: { type: String, default: '' },
  reportCode: { type: String, default: null },
  kind: { type: String, required: true },
  task: { type: String, default: null },
  taskInstance: { type: String, default: null },
  agency: { type: String, default: null },
  dueAt: { type: Number, required: true },
  state: { type: String, required: true },
  createdAt: { type: Number, required: true },
  endedAt: { type: Number, default: null },
});
schema.index({ state: 1, dueAt: 1, _id: 1 });
for (const filter of ['kind', 'agency', 'task'] as const)
  schema.index({ [filter]: 1, state: 1, dueAt: 1, _id: 1 }, { name: `${filter}-due` });
schema.index({ instanceKey: 1, dueAt: 1 });
schema.index({ reportCode: 1, dueAt: 1 });

export function timersOf(connection: Connection) {
  const model = connection.model<Timer>('Timer', schema);
  return {
    model,
    find: (key: string): Promise<Timer | null> => model.findById(key).lean<Timer>().exec(),
    ofInstance: (instanceKey: string): Promise<Timer[]> =>
      model.find({ instanceKey }).sort({ dueAt: 1, _id: 1 }).lean<Timer[]>().exec(),
  };
}
export type Timers = ReturnType<typeof timersOf>;
