/** Whether the routing table answers what the directory has, and asking for a release of one that does. */
import { RoutingRequest, RoutingState } from '../../../domain/api/routing.ts';
import type { Actor, App } from '../../house.ts';
import { needRight } from '../../plugins/session.ts';

/** What the models' capability does for this one; given by app.ts. */
interface Routing {
  state(): Promise<RoutingState>;
  ask(actor: Actor, note: string): Promise<RoutingState>;
}

export function routingRoutes(app: App, routing: Routing): void {
  const tags = ['directory'];
  app.get(
    '/api/directory/routing',
    { schema: { tags, summary: 'What the routing table lacks', response: { 200: RoutingState } } },
    async (request) => {
      needRight(request, 'directory.edit');
      return routing.state();
    },
  );
  app.post<{ Body: RoutingRequest }>(
    '/api/directory/routing/release',
    {
      schema: {
        tags,
        summary: 'Ask for a release of the table with what is missing; an analyst decides',
        body: RoutingRequest,
        response: { 201: RoutingState },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      return reply.code(201).send(await routing.ask(actor, request.body.note));
    },
  );
}
