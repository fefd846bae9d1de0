/**
 * The calls of the task list: GET /api/tasks, GET /api/tasks/{key}, assignee, draft, completion; several at once, to
 * whom one may hand over, and who is looking.
 */
import { type Static, Type } from 'typebox';
import {
  AgencyId,
  DistrictId,
  EngineKey,
  FieldId,
  List,
  MaybeTime,
  Problem,
  paging,
  ReportCode,
  StageId,
  Time,
  Username,
  Words,
} from './common.ts';
import { HistoryLine, ReportView } from './reports.ts';

export const taskStates = ['created', 'assigned', 'completed', 'canceled'] as const;
export type TaskState = (typeof taskStates)[number];

export const taskSorts = ['dueAt', '-dueAt', 'createdAt', '-createdAt'] as const;

export const TaskQuery = Type.Object(
  {
    /** `open` = created or assigned, `unclaimed` = created, `mine` = assigned to me. */
    state: Type.Optional(Type.Enum(['open', 'unclaimed', 'mine', 'completed'])),
    stage: Type.Optional(StageId),
    agency: Type.Optional(AgencyId),
    field: Type.Optional(FieldId),
    district: Type.Optional(DistrictId),
    report: Type.Optional(ReportCode),
    overdue: Type.Optional(Type.Boolean()),
    dueBefore: Type.Optional(Time),
    q: Type.Optional(Words),
    sort: Type.Optional(Type.Enum([...taskSorts])),
    ...paging,
  },
  { additionalProperties: false },
);
export type TaskQuery = Static<typeof TaskQuery>;

const item = {
  key: Type.String(),
  stage: Type.String(),
  elementId: Type.String(),
  name: Type.String(),
  article: Type.Union([Type.String(), Type.Null()]),
  reportCode: Type.String(),
  /** The first line of the report's content, at most 160 characters; empty where the person may not read it. */
  summary: Type.String(),
  agency: Type.Optional(Type.String()),
  assignee: Type.Union([Type.String(), Type.Null()]),
  state: Type.Enum([...taskStates]),
  createdAt: Time,
  dueAt: MaybeTime,
  originalDueAt: MaybeTime,
  remindAt: MaybeTime,
  overdue: Type.Boolean(),
  version: Type.Integer(),
  field: Type.Optional(Type.String()),
  district: Type.Optional(Type.String()),
  confidential: Type.Optional(Type.Boolean()),
  /** Who may take it: so that a list offers a claim only where the person has the right. */
  candidateGroups: Type.Optional(Type.Array(Type.String())),
};

export const TaskItem = Type.Object(item);
export type TaskItem = Static<typeof TaskItem>;
export const TaskList = List(TaskItem);
export type TaskList = Static<typeof TaskList>;

export const TaskParams = Type.Object({ key: EngineKey });

/** What of the sender the person may see (`senderView`); absent where nothing. */
export const SenderShown = Type.Object({
  name: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  email: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
});
export type SenderShown = Static<typeof SenderShown>;

/** 200 of GET /api/tasks/{key}. */
export const TaskDetail = Type.Object({
  ...item,
  instanceKey: Type.Optional(Type.String()),
  definitionKey: Type.Optional(Type.String()),
  report: Type.Intersect([ReportView, Type.Object({ sender: Type.Optional(SenderShown) })]),
  /** The form-js schema and the data that it starts with. */
  form: Type.Union([
    Type.Object({ schema: Type.Unknown(), data: Type.Record(Type.String(), Type.Unknown()) }),
    Type.Null(),
  ]),
  draft: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  /** Who saved the draft last (user name), and when (machine time). */
  draftSaved: Type.Optional(Type.Object({ by: Type.String(), at: Time })),
  history: Type.Array(HistoryLine),
});
export type TaskDetail = Static<typeof TaskDetail>;

/** PUT …/assignee: oneself without `username`. */
export const Assignment = Type.Object({ username: Type.Optional(Username) }, { additionalProperties: false });
export type Assignment = Static<typeof Assignment>;

/** POST /api/tasks/assignments: several at once, claimed for oneself, handed over to `username`, or released. */
export const Assignments = Type.Object(
  {
    keys: Type.Array(EngineKey, { minItems: 1, maxItems: 200, uniqueItems: true }),
    username: Type.Optional(Username),
    release: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type Assignments = Static<typeof Assignments>;

/** 200: what became of each, in the order asked; `problem` where it was refused. */
export const AssignmentResults = Type.Object({
  items: Type.Array(Type.Object({ key: Type.String(), done: Type.Boolean(), problem: Type.Optional(Problem) })),
});
export type AssignmentResults = Static<typeof AssignmentResults>;
export type AssignmentResult = AssignmentResults['items'][number];

/** GET …/candidates: to whom the task may be handed over. */
export const Candidate = Type.Object({
  username: Type.String(),
  name: Type.String(),
  /** Away just now, until when, and who acts meanwhile. */
  away: Type.Optional(
    Type.Object({ until: Time, standIn: Type.Object({ username: Type.String(), name: Type.String() }) }),
  ),
  /** Not of the group, but standing in for somebody who is. */
  standsInFor: Type.Optional(Type.Object({ username: Type.String(), name: Type.String() })),
});
export type Candidate = Static<typeof Candidate>;
export const CandidateList = List(Candidate);
export type CandidateList = Static<typeof CandidateList>;

/** PUT …/presence: said again every 20 s while one looks; gone 60 s after the last time, or at DELETE. */
export const PresenceSaid = Type.Object({ state: Type.Enum(['viewing', 'writing']) }, { additionalProperties: false });
export type PresenceSaid = Static<typeof PresenceSaid>;

/** PUT …/draft: what is filled in so far. Names and sizes are bounded; meaning is checked at completion. */
export const Draft = Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]{0,39}$' }), Type.Unknown(), {
  maxProperties: 30,
  additionalProperties: false,
});
export type Draft = Static<typeof Draft>;

/** POST …/completion: `{outcome, …fields}`; the fields are those of `stages.ts`, checked by `checkCompletion` (422). */
export const Completion = Type.Object({ outcome: Type.String({ minLength: 1, maxLength: 40 }) }, { maxProperties: 30 });
export type Completion = Static<typeof Completion> & Record<string, unknown>;
