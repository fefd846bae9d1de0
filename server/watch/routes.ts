/** The live watch over HTTP: board, passages, needs, timers, map. */
import {
  Board,
  MapReports,
  Needs,
  PassageQuery,
  Passages,
  PastQuery,
  TimerList,
  TimerQuery,
} from '../../domain/api/watch.ts';
import type { Definition } from '../../store/definitions.ts';
import type { App, House } from '../house.ts';
import { readMoment } from '../plugins/moment.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import type { Board as LiveBoard } from '../stream/board.ts';
import { boardAt } from '../views/past-board.ts';
import { openOnMap } from './map.ts';
import { needsOf } from './needs.ts';
import { passagesWithin } from './passages.ts';
import { needsThen } from './past.ts';
import { listTimers } from './timers.ts';

export function watchRoutes(app: App, house: House, board: LiveBoard, processId: string): void {
  const tags = ['watch'];
  const { store, clock } = house;

  app.get<{ Querystring: PastQuery }>(
    '/api/watch/board',
    {
      schema: {
        tags,
        summary: 'What stands where, on every version that runs',
        querystring: PastQuery,
        response: { 200: Board },
      },
    },
    async (request) => {
      needRight(request, 'counts.see');
      const at = await readMoment(house, request.query.at);
      return at === null ? board.read() : boardAt(store, processId, at);
    },
  );

  app.get<{ Querystring: PassageQuery }>(
    '/api/watch/passages',
    {
      schema: {
        tags,
        summary: 'What passed each step, and how long it stays',
        querystring: PassageQuery,
        response: { 200: Passages },
      },
    },
    async (request) => {
      needRight(request, 'counts.see');
      const { definitionKey, window = 'day' } = request.query;
      const keys = definitionKey ? [definitionKey] : (await board.read()).versions.map((one) => one.definitionKey);
      const definitions = await store.definitions.model
        .find({ _id: { $in: keys } })
        .select({ xml: 0 })
        .sort({ version: -1 })
        .lean<Definition[]>()
        .exec();
      if (definitionKey && definitions.length === 0) throw new Problem('not-found');
      return passagesWithin(store, definitions, window, await clock.now());
    },
  );

  app.get<{ Querystring: PastQuery }>(
    '/api/watch/needs',
    { schema: { tags, summary: 'What needs somebody now', querystring: PastQuery, response: { 200: Needs } } },
    async (request) => {
      const actor = needRight(request, 'instance.see');
      const at = await readMoment(house, request.query.at);
      return at === null ? needsOf(house, actor) : needsThen(house, actor, at);
    },
  );

  app.get<{ Querystring: PastQuery }>(
    '/api/watch/map',
    { schema: { tags, summary: 'Open reports on the map', querystring: PastQuery, response: { 200: MapReports } } },
    async (request) => {
      const actor = needRight(request, 'instance.see');
      return openOnMap(house, actor, await readMoment(house, request.query.at));
    },
  );

  app.get<{ Querystring: TimerQuery }>(
    '/api/timers',
    { schema: { tags, summary: 'Timers: what fires next', querystring: TimerQuery, response: { 200: TimerList } } },
    async (request) => listTimers(house, needRight(request, 'instance.see'), request.query),
  );
}
