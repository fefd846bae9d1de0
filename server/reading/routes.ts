/**
 * What anyone may read, for readers without JavaScript and for machines that index and share: the published reports,
 * the figures, the feed. The same addresses as the pages of the script, which takes over where it runs.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublishedFilter, PublishedReport } from '../../domain/api/published.ts';
import { queryOfFilter, readFilter } from '../../domain/published-filter.ts';
import type { App, House } from '../house.ts';
import { sendCacheable } from '../plugins/cacheable.ts';
import { directoryNow } from '../plugins/directory.ts';
import { portalPolicy } from '../plugins/pages.ts';
import { Problem } from '../problem.ts';
import { readFigures } from '../views/figures.ts';
import { findPublished, listPublished, publishedView } from '../views/published.ts';
import { rssOf } from './feed.ts';
import { figuresPage } from './figures.ts';
import { framed, type ReadingPage } from './frame.ts';
import { listPage } from './list.ts';
import { missingPage, reportPage } from './report.ts';
import { robotsOf, sitemapOf } from './sitemap.ts';
import { namesOf } from './words.ts';

const pageSize = 24;
const feedSize = 50;
const schema = { hide: true };

export function readingRoutes(app: App, house: House): void {
  const { publicUrl, webDist } = house.settings;
  const names = async () => namesOf(await directoryNow(house));
  /** What an address asks for; a code that the directory does not know is left out, as anything that nobody can ask. */
  const knownFilter = async (address: URLSearchParams) => {
    const { field, district, agency, ...rest } = readFilter(address);
    const directory = await directoryNow(house);
    return {
      ...rest,
      ...(field && directory.field(field) ? { field } : {}),
      ...(district && directory.area(district) ? { district } : {}),
      ...(agency && directory.agency(agency) ? { agency } : {}),
    };
  };

  app.get('/p/feed.xml', { schema }, async (request, reply) => {
    const filter = await knownFilter(addressOf(request));
    const { items } = await listPublished(house, queryOfFilter(filter) as PublishedFilter, { limit: feedSize });
    const text = rssOf(items, filter, publicUrl, await names());
    return sendCacheable(request, reply, {
      text,
      type: 'application/rss+xml; charset=utf-8',
      cacheControl: 'public, max-age=300',
    });
  });
  app.get('/sitemap.xml', { schema }, async (request, reply) => {
    const text = await sitemapOf(house);
    return sendCacheable(request, reply, {
      text,
      type: 'application/xml; charset=utf-8',
      cacheControl: 'public, max-age=3600',
    });
  });
  app.get('/robots.txt', { schema }, async (request, reply) =>
    sendCacheable(request, reply, {
      text: robotsOf(publicUrl),
      type: 'text/plain; charset=utf-8',
      cacheControl: 'public, max-age=3600',
    }),
  );

  // Without the built pages there is nothing to put the words into.
  if (!existsSync(join(webDist, 'index.html'))) return;

  app.get('/p', { schema }, async (request, reply) => {
    const address = addressOf(request);
    const filter = await knownFilter(address);
    const asked = queryOfFilter(filter) as PublishedFilter;
    const page = async (after: string | undefined) => listPublished(house, asked, { after, limit: pageSize });
    let after = address.get('after') ?? undefined;
    const { items, next } = await page(after).catch((error: unknown) => {
      // A link to a page that is no longer one leads to the first.
      if (!(error instanceof Problem) || after === undefined) throw error;
      after = undefined;
      return page(undefined);
    });
    const pictures = await picturesOf(house, items);
    return send(
      request,
      reply,
      listPage({ filter, items, later: after !== undefined, next, pictures, names: await names() }),
    );
  });

  app.get<{ Params: { code: string } }>('/p/:code', { schema }, async (request, reply) => {
    const { code } = request.params;
    const report = await findPublished(house, code);
    if (!report) return send(request, reply.code(404), missingPage(code));
    const one = publishedView(report);
    return send(request, reply, reportPage(one, await picturesOf(house, [one]), await names()));
  });

  app.get('/figures', { schema }, async (request, reply) => {
    const given = addressOf(request).get('year') ?? '';
    const year = /^2\d{3}$/.test(given) ? Number(given) : undefined;
    return send(request, reply, figuresPage(await readFigures(house, year), year, await names()));
  });

  async function send(request: FastifyRequest, reply: FastifyReply, page: ReadingPage): Promise<FastifyReply> {
    reply.header('content-security-policy', portalPolicy(house.settings));
    const text = await framed(house.settings, page);
    return sendCacheable(request, reply, { text, type: 'text/html; charset=utf-8', cacheControl: 'no-cache' });
  }
}

const addressOf = (request: FastifyRequest): URLSearchParams => new URL(request.url, 'http://x').searchParams;

/** Which of the reports' files are pictures: the others have nothing to show small. */
async function picturesOf(house: House, reports: readonly PublishedReport[]): Promise<ReadonlySet<string>> {
  const ids = reports.flatMap((one) => [...one.attachments, ...one.reply.attachments]);
  if (ids.length === 0) return new Set();
  const found = await house.store.files.model
    .find({ _id: { $in: ids }, type: /^image\// }, { _id: 1 })
    .lean<{ _id: string }[]>()
    .exec();
  return new Set(found.map(({ _id }) => _id));
}
