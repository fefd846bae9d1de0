/** The server's table of contents, in reading order: first what holds for every call, then one line a capability. */
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { actRoutes } from './acts/routes.ts';
import { articleRoutes } from './articles/routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { delegationRoutes } from './delegations/routes.ts';
import { processId } from './deploy.ts';
import { diagramRoutes } from './diagrams/routes.ts';
import { handleErrors } from './error-handler.ts';
import { fileRoutes } from './files/routes.ts';
import { forecastRoutes } from './forecast/routes.ts';
import { healthRoutes, type Watched } from './health/routes.ts';
import type { House } from './house.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { instanceRoutes } from './instances/routes.ts';
import { mapRoutes } from './map/routes.ts';
import { checkRoutes } from './models/check.ts';
import { definitionRoutes } from './models/definitions.ts';
import { lawRoutes } from './models/law/routes.ts';
import { migrationRoutes } from './models/migration/routes.ts';
import { releaseRoutes } from './models/release/routes.ts';
import { modelRoutes } from './models/routes.ts';
import { tryRoutes } from './models/try.ts';
import { modelVersionRoutes } from './models/versions.ts';
import { nearbyRoutes } from './nearby/routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { tellTime } from './plugins/business-time.ts';
import { describeApi } from './plugins/openapi.ts';
import { servePages } from './plugins/pages.ts';
import { secure } from './plugins/security.ts';
import { knowPeople } from './plugins/session.ts';
import { checkShapes } from './plugins/validation.ts';
import { publishedRoutes } from './published/routes.ts';
import { pushRoutes } from './push/routes.ts';
import { readingRoutes } from './reading/routes.ts';
import { rehearsalRoutes } from './rehearsal/routes.ts';
import { duePromise } from './reports/promise.ts';
import { reportRoutes } from './reports/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { createBoard } from './stream/board.ts';
import { type Streams, streamRoutes } from './stream/routes.ts';
import { taskRoutes } from './tasks/routes.ts';
import { viewRoutes } from './tasks/view-routes.ts';
import { templateRoutes } from './templates/routes.ts';
import { watchRoutes } from './watch/routes.ts';
import { wayRoutes } from './way/routes.ts';

export interface ServerApp {
  app: FastifyInstance;
  streams: Streams;
}

export async function createApp(house: House, records: Watched['records']): Promise<ServerApp> {
  const { settings } = house;
  const app = Fastify({
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // Personal data never gets into logs: no bodies, no headers, paths without their query.
    logger: {
      level: settings.logLevel,
      serializers: {
        req: (request) => ({ method: request.method, path: request.url.split('?')[0] }),
        res: (reply) => ({ status: reply.statusCode }),
      },
    },
    logController: new LogController({ disableRequestLogging: true }),
  });

  handleErrors(app, settings.publicUrl);
  checkShapes(app);
  await secure(app, settings.publicUrl);
  await knowPeople(app, house);
  await describeApi(app, settings.publicUrl);
  tellTime(app, house);

  reportRoutes(app, house, duePromise(house.store, processId, house.machineNow));
  wayRoutes(app, house, processId);
  await fileRoutes(app, house);
  nearbyRoutes(app, house);
  publishedRoutes(app, house);
  mapRoutes(app, house);
  sessionRoutes(app, house);
  taskRoutes(app, house);
  templateRoutes(app, house);
  viewRoutes(app, house);
  delegationRoutes(app, house);
  noticeRoutes(app, house);
  pushRoutes(app, house);
  calendarRoutes(app, house);
  articleRoutes(app, house);
  instanceRoutes(app, house);
  actRoutes(app, house);
  diagramRoutes(app, house);
  incidentRoutes(app, house);
  forecastRoutes(app, house);
  modelRoutes(app, house);
  lawRoutes(app, house);
  modelVersionRoutes(app, house);
  definitionRoutes(app, house);
  rehearsalRoutes(app, house);
  checkRoutes(app, house);
  releaseRoutes(app, house);
  migrationRoutes(app, house);
  tryRoutes(app, house);
  const board = createBoard(house, processId);
  app.addHook('onClose', async () => board.stop());
  watchRoutes(app, house, board, processId);
  const streams = streamRoutes(app, house, board);
  healthRoutes(app, house, { records, streams, processId });

  readingRoutes(app, house);
  await servePages(app, settings);
  return { app, streams };
}
