/**
 * GET /api/calendar: the working calendar in force, so that a screen counts the time left as the server does.
 * /api/directory/calendar: its editor (article 2.5), with what an edit does to the open deadlines.
 */
import { type Static, Type } from 'typebox';
import { List, MaybeTime, paging, ReportCode, Time } from './common.ts';

const Day = Type.Object({ day: Type.String(), vi: Type.String(), en: Type.String() });

export const WorkingCalendar = Type.Object({
  version: Type.Integer(),
  /** Times of day, `HH:MM`. */
  intervals: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  holidays: Type.Array(Day),
  workingDays: Type.Array(Day),
});
export type WorkingCalendar = Static<typeof WorkingCalendar>;

const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$', maxLength: 5 });
/** Without an English name the Vietnamese one stands for both. */
const GivenDay = Type.Object(
  {
    day: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 }),
    vi: Type.String({ minLength: 1, maxLength: 120 }),
    en: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false },
);

const given = {
  intervals: Type.Array(Type.Object({ from: TimeOfDay, to: TimeOfDay }, { additionalProperties: false }), {
    minItems: 1,
    maxItems: 6,
  }),
  holidays: Type.Array(GivenDay, { maxItems: 1_000 }),
  workingDays: Type.Array(GivenDay, { maxItems: 1_000 }),
};

/** POST /api/directory/calendar/preview */
export const CalendarDraft = Type.Object(given, { additionalProperties: false });
export type CalendarDraft = Static<typeof CalendarDraft>;

/** PUT /api/directory/calendar. `source`: the decision it rests on, with its number. */
export const CalendarChange = Type.Object(
  {
    ...given,
    note: Type.String({ minLength: 1, maxLength: 500 }),
    source: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type CalendarChange = Static<typeof CalendarChange>;

export const CalendarPage = Type.Object(paging, { additionalProperties: false });
export type CalendarPage = Static<typeof CalendarPage>;

export const overdueChanges = ['becomes', 'no-longer', 'none'] as const;
export type OverdueChange = (typeof overdueChanges)[number];

/** One date that moves: of a task, of the clock that later steps share, or of the time that the sender has. */
const moving = {
  reportCode: ReportCode,
  instanceKey: Type.String(),
  elementId: Type.String(),
  /** The step as the diagram names it. */
  name: Type.String(),
  agency: Type.Union([Type.String(), Type.Null()]),
  from: Time,
  to: Time,
};

export const MovingDate = Type.Object({
  ...moving,
  /** Whether it becomes overdue by the edit, or is so no longer. */
  overdue: Type.Enum([...overdueChanges]),
});
export type MovingDate = Static<typeof MovingDate>;

export const CalendarPreview = Type.Object({
  /** The version in force, which the edit would follow. */
  version: Type.Integer(),
  /** Reports that run; dates that move later and earlier; reports that become overdue, or are so no longer. */
  counts: Type.Object({
    reports: Type.Integer(),
    moved: Type.Integer(),
    later: Type.Integer(),
    earlier: Type.Integer(),
    becomeOverdue: Type.Integer(),
    noLongerOverdue: Type.Integer(),
  }),
  items: Type.Array(MovingDate),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type CalendarPreview = Static<typeof CalendarPreview>;

/** How far an edit is with the open deadlines. */
export const CalendarProgress = Type.Object({
  version: Type.Integer(),
  state: Type.Enum(['listing', 'running', 'done', 'superseded']),
  /** The engine does not answer: it goes on by itself. */
  waits: Type.Boolean(),
  counts: Type.Object({
    all: Type.Integer(),
    waiting: Type.Integer(),
    moved: Type.Integer(),
    same: Type.Integer(),
    ended: Type.Integer(),
    refused: Type.Integer(),
  }),
  endedAt: MaybeTime,
});
export type CalendarProgress = Static<typeof CalendarProgress>;

export const CalendarVersionItem = Type.Object({
  version: Type.Integer(),
  at: Time,
  by: Type.String(),
  byName: Type.String(),
  note: Type.String(),
  source: Type.String(),
});
export type CalendarVersionItem = Static<typeof CalendarVersionItem>;

/** GET /api/directory/calendar */
export const CalendarState = Type.Object({
  calendar: WorkingCalendar,
  /** Newest first. */
  versions: Type.Array(CalendarVersionItem),
  progress: Type.Union([CalendarProgress, Type.Null()]),
});
export type CalendarState = Static<typeof CalendarState>;

export const CalendarVersionParams = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) });
/** A date that has moved. */
export const MovedDate = Type.Object(moving);
export const MovedList = List(MovedDate);
export type MovedList = Static<typeof MovedList>;
