/** The web's pages, as built (`WEB_DIST`): files as they are, and one page for every path that the web routes itself. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from '../house.ts';
import { Problem } from '../problem.ts';

/** Paths that the web answers; everything else unknown is 404. */
const webPaths = /^\/(?:$|send|r(?:\/|$)|follow|published|read|tasks|watch|studio|leaders|admin|login|gallery)/;

export async function servePages(app: App, webDist: string): Promise<void> {
  if (!existsSync(join(webDist, 'index.html'))) {
    app.log.warn(`No pages in ${webDist}: only the API is served (npm start builds them)`);
    return;
  }
  await app.register(fastifyStatic, {
    root: webDist,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders(response, path) {
      // Names of built assets carry their content's hash.
      const forEver = /\/assets\//.test(path);
      response.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0]!;
    if (!webPaths.test(path)) throw new Problem('not-found');
    return reply.sendFile('index.html');
  });
}
