/**
 * The history of one instance, as far as the records tell it: every step with its task and its date, flows taken,
 * variables as they were set, incidents, timers, messages that were waited for. What a playback is made of.
 */
import { type Static, Type } from 'typebox';
import { EngineKey, MaybeTime, Time } from './common.ts';
import { Incident } from './instances.ts';

const maybe = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

/** Something that happened to a task. People are named as far as the reader's right over tasks reaches. */
export const TaskHappening = Type.Object({
  at: Time,
  what: Type.String(),
  /** Whether somebody holds it from here on. */
  held: Type.Boolean(),
  assignee: Type.Optional(Type.String()),
  assigneeName: Type.Optional(Type.String()),
  onBehalfOf: Type.Optional(Type.String()),
});
export type TaskHappening = Static<typeof TaskHappening>;

export const StepTask = Type.Object({
  key: Type.String(),
  open: Type.Boolean(),
  agency: Type.Optional(Type.String()),
  candidateGroups: Type.Array(Type.String()),
  outcome: Type.Optional(Type.String()),
  /** As it is now; how it came to be stands in the step's `date`. */
  dueAt: MaybeTime,
  history: Type.Array(TaskHappening),
});
export type StepTask = Static<typeof StepTask>;

export const DateMove = Type.Object({
  at: Time,
  from: Time,
  to: Time,
  reason: Type.String(),
  by: Type.Optional(Type.String()),
  byName: Type.Optional(Type.String()),
});
export type DateMove = Static<typeof DateMove>;

export const StepDate = Type.Object({
  article: maybe(Type.String()),
  budget: maybe(Type.String()),
  workingMinutes: Type.Number(),
  startedAt: Time,
  originalDueAt: Time,
  dueAt: Time,
  remindAt: Time,
  moves: Type.Array(DateMove),
});
export type StepDate = Static<typeof StepDate>;

export const HistoryStep = Type.Object({
  /** Element instance key. */
  key: Type.String(),
  position: Type.Integer(),
  elementId: Type.String(),
  name: Type.String(),
  type: Type.String(),
  /** Key of the scope that it runs in. */
  scope: Type.String(),
  state: Type.Enum(['active', 'completed', 'terminated']),
  enteredAt: Time,
  leftAt: MaybeTime,
  /** A watch on a deadline, or something in it: no token of the procedure. */
  watch: Type.Boolean(),
  /** Working time spent in it so far. */
  spentMinutes: Type.Number(),
  /** What it was called on earlier versions, oldest first. */
  was: Type.Array(Type.Object({ elementId: Type.String(), until: Time })),
  /** The message that it waits for. */
  message: Type.Optional(Type.String()),
  task: Type.Optional(StepTask),
  date: Type.Optional(StepDate),
});
export type HistoryStep = Static<typeof HistoryStep>;

export const HistoryFlow = Type.Object({ id: Type.String(), at: Time, position: Type.Integer() });
export type HistoryFlow = Static<typeof HistoryFlow>;

export const HistoryVariable = Type.Object({
  name: Type.String(),
  value: Type.Unknown(),
  /** Key of the element instance whose own it is; null for a variable of the whole instance. */
  scope: maybe(Type.String()),
  at: Time,
  position: Type.Integer(),
});
export type HistoryVariable = Static<typeof HistoryVariable>;

export const HistoryTimer = Type.Object({
  key: Type.String(),
  elementId: Type.String(),
  name: Type.String(),
  kind: Type.Enum(['reminder', 'overdue', 'supplement', 'feedback', 'other']),
  state: Type.Enum(['pending', 'fired', 'canceled']),
  createdAt: Time,
  dueAt: Time,
  endedAt: MaybeTime,
});
export type HistoryTimer = Static<typeof HistoryTimer>;

/** GET /api/instances/{key}/history */
export const InstanceHistory = Type.Object({
  asOf: Time,
  key: EngineKey,
  state: Type.Enum(['active', 'completed', 'canceled']),
  startedAt: Time,
  endedAt: MaybeTime,
  /** Flows and variables are known from here on: later than `startedAt` for what began before they were kept; null: not at all. */
  knownSince: MaybeTime,
  steps: Type.Array(HistoryStep),
  flows: Type.Array(HistoryFlow),
  variables: Type.Array(HistoryVariable),
  incidents: Type.Array(Type.Intersect([Incident, Type.Object({ elementInstanceKey: Type.String() })])),
  timers: Type.Array(HistoryTimer),
});
export type InstanceHistory = Static<typeof InstanceHistory>;
