/** HTTP of the calendar's editor: what is in force, what an edit would do, the edit, and how far it is. */
import {
  CalendarChange,
  CalendarDraft,
  CalendarPage,
  CalendarPreview,
  type CalendarProgress,
  CalendarState,
  CalendarVersionParams,
  MovedList,
} from '../../../domain/api/calendar.ts';
import { type CalendarData, shippedCalendar } from '../../../domain/calendar.ts';
import type { CalendarEdit } from '../../../store/calendar-edits.ts';
import { processId } from '../../deploy.ts';
import type { App, House } from '../../house.ts';
import { makeCursor, readCursor } from '../../plugins/cursor.ts';
import { seenVersion } from '../../plugins/if-match.ts';
import { namesOf } from '../../plugins/names.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { wire, wireOrNull } from '../../views/time.ts';
import { previewCalendar } from './preview.ts';
import { saveCalendar } from './save.ts';

const versionsShown = 20;

export function calendarEditorRoutes(app: App, house: House): void {
  const tags = ['directory'];
  const { store, settings } = house;

  app.get(
    '/api/directory/calendar',
    { schema: { tags, summary: 'The calendar, its versions, and the last edit', response: { 200: CalendarState } } },
    async (request, reply) => {
      needRight(request, 'calendar.edit');
      const [current, versions] = await Promise.all([
        store.calendars.current<CalendarData>(),
        store.calendars.list(versionsShown),
      ]);
      const version = current?._id ?? 0;
      const nameOf = await namesOf(
        house,
        versions.map(({ by }) => by),
      );
      const edit = await store.calendarEdits.find(version);
      reply.header('etag', `"${version}"`);
      return {
        calendar: { version, ...(current?.calendar ?? shippedCalendar) },
        versions: versions.map(({ _id, at, by, note = '', source = '' }) => ({
          version: _id,
          at: wire(at),
          by,
          byName: nameOf(by),
          note,
          source,
        })),
        progress: edit && (await progressOf(edit)),
      };
    },
  );

  app.post<{ Body: CalendarDraft; Querystring: CalendarPage }>(
    '/api/directory/calendar/preview',
    {
      schema: {
        tags,
        summary: 'Which open dates an edit would move',
        body: CalendarDraft,
        querystring: CalendarPage,
        response: { 200: CalendarPreview },
      },
    },
    async (request) => {
      needRight(request, 'calendar.edit');
      const { after, limit = 50 } = request.query;
      const from = after ? Number(readCursor(settings.secret, 'calendar-preview', after)[0]) : 0;
      const version = (await store.calendars.current())?._id ?? 0;
      const { items, ...rest } = await previewCalendar(house, request.body, version);
      const more = items.length > from + limit;
      return {
        ...rest,
        items: items.slice(from, from + limit),
        next: more ? makeCursor(settings.secret, 'calendar-preview', [from + limit]) : null,
      };
    },
  );

  app.put<{ Body: CalendarChange }>(
    '/api/directory/calendar',
    { schema: { tags, summary: 'Edit the calendar', body: CalendarChange } },
    async (request, reply) => {
      const actor = needRight(request, 'calendar.edit');
      const seen = seenVersion(request.headers['if-match']);
      if (seen === undefined)
        throw new Problem('bad-request', { errors: [{ pointer: '/if-match', code: 'required' }] });
      const version = await saveCalendar(house, actor, seen, request.body);
      return reply.code(204).header('etag', `"${version}"`).send();
    },
  );

  app.get<{ Params: { version: number }; Querystring: CalendarPage }>(
    '/api/directory/calendar/:version/moves',
    {
      schema: {
        tags,
        summary: 'Which open dates an edit has moved',
        params: CalendarVersionParams,
        querystring: CalendarPage,
        response: { 200: MovedList },
      },
    },
    async (request) => {
      needRight(request, 'calendar.edit');
      const { version } = request.params;
      if (!(await store.calendarEdits.find(version))) throw new Problem('not-found');
      const { after, limit = 50 } = request.query;
      const from = after ? String(readCursor(settings.secret, 'calendar-moves', after)[0]) : undefined;
      const found = await store.calendarEdits.listItems(version, { ...(from && { after: from }), limit: limit + 1 });
      const names = (await store.definitions.latest(processId))?.elements ?? {};
      const shown = found.slice(0, limit);
      const items = shown.flatMap(({ reportCode, instanceKey, dates }) =>
        dates.map(({ elementId, agency, from: was, to }) => ({
          reportCode,
          instanceKey,
          elementId,
          name: names[elementId]?.name || elementId,
          agency,
          from: wire(was),
          to: wire(to),
        })),
      );
      const next = found.length > limit ? makeCursor(settings.secret, 'calendar-moves', [shown.at(-1)!._id]) : null;
      return { items, next };
    },
  );

  async function progressOf({ _id, state, waitsSince, endedAt }: CalendarEdit): Promise<CalendarProgress> {
    const found = await store.calendarEdits.counts(_id);
    const { waiting = 0, moved = 0, same = 0, ended = 0, refused = 0 } = found;
    const counts = { all: waiting + moved + same + ended + refused, waiting, moved, same, ended, refused };
    return { version: _id, state, waits: waitsSince !== null, counts, endedAt: wireOrNull(endedAt) };
  }
}
