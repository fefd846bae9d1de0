/** The web's pages, as built (`WEB_DIST`): files as they are, and one page for every path that the web routes itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from '../house.ts';
import { Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';
import { documentOf } from './training.ts';

/** Paths that the web answers; for any other it has a page that says that there is none. */
const webPaths =
  /^\/(?:$|(?:follow|login|elements|notices|account|password|u|figures)$|(?:r|p|m|tasks|leaders|statistics|watch|studio|admin)(?:\/|$))/;
/** What may be found by those who look for pages. */
const openPaths = /^\/(?:follow|p(?:\/.*)?|figures)?$/;
const staffPaths = /^\/(?:login|tasks|leaders|statistics|watch|studio|admin|account|password|elements|notices)(?:\/|$)/;

export async function servePages(
  app: App,
  settings: Pick<Settings, 'webDist' | 'tileUrl' | 'training'>,
): Promise<void> {
  const { webDist, tileUrl, training } = settings;
  /** As the build made it, compressed; in a training house with its banner. */
  const send = (reply: FastifyReply, file: string) =>
    training
      ? reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(documentOf(settings, file))
      : reply.sendFile(file);
  if (!existsSync(join(webDist, 'index.html'))) {
    app.log.warn(`No pages in ${webDist}: only the API is served (npm start builds them)`);
    return;
  }
  await app.register(fastifyStatic, {
    root: webDist,
    wildcard: false,
    index: false,
    preCompressed: true,
    // No way around the banner.
    ...(training && { allowedPath: (path: string) => !/\.html(\.(br|gz))?$/.test(path) }),
    setHeaders(response, path) {
      // Names of built assets carry their content's hash.
      const forEver = /\/assets\//.test(path);
      response.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0]!;
    const chapter = handbookFile(path);
    if (chapter && existsSync(join(webDist, chapter))) {
      reply.header('content-security-policy', pagePolicy(false, tileUrl));
      return send(reply, chapter);
    }
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (!webPaths.test(path) && !(wantsPage && !path.startsWith('/api/'))) throw new Problem('not-found');
    reply.code(webPaths.test(path) ? 200 : 404);
    reply.header('content-security-policy', pagePolicy(staffPaths.test(path), tileUrl));
    // Private links and staff's pages are no one's find.
    if (!openPaths.test(path)) reply.header('x-robots-tag', 'noindex');
    return send(reply, 'index.html');
  });
}

/** The file of a handbook's page, which is whole as the build made it (web/handbook). */
function handbookFile(path: string): string | undefined {
  const found = /^\/handbook(?:\/([a-z-]+))?\/?$/.exec(path);
  return found ? `handbook/${found[1] ?? 'index'}.html` : undefined;
}

/** The origin of the map's tiles as a policy names it; nothing where there are none or they are our own. */
export function tileOrigin(tileUrl: string | undefined): string[] {
  const origin = /^https?:\/\/[^/?#]+/.exec(tileUrl ?? '')?.[0];
  return origin ? [origin.replace('{s}.', '*.')] : [];
}

/** The policy of the portal's pages, for those that are not served from here alone. */
export const portalPolicy = ({ tileUrl }: Pick<Settings, 'tileUrl'>): string => pagePolicy(false, tileUrl);

/** Scripts and styles from here only; on the staff's pages parts of bpmn.io set style attributes. */
function pagePolicy(staff: boolean, tileUrl: string | undefined): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ...(staff ? ["style-src-attr 'unsafe-inline'"] : []),
    ["img-src 'self' blob: data:", ...tileOrigin(tileUrl)].join(' '),
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
