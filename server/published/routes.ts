/** Published reports with their replies, for anyone; the IOC can take one down with a reason. */
import {
  PublishedList,
  PublishedParams,
  PublishedQuery,
  PublishedReport,
  TakeDown,
} from '../../domain/api/published.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { publicName } from '../../domain/redact.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { Report } from '../../store/reports.ts';
import type { App, House } from '../house.ts';
import { circle } from '../plugins/circle.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { needRight } from '../plugins/session.ts';
import { wordsOf } from '../plugins/words.ts';
import { Problem } from '../problem.ts';
import { replyView } from '../views/reply.ts';
import { wire } from '../views/time.ts';

const isPublic = { 'reply.kind': 'public', takenDown: null, confidential: false };

export function publishedRoutes(app: App, house: House): void {
  const tags = ['published'];
  const { secret } = house.settings;

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
    async (request) => {
      const { query } = request;
      const limit = query.limit ?? 50;
      const filter: Record<string, unknown> = { ...isPublic, ...filterOf(query) };
      if (query.after) {
        const [at, code] = readCursor(secret, 'published', query.after);
        filter.$or = [{ publishedAt: { $lt: at } }, { publishedAt: at, _id: { $lt: code } }];
      }
      const found = await house.store.reports.model
        .find(filter as never)
        .sort({ publishedAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean<Report[]>()
        .exec();
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, 'published', [last.publishedAt!, last._id]) : null;
      return { items: page.map(view), next };
    },
  );

  app.get<{ Params: { code: string } }>(
    '/api/published/:code',
    { schema: { tags, summary: 'One published report', params: PublishedParams, response: { 200: PublishedReport } } },
    async (request) => view(await find(request.params.code)),
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
    const filter = { _id: readReportCode(code) ?? code, ...isPublic };
    const report = await house.store.reports.model
      .findOne(filter as never)
      .lean<Report>()
      .exec();
    if (!report) throw new Problem('not-found');
    return report;
  }
}

function filterOf(query: PublishedQuery): Record<string, unknown> {
  const filter: Record<string, unknown> = {};
  if (query.field) filter.field = query.field;
  if (query.agency) filter.leadAgency = query.agency;
  if (query.district) filter.$and = [{ $or: [{ district: query.district }, { 'place.district': query.district }] }];
  if (query.from || query.to)
    filter.publishedAt = {
      ...(query.from ? { $gte: parseTime(query.from) } : {}),
      ...(query.to ? { $lte: parseTime(query.to) } : {}),
    };
  if (query.near) {
    const [lat, lng, metres] = query.near.split(',').map(Number) as [number, number, number];
    if (Math.abs(lat) > 90 || Math.abs(lng) > 180)
      throw new Problem('invalid', { errors: [{ pointer: '/near', code: 'range' }] });
    filter.geo = circle(lat, lng, metres);
  }
  const words = query.q && wordsOf(query.q);
  if (words) filter.$text = { $search: words };
  return filter;
}

function view(report: Report): PublishedReport {
  const { lat, lng, text } = report.place;
  const district = report.district ?? report.place.district;
  return {
    code: report._id,
    field: report.field ?? '',
    ...(district ? { district } : {}),
    sender: publicName(report),
    content: report.content,
    place: { text, ...(lat === undefined ? {} : { lat }), ...(lng === undefined ? {} : { lng }) },
    attachments: report.attachments,
    receivedAt: wire(report.receivedAt),
    publishedAt: wire(report.publishedAt!),
    reply: replyView(report.reply!),
    ...(report.rating ? { rating: report.rating } : {}),
  };
}
