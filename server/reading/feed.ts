/** Published reports as RSS 2.0, newest first. */
import { Feed } from 'feed';
import type { PublishedReport } from '../../domain/api/published.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { type PublishedFilter, writeFilter } from '../../domain/published-filter.ts';
import { summaryOf } from '../../domain/redact.ts';
import { escapeText } from './html.ts';
import { type Names, r, resolutionName } from './words.ts';

export function rssOf(
  items: readonly PublishedReport[],
  filter: PublishedFilter,
  publicUrl: string,
  names: Names,
): string {
  const asked = writeFilter(filter);
  const feed = new Feed({
    title: r.feedTitle,
    description: r.feedText,
    id: `${publicUrl}/p${asked}`,
    link: `${publicUrl}/p${asked}`,
    language: 'vi',
    generator: false,
    feedLinks: { rss: `${publicUrl}/p/feed.xml${asked}` },
    // As new as its newest: a feed that names the minute would never be the same twice.
    updated: dateOf(items[0]?.publishedAt),
  });
  for (const one of items) {
    const link = `${publicUrl}/p/${one.code}`;
    const outcome = one.reply.resolution ? ` · ${resolutionName(one.reply.resolution)}` : '';
    feed.addItem({
      title: plain(summaryOf(one.content, 100)),
      id: link,
      link,
      date: dateOf(one.publishedAt),
      description: paragraphs([
        one.content,
        `${names.agency(one.reply.agency, one.publishedAt)}${outcome}`,
        one.reply.text,
      ]),
      category: [{ name: names.field(one.field) }],
    });
  }
  return feed.rss2();
}

const dateOf = (iso: string | undefined): Date => new Date(parseTime(iso ?? '') ?? 0);

/** XML has no place for control characters and halves of a sign. */
const allowed = (text: string): string => text.toWellFormed().replace(/(?![\n\t])\p{Cc}/gu, ' ');

/** Some readers take a title for HTML, some for text: with other brackets it is the same in both. */
const plain = (text: string): string => allowed(text).replaceAll('<', '‹').replaceAll('>', '›');

/** Readers show a description as HTML. */
const paragraphs = (texts: readonly string[]): string =>
  texts.map((text) => `<p>${escapeText(allowed(text)).replaceAll('\n', '<br/>')}</p>`).join('');
