/** How the pages draw their maps: the tiles of the settings, or none. */
import { MapSettings } from '../../domain/api/map.ts';
import type { App, House } from '../house.ts';

export function mapRoutes(app: App, house: House): void {
  const { tileUrl, tileAttribution } = house.settings;
  app.get(
    '/api/map',
    { schema: { tags: ['published'], summary: 'How maps are drawn', response: { 200: MapSettings } } },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      return { tileUrl: tileUrl ?? null, attribution: tileAttribution };
    },
  );
}
