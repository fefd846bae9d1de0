/** GET /api/stream: server-sent events. Each event has an `id`; `Last-Event-ID` resumes, `reset` means: read anew. */
import { type Static, Type } from 'typebox';
import { Time } from './common.ts';
import { NoticeItem } from './notices.ts';
import { reportStatuses } from './reports.ts';
import { TaskItem } from './tasks.ts';

/** `counts` and `pulse` (domain/api/watch.ts) come where `live=true` was asked for. */
export const streamEvents = [
  'task',
  'instance',
  'incident',
  'report',
  'notice',
  'presence',
  'counts',
  'pulse',
  'release',
  'calendar',
  'reset',
] as const;
export type StreamEventName = (typeof streamEvents)[number];

export const TaskEvent = TaskItem;
export type TaskEvent = Static<typeof TaskEvent>;

export const InstanceEvent = Type.Object({
  key: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  definitionKey: Type.String(),
  state: Type.String(),
  elements: Type.Array(Type.String()),
  at: Time,
});
export type InstanceEvent = Static<typeof InstanceEvent>;

export const IncidentEvent = Type.Object({
  key: Type.String(),
  instanceKey: Type.String(),
  elementId: Type.String(),
  message: Type.String(),
  resolved: Type.Boolean(),
  at: Time,
});
export type IncidentEvent = Static<typeof IncidentEvent>;

export const ReportEvent = Type.Object({
  code: Type.String(),
  status: Type.Enum([...reportStatuses]),
  stage: Type.Union([Type.String(), Type.Null()]),
  at: Time,
});
export type ReportEvent = Static<typeof ReportEvent>;

/** Somebody else looks at a task, writes in it, or has left. Not kept: it has no `id`, and is said anew every 20 s. */
export const PresenceEvent = Type.Object({
  key: Type.String(),
  username: Type.String(),
  name: Type.String(),
  state: Type.Enum(['viewing', 'writing', 'gone']),
});
export type PresenceEvent = Static<typeof PresenceEvent>;

/** A release, or a migration of running reports, has gone on: read it anew. */
export const ReleaseEvent = Type.Object({
  release: Type.Optional(Type.String()),
  migration: Type.Optional(Type.String()),
});
export type ReleaseEvent = Static<typeof ReleaseEvent>;

/** To its own person only. */
export const NoticeEvent = NoticeItem;
export type NoticeEvent = Static<typeof NoticeEvent>;

export const StreamHeaders = Type.Object({ 'last-event-id': Type.Optional(Type.String({ maxLength: 200 })) });
export const StreamQuery = Type.Object({ live: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
export type StreamQuery = Static<typeof StreamQuery>;

/** The working calendar has a new version, or the moving of the open deadlines has gone on. */
export const CalendarEvent = Type.Object({ version: Type.Integer() });
export type CalendarEvent = Static<typeof CalendarEvent>;
