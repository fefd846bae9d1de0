/** HTTP of the outbox: what people were to be told and were not. */
import { OutboxList, OutboxParams, OutboxQuery } from '../../domain/api/mails.ts';
import type { App, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { needRight } from '../plugins/session.ts';
import { outboxItemView, retryEntry, troubled } from './failed.ts';

export function outboxRoutes(app: App, house: House): void {
  const { secret } = house.settings;
  const tags = ['outbox'];

  app.get<{ Querystring: OutboxQuery }>(
    '/api/outbox',
    {
      schema: {
        tags,
        summary: 'Mails and pushes that did not arrive',
        querystring: OutboxQuery,
        response: { 200: OutboxList },
      },
    },
    async (request): Promise<OutboxList> => {
      needRight(request, 'outbox.see');
      const { after, limit = 50, state = 'failed' } = request.query;
      const kind = `outbox-${state}`;
      const from = after === undefined ? undefined : Number(readCursor(secret, kind, after)[0]);
      const found = await troubled(house, state, {
        limit: limit + 1,
        ...(from === undefined ? {} : { after: from }),
      });
      const items = found.slice(0, limit);
      const next = found.length > limit ? makeCursor(secret, kind, [items.at(-1)!.order]) : null;
      return { items: items.map((entry) => outboxItemView(entry, state)), next };
    },
  );

  app.post<{ Params: OutboxParams }>(
    '/api/outbox/:id/retry',
    { schema: { tags, summary: 'Try it again now', params: OutboxParams, response: { 204: {} } } },
    async (request, reply) => {
      await retryEntry(house, needRight(request, 'outbox.see'), request.params.id);
      return reply.code(204).send();
    },
  );
}
