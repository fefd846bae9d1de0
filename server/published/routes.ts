/** Published reports with their replies, for anyone; the IOC can take one down with a reason. */
import {
  Figures,
  FiguresQuery,
  PublishedFilter,
  PublishedList,
  PublishedParams,
  PublishedPoints,
  PublishedQuery,
  PublishedReport,
  TakeDown,
} from '../../domain/api/published.ts';
import type { Report } from '../../store/reports.ts';
import type { App, House } from '../house.ts';
import { sendCacheable } from '../plugins/cacheable.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { readFigures } from '../views/figures.ts';
import { findPublished, listPublished, publishedView } from '../views/published.ts';
import { exportRoutes } from './export.ts';
import { readPoints } from './points.ts';

export function publishedRoutes(app: App, house: House): void {
  const tags = ['published'];
  exportRoutes(app, house);

  app.get<{ Querystring: PublishedQuery }>(
    '/api/published',
    {
      schema: {
        tags,
        summary: 'Published reports, newest first',
        querystring: PublishedQuery,
        response: { 200: PublishedList },
      },
    },
    async ({ query: { after, limit = 50, ...query } }) => listPublished(house, query, { after, limit }),
  );

  app.get<{ Querystring: PublishedFilter }>(
    '/api/published/points',
    {
      schema: {
        tags,
        summary: 'Published reports on the map, all of them',
        querystring: PublishedFilter,
        response: { 200: PublishedPoints },
      },
    },
    async (request, reply) => {
      const text = JSON.stringify(await readPoints(house, request.query));
      return sendCacheable(request, reply, { text, type: 'application/json', cacheControl: 'public, max-age=30' });
    },
  );

  app.get<{ Querystring: FiguresQuery }>(
    '/api/published/figures',
    {
      schema: {
        tags,
        summary: 'How many were received, answered, in time; what became of them',
        querystring: FiguresQuery,
        response: { 200: Figures },
      },
    },
    async (request, reply) => {
      const text = JSON.stringify(await readFigures(house, request.query.year));
      return sendCacheable(request, reply, { text, type: 'application/json', cacheControl: 'public, max-age=30' });
    },
  );

  app.get<{ Params: { code: string } }>(
    '/api/published/:code',
    { schema: { tags, summary: 'One published report', params: PublishedParams, response: { 200: PublishedReport } } },
    async (request) => publishedView(await find(request.params.code)),
  );

  app.delete<{ Params: { code: string }; Body: TakeDown }>(
    '/api/published/:code',
    { schema: { tags, summary: 'Take a published report down', params: PublishedParams, body: TakeDown } },
    async (request, reply) => {
      const actor = needRight(request, 'published.take-down');
      const report = await find(request.params.code);
      const { reason } = request.body;
      const at = house.machineNow();
      await house.store.transaction(async (session) => {
        await house.store.reports.model.collection.updateOne(
          { _id: report._id } as never,
          { $set: { takenDown: { at, by: actor.username, reason } } } as never,
          { session },
        );
        const entry = { who: actor.username, what: 'take-down', reportCode: report._id, data: { reason } };
        await house.store.audit.append(entry, at, session);
      });
      return reply.code(204).send();
    },
  );

  async function find(code: string): Promise<Report> {
    const report = await findPublished(house, code);
    if (!report) throw new Problem('not-found');
    return report;
  }
}
