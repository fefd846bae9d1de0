/** The calls of the watch: instances, diagrams with their counts, incidents. */
import { type Static, Type } from 'typebox';
import {
  AgencyId,
  DistrictId,
  EngineKey,
  FieldId,
  List,
  MaybeTime,
  paging,
  ReportCode,
  Time,
  Words,
} from './common.ts';

export const instanceStates = ['active', 'completed', 'canceled'] as const;

export const instanceSorts = ['-startedAt', 'startedAt', 'dueAt'] as const;
export type InstanceSort = (typeof instanceSorts)[number];

export const InstanceQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum([...instanceStates])),
    report: Type.Optional(ReportCode),
    element: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    incident: Type.Optional(Type.Boolean()),
    overdue: Type.Optional(Type.Boolean()),
    definitionKey: Type.Optional(EngineKey),
    agency: Type.Optional(AgencyId),
    district: Type.Optional(DistrictId),
    field: Type.Optional(FieldId),
    /** `dueAt`: those that have a date, the first one first. */
    sort: Type.Optional(Type.Enum([...instanceSorts])),
    q: Type.Optional(Words),
    /** Those that ran at a past moment, each where it stood then. */
    at: Type.Optional(Time),
    ...paging,
  },
  { additionalProperties: false },
);
export type InstanceQuery = Static<typeof InstanceQuery>;

const item = {
  key: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  definitionKey: Type.String(),
  version: Type.Integer(),
  state: Type.Enum([...instanceStates]),
  startedAt: Time,
  endedAt: MaybeTime,
  /** Ids of the elements that hold a token; the watch on deadlines is not one. */
  elements: Type.Array(Type.String()),
  incidents: Type.Integer(),
  overdue: Type.Boolean(),
  dueAt: Type.Optional(MaybeTime),
  agency: Type.Optional(Type.String()),
  district: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
};
export const InstanceItem = Type.Object(item);
export type InstanceItem = Static<typeof InstanceItem>;
export const InstanceList = List(InstanceItem);

export const Incident = Type.Object({
  key: Type.String(),
  instanceKey: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  elementId: Type.String(),
  errorType: Type.String(),
  message: Type.String(),
  createdAt: Time,
  resolvedAt: MaybeTime,
  jobKey: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
export type Incident = Static<typeof Incident>;

export const PassedElement = Type.Object({
  key: Type.String(),
  elementId: Type.String(),
  type: Type.String(),
  name: Type.Optional(Type.String()),
  state: Type.Enum(['active', 'completed', 'terminated']),
  enteredAt: Time,
  leftAt: MaybeTime,
});
export type PassedElement = Static<typeof PassedElement>;

/** A deadline is a record, not a date: where it comes from, what it was first, what it is now. */
export const Deadline = Type.Object({
  task: Type.String(),
  article: Type.Union([Type.String(), Type.Null()]),
  budget: Type.Union([Type.String(), Type.Null()]),
  startedAt: Time,
  workingMinutes: Type.Number(),
  calendarVersion: Type.Integer(),
  dueAt: Time,
  remindAt: Time,
  originalDueAt: Time,
});
export type Deadline = Static<typeof Deadline>;

export const InstanceDetail = Type.Object({
  ...item,
  path: Type.Array(PassedElement),
  incidentList: Type.Array(Incident),
  deadlines: Type.Array(Deadline),
  variables: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type InstanceDetail = Static<typeof InstanceDetail>;
export const InstanceParams = Type.Object({ key: EngineKey });

export const DiagramParams = Type.Object({ definitionKey: EngineKey });

/** GET …/counts: per element, what is there now. */
export const Counts = Type.Object({
  asOf: Time,
  elements: Type.Record(
    Type.String(),
    Type.Object({ tokens: Type.Integer(), incidents: Type.Integer(), overdue: Type.Integer() }),
  ),
});
export type Counts = Static<typeof Counts>;

export const IncidentQuery = Type.Object(
  { open: Type.Optional(Type.Boolean()), instance: Type.Optional(EngineKey), ...paging },
  { additionalProperties: false },
);
export const IncidentList = List(Incident);
export const IncidentParams = Type.Object({ key: EngineKey });
