/** Alive (`/healthz`), ready (`/readyz`: every part reachable and the procedure deployed), how all stands. */
import { Health, HealthView, Ready } from '../../domain/api/health.ts';
import { type HealthPart, troubles } from '../../domain/health.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import type { Found, Watched } from './checks.ts';
import { createLook } from './look.ts';
import { healthView } from './view.ts';
import { sentence } from './words.ts';

export function healthRoutes(app: App, house: House, watched: Watched): void {
  const look = createLook(house, watched);
  const tags = ['health'];
  app.get('/healthz', { schema: { tags, summary: 'Alive', response: { 200: Health } } }, async () => ({
    status: 'ok',
  }));

  app.get(
    '/readyz',
    {
      schema: {
        tags,
        summary: 'Every part reachable and the procedure deployed',
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      const { ready, found } = await look.now();
      if (!ready) reply.code(503).header('retry-after', '5');
      return { ready, parts: partsOf(found) };
    },
  );

  app.get(
    '/api/health',
    { schema: { tags, summary: 'How every part stands, for operators', response: { 200: HealthView } } },
    async (request, reply): Promise<HealthView> => {
      needRight(request, 'health.see');
      reply.header('cache-control', 'no-store');
      return healthView(house, look);
    },
  );
}

/** Those that are always told, so that who watches sees when one comes back. */
const alwaysTold: readonly HealthPart[] = ['database', 'engine', 'records', 'procedure', 'projection'];

function partsOf(found: readonly Found[]): Ready['parts'] {
  const parts: Ready['parts'] = Object.fromEntries(alwaysTold.map((part) => [part, { ready: true }]));
  for (const { trouble, values } of found) {
    const { part, grade } = troubles[trouble];
    const before = parts[part];
    const detail = [before?.detail, sentence(trouble, values)].filter(Boolean).join('; ');
    parts[part] =
      grade === 'ill' || before?.ready === false ? { ready: false, detail } : { ready: true, degraded: true, detail };
  }
  return parts;
}
