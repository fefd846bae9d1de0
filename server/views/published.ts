/** Published reports: which they are, how they are found, and how anyone reads them. */
import type { PublishedFilter, PublishedReport } from '../../domain/api/published.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { publicName } from '../../domain/redact.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import { circle } from '../plugins/circle.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { wordsOf } from '../plugins/words.ts';
import { Problem } from '../problem.ts';
import { replyView } from './reply.ts';
import { wire } from './time.ts';

export const isPublic = { 'reply.kind': 'public', takenDown: null, confidential: false };

/** MongoDB's filter of a question. @throws 422 for a place that is none */
export function filterOf(query: PublishedFilter): Record<string, unknown> {
  const filter: Record<string, unknown> = { ...isPublic };
  if (query.field) filter.field = query.field;
  if (query.agency) filter.leadAgency = query.agency;
  if (query.resolution) filter['reply.resolution'] = query.resolution;
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

/** A page of them, newest first. @throws 400 for a cursor that is not ours */
export async function listPublished(
  house: House,
  query: PublishedFilter,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: PublishedReport[]; next: string | null }> {
  const { secret } = house.settings;
  const filter = filterOf(query);
  if (after) {
    const [at, code] = readCursor(secret, 'published', after);
    filter.$or = [{ publishedAt: { $lt: at } }, { publishedAt: at, _id: { $lt: code } }];
  }
  const found = await house.store.reports.model
    .find(filter as never)
    .sort({ publishedAt: -1, _id: -1 })
    .limit(limit + 1)
    .lean<Report[]>()
    .exec();
  const page = found.slice(0, limit).map(house.store.reports.opened);
  const last = page.at(-1);
  const next = found.length > limit && last ? makeCursor(secret, 'published', [last.publishedAt!, last._id]) : null;
  return { items: page.map(publishedView), next };
}

/** One of them, by its code as people type it; null where there is none that anyone may read. */
export async function findPublished(house: House, code: string): Promise<Report | null> {
  const filter = { _id: readReportCode(code) ?? code, ...isPublic };
  const found = await house.store.reports.model
    .findOne(filter as never)
    .lean<Report>()
    .exec();
  return found && house.store.reports.opened(found);
}

export function publishedView(report: Report): PublishedReport {
  const reply = report.reply!;
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
    reply: replyView(reply, report),
    ...(report.rating ? { rating: report.rating } : {}),
  };
}
