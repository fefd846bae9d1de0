/** HTTP of saved lists. */
import { Made } from '../../domain/api/common.ts';
import { ChangedView, NewView, ViewList, ViewParams } from '../../domain/api/task-views.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { sharedCounts } from './counts.ts';
import { addView, changeView, listViews, removeView } from './views.ts';

export function viewRoutes(app: App, house: House): void {
  const tags = ['tasks'];
  const counts = sharedCounts(house);
  app.get(
    '/api/tasks/views',
    { schema: { tags, summary: 'Saved lists, each with its count', response: { 200: ViewList } } },
    async (request) => listViews(house, counts, needRight(request, 'task.see')),
  );

  app.post<{ Body: NewView }>(
    '/api/tasks/views',
    { schema: { tags, summary: 'Save a list', body: NewView, response: { 201: Made } } },
    async (request, reply) => {
      const id = await addView(house, needRight(request, 'task.see'), request.body);
      return reply.code(201).header('location', `/api/tasks/views/${id}`).send({ id });
    },
  );

  app.put<{ Params: { id: string }; Body: ChangedView }>(
    '/api/tasks/views/:id',
    { schema: { tags, summary: 'Rename, change or move a saved list', params: ViewParams, body: ChangedView } },
    async (request, reply) => {
      await changeView(house, needRight(request, 'task.see'), request.params.id, request.body);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/tasks/views/:id',
    { schema: { tags, summary: 'Forget a saved list', params: ViewParams } },
    async (request, reply) => {
      await removeView(house, needRight(request, 'task.see'), request.params.id);
      return reply.code(204).send();
    },
  );
}
