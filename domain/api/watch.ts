/**
 * The calls of the live watch: the board (what stands where on every version that runs), what passed each step, what
 * needs somebody now, timers as rows, and open reports on the map. `GET /api/stream?live=true` sends `counts` and
 * `pulse` besides.
 */
import { type Static, Type } from 'typebox';
import { AgencyId, EngineKey, List, MaybeTime, paging, ReportCode, Time } from './common.ts';

const ElementId = Type.String({ minLength: 1, maxLength: 120, pattern: '^[\\w.-]+$' });

/** What stands at an element now. */
export const Standing = Type.Object({ tokens: Type.Integer(), incidents: Type.Integer(), overdue: Type.Integer() });
export type Standing = Static<typeof Standing>;

/** Per definition, per element; elements where nothing is are left out. */
export const BoardCounts = Type.Record(Type.String(), Type.Record(Type.String(), Standing));
export type BoardCounts = Static<typeof BoardCounts>;

export const RunningVersion = Type.Object({
  definitionKey: Type.String(),
  version: Type.Integer(),
  name: Type.String(),
  deployedAt: Time,
  /** Instances that run on it. */
  running: Type.Integer(),
  /** Whether new reports start on it. */
  inForce: Type.Boolean(),
});
export type RunningVersion = Static<typeof RunningVersion>;

/** `at`: the same view at a past moment, from the records. */
export const PastQuery = Type.Object({ at: Type.Optional(Time) }, { additionalProperties: false });
export type PastQuery = Static<typeof PastQuery>;

/** GET /api/watch/board */
export const Board = Type.Object({
  asOf: Time,
  /** The newest event of the stream that is counted in. */
  upTo: Type.Integer(),
  /** Newest first: the one in force, and every other on which something runs. */
  versions: Type.Array(RunningVersion),
  counts: BoardCounts,
});
export type Board = Static<typeof Board>;

/** Event `counts` of the stream: what has changed, whole per element. It has no id; a page reads the board on connecting. */
export const CountsEvent = Type.Object({
  asOf: Time,
  upTo: Type.Integer(),
  versions: Type.Array(RunningVersion),
  changed: BoardCounts,
});
export type CountsEvent = Static<typeof CountsEvent>;

/** Event `pulse` of the stream, every two seconds: everything up to this moment has been said. */
export const PulseEvent = Type.Object({ at: Time });
export type PulseEvent = Static<typeof PulseEvent>;

export const passageWindows = ['hour', 'day', 'week', 'month'] as const;
export type PassageWindow = (typeof passageWindows)[number];

export const PassageQuery = Type.Object(
  {
    window: Type.Optional(Type.Enum([...passageWindows])),
    /** One version; without it all of the board's together, by element id. */
    definitionKey: Type.Optional(EngineKey),
  },
  { additionalProperties: false },
);
export type PassageQuery = Static<typeof PassageQuery>;

const maybeMinutes = Type.Union([Type.Number(), Type.Null()]);

/** What passed an element within the window. Minutes are of working time. */
export const ElementPassage = Type.Object({
  entered: Type.Integer(),
  left: Type.Integer(),
  /** Of those who left within the window: how long they had stayed. */
  median: maybeMinutes,
  ninetieth: maybeMinutes,
  /** Those who stand there now: how long the middle one and the first one have waited so far. */
  standing: Type.Integer(),
  waitingMedian: maybeMinutes,
  waitingLongest: maybeMinutes,
  /** What the diagram gives it, with the article; `shared`: it runs on a clock that another step has opened. */
  target: Type.Union([
    Type.Object({
      minutes: Type.Number(),
      budget: Type.String(),
      article: Type.Union([Type.String(), Type.Null()]),
      shared: Type.Boolean(),
    }),
    Type.Null(),
  ]),
});
export type ElementPassage = Static<typeof ElementPassage>;

/** GET /api/watch/passages */
export const Passages = Type.Object({
  asOf: Time,
  window: Type.Enum([...passageWindows]),
  from: Time,
  to: Time,
  /** Working minutes within the window so far. */
  workingMinutes: Type.Number(),
  elements: Type.Record(Type.String(), ElementPassage),
});
export type Passages = Static<typeof Passages>;

export const needKinds = ['overdue', 'soon', 'unclaimed', 'unclaimable', 'incidents', 'roster'] as const;
export type NeedKind = (typeof needKinds)[number];

