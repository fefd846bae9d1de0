/** `POST /incidents/{key}/resolution` (contract 2.3). */
import { bodyOf, operationReference, pathKey } from './bodies.ts';
import type { RouteGroup } from './routes.ts';

export const incidentRoutes: RouteGroup = (app, { engine }) => {
  app.post('/incidents/:key/resolution', async (request, reply) => {
    await engine.resolveIncident({
      incidentKey: pathKey(request.params),
      ...operationReference(bodyOf(request.body)),
    });
    return reply.code(204).send();
  });
};
