/** A path that is there, asked with a method that it has not: 405 with `Allow` (RFC 9110, 15.5.6), not "there is none". */
import type { App } from '../house.ts';
import { Problem } from '../problem.ts';

/** Paths that have methods other than reading; the pages answer for the rest. */
const ours = /^\/(?:api|open311|healthz|readyz|metrics)\b/;

export function tellMethods(app: App): void {
  const known = new Map<string, { fits: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!ours.test(url) || url.includes('*')) return;
    const path = known.get(url) ?? { fits: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) path.methods.add(one);
    known.set(url, path);
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404 && request.routeOptions.url !== '/*') return;
    const path = request.url.split('?')[0]!;
    const methods = [...known.values()].filter(({ fits }) => fits.test(path)).flatMap((one) => [...one.methods]);
    // A reader's GET of what may only be written to ends up with the pages.
    if (methods.length === 0 || methods.includes(request.method)) return;
    reply.header('allow', [...new Set(methods)].sort().join(', '));
    throw new Problem('method-not-allowed');
  });
}

/** What a route's url fits: a parameter is anything up to the next slash. */
const patternOf = (url: string): RegExp => new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`);