/** Whom to call about it: a member of staff. */
export const Contact = Type.Object({
  username: Type.String(),
  name: Type.String(),
  phone: Type.Optional(Type.String()),
});
export type Contact = Static<typeof Contact>;

/** One thing that needs somebody: a task, or an incident. */
export const NeedItem = Type.Object({
  taskKey: Type.Optional(Type.String()),
  incidentKey: Type.Optional(Type.String()),
  instanceKey: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  elementId: Type.String(),
  /** The step as the diagram names it. */
  name: Type.String(),
  /** When it is, or was, due; of an incident: since when it stands. */
  at: MaybeTime,
  agency: Type.Optional(Type.String()),
  /** Who holds it. */
  holder: Type.Optional(Contact),
  /** Whom else to call: of the groups that may take it. */
  contacts: Type.Array(Contact),
  /** Of an incident: what happened. */
  message: Type.Optional(Type.String()),
});
export type NeedItem = Static<typeof NeedItem>;

export const NeedList = Type.Object({
  kind: Type.Enum([...needKinds]),
  /** How many there are; `items` are the first of them. */
  count: Type.Integer(),
  items: Type.Array(NeedItem),
  /** Of the roster: whether a duty officer is there now, and when the first gap of the coming 14 working days begins. */
  roster: Type.Optional(Type.Object({ now: Type.Boolean(), gap: MaybeTime })),
});
export type NeedList = Static<typeof NeedList>;

/** GET /api/watch/needs: the lists that the person may see, in this order. `roster`: gaps, and 1 when no duty officer is there. */
export const Needs = Type.Object({ asOf: Time, lists: Type.Array(NeedList) });
export type Needs = Static<typeof Needs>;

export const timerStates = ['pending', 'fired', 'canceled'] as const;
export const timerKindsShown = ['reminder', 'overdue', 'supplement', 'feedback', 'other'] as const;

export const TimerQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum([...timerStates])),
    kind: Type.Optional(Type.Enum([...timerKindsShown])),
    /** The step that is watched. */
    task: Type.Optional(ElementId),
    agency: Type.Optional(AgencyId),
    report: Type.Optional(ReportCode),
    instance: Type.Optional(EngineKey),
    before: Type.Optional(Time),
    ...paging,
  },
  { additionalProperties: false },
);
export type TimerQuery = Static<typeof TimerQuery>;

/** A timer as a row: what fires when, for whom, moved by whom. */
export const TimerItem = Type.Object({
  key: Type.String(),
  instanceKey: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  elementId: Type.String(),
  name: Type.String(),
  kind: Type.Enum([...timerKindsShown]),
  state: Type.Enum([...timerStates]),
  dueAt: Time,
  endedAt: MaybeTime,
  agency: Type.Optional(Type.String()),
  /** The task that it watches: whose it is now, and whether its date is still this one. */
  task: Type.Optional(
    Type.Object({
      elementId: Type.String(),
      name: Type.String(),
      key: Type.Optional(Type.String()),
      assignee: Type.Optional(Type.String()),
      assigneeName: Type.Optional(Type.String()),
      candidateGroups: Type.Optional(Type.Array(Type.String())),
      open: Type.Boolean(),
    }),
  ),
  /** False: the date has moved or the task is done, so that this timer will fire and do nothing. */
  matters: Type.Boolean(),
  /** The last move of the date that it was set for. */
  moved: Type.Optional(
    Type.Object({
      at: Time,
      from: Time,
      to: Time,
      reason: Type.String(),
      by: Type.Optional(Type.String()),
      byName: Type.Optional(Type.String()),
    }),
  ),
});
export type TimerItem = Static<typeof TimerItem>;
export const TimerList = List(TimerItem);
export type TimerList = Static<typeof TimerList>;

/** An open report on the map. Without a point: it has none, or the person may not know where it is. */
export const MapReport = Type.Object({
  key: Type.String(),
  code: Type.String(),
  definitionKey: Type.String(),
  /** Where it stands. */
  elements: Type.Array(Type.String()),
  lat: Type.Optional(Type.Number()),
  lng: Type.Optional(Type.Number()),
  district: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
  agency: Type.Optional(Type.String()),
  dueAt: MaybeTime,
  incidents: Type.Integer(),
});
export type MapReport = Static<typeof MapReport>;

/** GET /api/watch/map: `total` counts all; more than `items` are said, never cut in silence. */
export const MapReports = Type.Object({ asOf: Time, total: Type.Integer(), items: Type.Array(MapReport) });
export type MapReports = Static<typeof MapReports>;
