/** What machines that index pages ask for first: where they may go, and which pages there are. */
import { formatDay } from '../../domain/iso-time.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import { isPublic } from '../views/published.ts';
import { escapeText } from './html.ts';

/** What one file may hold, less the pages of our own. */
const most = 50_000 - 3;

/** Private links, staff's pages and the API are nobody's business; pictures of published reports are shared. */
export const robotsOf = (publicUrl: string): string =>
  [
    'User-agent: *',
    ...['/r/', '/u', '/login', '/tasks', '/leaders', '/watch', '/notices', '/elements', '/api/'].map(
      (path) => `Disallow: ${path}`,
    ),
    'Allow: /api/files/',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    '',
  ].join('\n');

/** The newest 49,997 reports and the pages of our own. */
export async function sitemapOf(house: House): Promise<string> {
  const { publicUrl } = house.settings;
  const reports = await house.store.reports.model
    .find(isPublic as never, { _id: 1, publishedAt: 1 })
    .sort({ publishedAt: -1, _id: -1 })
    .limit(most)
    .lean<Pick<Report, '_id' | 'publishedAt'>[]>()
    .exec();
  const own = ['/', '/p', '/figures'].map((path) => `<url><loc>${escapeText(publicUrl + path)}</loc></url>`);
  const each = reports.map(
    ({ _id, publishedAt }) =>
      `<url><loc>${escapeText(`${publicUrl}/p/${_id}`)}</loc><lastmod>${formatDay(publishedAt!)}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${[...own, ...each].join('\n')}\n</urlset>\n`;
}
