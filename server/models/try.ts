/** Takes a report through the files of a draft, as they stand in the editor. */
import { TryAnswer, TryBody, type TryView } from '../../domain/api/try-run.ts';
import { type CalendarData, shippedCalendar } from '../../domain/calendar.ts';
import type { TryState } from '../../domain/rehearsal/try-run.ts';
import { JobRefused } from '../../domain/sandbox.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { wire, wireOrNull } from '../views/time.ts';

/** A diagram with its tables and forms is larger than other bodies. */
const bodyLimit = 8 * 1024 * 1024;

export function tryRoutes(app: App, { store, sandbox }: House): void {
  app.post<{ Body: TryBody }>(
    '/api/models/try',
    {
      bodyLimit,
      schema: {
        tags: ['models'],
        summary: 'Take a report through a draft on the engine in memory',
        body: TryBody,
        response: { 200: TryAnswer },
      },
    },
    async (request) => {
      needRight(request, 'model.edit');
      const { files, steps, startAt, confidential } = request.body;
      const current = await store.calendars.current<CalendarData>();
      const agencies = (await store.agencies.all()).map(({ _id: id, handlingLimit }) => ({ id, handlingLimit }));
      const calendar = current?.calendar ?? shippedCalendar;
      try {
        const input = { files, steps, startAt: Date.parse(startAt), confidential, calendar, agencies };
        return { state: viewOf(await sandbox.run('try', input)) };
      } catch (error) {
        if (!(error instanceof JobRefused)) throw error;
        const { said = '', n = null } = error.data as { said?: string; n?: number | null };
        return { refusal: { code: error.code, said, step: n } };
      }
    },
  );
}

function viewOf({ now, nextTimer, tasks, happenings, ...rest }: TryState): TryView {
  return {
    ...rest,
    now: wire(now),
    nextTimer: wireOrNull(nextTimer),
    standing: { ...rest.standing },
    variables: { ...rest.variables },
    waitsFor: [...rest.waitsFor],
    tasks: tasks.map((task) => ({ ...task, createdAt: wire(task.createdAt), dueAt: wireOrNull(task.dueAt) })),
    happenings: happenings.map((one) => ({ ...one, at: wire(one.at) })),
  };
}
