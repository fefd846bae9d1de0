/** The working calendar in force, for anyone: it is public law, and every screen counts with it. */
import { WorkingCalendar } from '../../domain/api/calendar.ts';
import { type CalendarData, shippedCalendar } from '../../domain/calendar.ts';
import type { App, House } from '../house.ts';

export function calendarRoutes(app: App, house: House): void {
  app.get(
    '/api/calendar',
    { schema: { tags: ['calendar'], summary: 'The working calendar in force', response: { 200: WorkingCalendar } } },
    async (_request, reply) => {
      const current = await house.store.calendars.current<CalendarData>();
      // An edit shows within minutes; until then a screen's "time left" may be off, its date never is.
      reply.header('cache-control', 'public, max-age=300');
      return { version: current?._id ?? 0, ...(current?.calendar ?? shippedCalendar) };
    },
  );
}
