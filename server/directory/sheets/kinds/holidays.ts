/** Days off and working Saturdays of the calendar (article 2.5). What the new version moves is the keeper's affair. */
import { type CalendarData, shippedCalendar } from '../../../../domain/calendar.ts';
import { texts } from '../../../../domain/text/texts.ts';
import type { CalendarVersion } from '../../../../store/calendars.ts';
import { calendarOfDraft } from '../../calendar/preview.ts';
import { putCalendar } from '../../calendar/save.ts';
import { oneLine } from '../cells.ts';
import type { Kind, Row } from '../kind.ts';

interface Context {
  version: number;
  calendar: CalendarData;
}
type Day = CalendarData['holidays'][number];

/** As the editor's own call has them. */
const longestName = 120;
const mostDays = 1_000;

const rowsOf = (days: readonly Day[], dayKind: string): Row[] =>
  days.map(({ day, vi, en }) => ({ day, dayKind, dayVi: oneLine(vi), dayEn: oneLine(en) }));

export const holidays: Kind<Context> = {
  name: 'holidays',
  // Without an English name the Vietnamese one stands for both.
  blanks: ({ dayVi = '' }) => ({ dayEn: dayVi }),

  async read({ store }, session) {
    const current = (await store.calendars.model
      .findOne()
      .sort({ _id: -1 })
      .session(session ?? null)
      .lean()) as CalendarVersion<CalendarData> | null;
    const calendar = current?.calendar ?? shippedCalendar;
    const version = current?._id ?? 0;
    const rows = [...rowsOf(calendar.holidays, 'off'), ...rowsOf(calendar.workingDays, 'working')];
    return { rows: rows.sort((a, b) => (a.day! < b.day! ? -1 : 1)), context: { version, calendar }, basis: version };
  },

  check(steps, { rows }) {
    let left = mostDays - rows.length;
    return steps.flatMap(({ at, row, before }) => [
      ...(['dayVi', 'dayEn'] as const)
        .filter((column) => row[column]!.length > longestName)
        .map((column) => ({ at, column, code: 'too-long' })),
      ...(before === null && left-- <= 0 ? [{ at, column: 'day', code: 'too-many' }] : []),
    ]);
  },

  async write(house, actor, steps, { context }, session) {
    const { calendar, version } = context;
    const given = new Set(steps.map(({ row }) => row.day));
    const days = (list: readonly Day[], kind: string): Day[] => [
      ...list.filter(({ day }) => !given.has(day)),
      ...steps
        .filter(({ row }) => row.dayKind === kind)
        .map(({ row }) => ({ day: row.day!, vi: row.dayVi!, en: row.dayEn! })),
    ];
    const next = calendarOfDraft({
      intervals: calendar.intervals,
      holidays: days(calendar.holidays, 'off'),
      workingDays: days(calendar.workingDays, 'working'),
    });
    const note = texts('vi').sheets.calendarNote;
    const kept = { calendar: next, by: actor.username, at: await house.clock.now(), note };
    const events = await putCalendar(house, version + 1, kept, session);
    return {
      onRecord: steps.map(({ row }) => ({ day: row.day, kind: row.dayKind })),
      after: () => {
        house.hub.offer(events);
        house.wakeKeeper();
      },
    };
  },
};
