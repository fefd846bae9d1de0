/**
 * A readable page within the web's built document: title, description and the rest of the head for those who index and
 * share it, the words themselves before the element that the script fills. The script takes them away when its own page
 * is ready (web/shell/shell.ts), so that a reader without it keeps them.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentOf } from '../plugins/training.ts';
import type { Settings } from '../settings.ts';
import { given, html, type Markup } from './html.ts';
import { r, t } from './words.ts';

export interface ReadingPage {
  title: string;
  description: string;
  /** Path of the page as it should be known, with its query. */
  path: string;
  /** The page's module in web/: its styles dress the words. */
  module: string;
  body: Markup;
  /** Path of a picture for those who share the page. */
  picture?: string;
  /** Path of the feed that goes with it. */
  feed?: string;
  kind?: 'website' | 'article';
  /** False: lists of a filter are followed, not indexed; a page that is not there is neither. */
  indexed?: boolean;
}

const shellTag = '<qn-shell></qn-shell>';
/** The picture of the site itself, for pages that have none. */
const ownPicture = '/share.png';

type FrameSettings = Pick<Settings, 'webDist' | 'publicUrl' | 'training'>;

/** @throws Error where the built document is not as this file expects it */
export async function framed(settings: FrameSettings, page: ReadingPage): Promise<string> {
  const { webDist, publicUrl } = settings;
  const built = documentOf(settings, 'index.html');
  if (!built.includes(shellTag)) throw new Error(`${webDist}/index.html has no ${shellTag}`);
  const address = publicUrl + page.path;
  const title = page.title === r.site ? r.site : `${page.title} · ${r.site}`;
  const head = html`<meta name="description" content="${page.description}" />
    <link rel="canonical" href="${address}" />
    ${page.indexed === false && html`<meta name="robots" content="noindex, follow" />`}
    <meta property="og:site_name" content="${r.site}" />
    <meta property="og:type" content="${page.kind ?? 'website'}" />
    <meta property="og:locale" content="vi_VN" />
    <meta property="og:title" content="${page.title}" />
    <meta property="og:description" content="${page.description}" />
    <meta property="og:url" content="${address}" />
    <meta property="og:image" content="${publicUrl + (page.picture ?? ownPicture)}" />
    <meta name="twitter:card" content="summary_large_image" />
    ${page.feed && html`<link rel="alternate" type="application/rss+xml" title="${r.feedTitle}" href="${page.feed}" />`}
    ${(await stylesOf(webDist, page.module)).map((path) => html`<link rel="stylesheet" href="/${path}" />`)}
  </head>`;
  return built
    .replace(/<title>[^<]*<\/title>/, () => html`<title>${title}</title>`.text)
    .replace(/<meta name="description"[^>]*>\s*/, '')
    .replace('</head>', () => head.text)
    .replace(shellTag, () => around(page).text + shellTag);
}

/** The words with the bar above them, in the classes of the web's own frame. */
function around({ body, path }: ReadingPage): Markup {
  const here = (start: string) => given(path.startsWith(start), 'aria-current="page"');
  return html`<div id="reading">
      <header class="bar"><div>
        <a class="brand" href="/"><span>${r.site}</span></a>
        <nav aria-label="${r.navigation}">
          <a href="/">${r.send}</a>
          <a href="/p"${here('/p')}>${t.title}</a>
          <a href="/figures"${here('/figures')}>${t.figures}</a>
        </nav>
      </div></header>
      <main>${body}</main>
    </div>
    `;
}

interface Chunk {
  css?: string[];
  imports?: string[];
}

/** The style sheets of a page's module and of what it imports, as the build wrote them down; none where it didn't. */
async function stylesOf(webDist: string, module: string): Promise<string[]> {
  const file = join(webDist, '.vite', 'manifest.json');
  if (!existsSync(file)) return [];
  const chunks = JSON.parse(await readFile(file, 'utf8')) as Record<string, Chunk>;
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const chunk = chunks[name];
    for (const next of chunk?.imports ?? []) visit(next);
    for (const css of chunk?.css ?? []) found.add(css);
  };
  visit(module);
  return [...found];
}
