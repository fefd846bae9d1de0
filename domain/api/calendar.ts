/** GET /api/calendar: the working calendar in force, so that a screen counts the time left as the server does. */
import { type Static, Type } from 'typebox';

const Day = Type.Object({ day: Type.String(), vi: Type.String(), en: Type.String() });

export const WorkingCalendar = Type.Object({
  version: Type.Integer(),
  /** Times of day, `HH:MM`. */
  intervals: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  holidays: Type.Array(Day),
  workingDays: Type.Array(Day),
});
export type WorkingCalendar = Static<typeof WorkingCalendar>;
