/** The server's table of contents, in reading order: first what holds for every call, then one line a capability. */
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { actRoutes } from './acts/routes.ts';
import { articleRoutes } from './articles/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { keyRoutes } from './connections/keys.ts';
import { webhookRoutes } from './connections/webhooks.ts';
import { delegationRoutes } from './delegations/routes.ts';
import { processId } from './deploy.ts';
import { diagramRoutes } from './diagrams/routes.ts';
import { calendarEditorRoutes } from './directory/calendar/routes.ts';
import { directoryEditRoutes } from './directory/edit/routes.ts';
import { directoryListRoutes } from './directory/lists/routes.ts';
import { peopleRoutes } from './directory/people/routes.ts';
import { rosterRoutes } from './directory/roster/routes.ts';
import { routingRoutes } from './directory/routing/routes.ts';
import { sheetRoutes } from './directory/sheets/routes.ts';
import { successionRoutes } from './directory/successions/routes.ts';
import { handleErrors } from './error-handler.ts';
import { fileRoutes } from './files/routes.ts';
import { forecastRoutes } from './forecast/routes.ts';
import type { Watched } from './health/checks.ts';
import { healthRoutes } from './health/routes.ts';
import type { House } from './house.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { instanceRoutes } from './instances/routes.ts';
import { keepingRoutes } from './keeping/routes.ts';
import { type Leaving, sayGoodbye } from './leave.ts';
import { mailInRoutes } from './mail-in/routes.ts';
import { mapRoutes } from './map/routes.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { checkRoutes } from './models/check.ts';
import { definitionRoutes } from './models/definitions.ts';
import { lawRoutes } from './models/law/routes.ts';
import { migrationRoutes } from './models/migration/routes.ts';
import { releaseRoutes } from './models/release/routes.ts';
import { routingFor } from './models/release/routing.ts';
import { modelRoutes } from './models/routes.ts';
import { tryRoutes } from './models/try.ts';
import { modelVersionRoutes } from './models/versions.ts';
import { nearbyRoutes } from './nearby/routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { open311Routes } from './open311/routes.ts';
import { outboxRoutes } from './outbox/routes.ts';
import { knowSoftware } from './plugins/api-key.ts';
import { answerBrokenAddress, answerBrokenRequest } from './plugins/broken-request.ts';
import { tellTime } from './plugins/business-time.ts';
import { tellMethods } from './plugins/methods.ts';
import { describeApi } from './plugins/openapi.ts';
import { servePages } from './plugins/pages.ts';
import { secure } from './plugins/security.ts';
import { duePromise } from './plugins/sender/promise.ts';
import { knowPeople } from './plugins/session.ts';
import { traceRequests } from './plugins/trace.ts';
import { checkShapes } from './plugins/validation.ts';
import { publishedRoutes } from './published/routes.ts';
import { pushRoutes } from './push/routes.ts';
import { readingRoutes } from './reading/routes.ts';
import { rehearsalRoutes } from './rehearsal/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { accountRoutes } from './session/account-routes.ts';
import { oidcRoutes } from './session/oidc-routes.ts';
import { passwordRoutes } from './session/password.ts';
import { sessionRoutes } from './session/routes.ts';
import { statisticsRoutes } from './statistics/routes.ts';
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
  /** Every call that is served, `GET /api/tasks/:key`, in the order in which it was registered. */
  routes: string[];
}

export async function createApp(
  house: House,
  records: Watched['records'],
  leaving: Pick<Leaving, 'begun'> = { begun: false },
): Promise<ServerApp> {
  const { settings } = house;
  const app = Fastify({
    frameworkErrors: answerBrokenAddress(settings.publicUrl),
    clientErrorHandler: answerBrokenRequest,
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    // Limits and `/metrics` go by the address: only our own proxies may say which one it is.
    trustProxy: settings.trustedProxies.length > 0 ? settings.trustedProxies : false,
    // Who was let in is answered, also where the door closes meanwhile.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    // Personal data never gets into logs: telemetry/log.ts.
    loggerInstance: house.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
  });

  sayGoodbye(app, leaving);
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one} ${url}`);
  });
  traceRequests(app);
  handleErrors(app, settings.publicUrl);
  checkShapes(app);
  await secure(app, settings.publicUrl);
  tellMethods(app);
  await knowPeople(app, house);
  knowSoftware(app, house);
  await describeApi(app, settings.publicUrl);
  tellTime(app, house);

  const promise = duePromise(house.store, processId, house.machineNow);
  reportRoutes(app, house, promise);
  await open311Routes(app, house, promise);
  mailInRoutes(app, house, promise);
  wayRoutes(app, house, processId);
  await fileRoutes(app, house);
  nearbyRoutes(app, house);
  publishedRoutes(app, house);
  mapRoutes(app, house);
  sessionRoutes(app, house);
  oidcRoutes(app, house);
  accountRoutes(app, house);
  passwordRoutes(app, house);
  taskRoutes(app, house);
  templateRoutes(app, house);
  viewRoutes(app, house);
  delegationRoutes(app, house);
  keyRoutes(app, house);
  webhookRoutes(app, house);
  noticeRoutes(app, house);
  outboxRoutes(app, house);
  pushRoutes(app, house);
  calendarRoutes(app, house);
  directoryListRoutes(app, house);
  calendarEditorRoutes(app, house);
  directoryEditRoutes(app, house);
  successionRoutes(app, house);
  peopleRoutes(app, house);
  rosterRoutes(app, house);
  sheetRoutes(app, house);
  routingRoutes(app, routingFor(house));
  articleRoutes(app, house);
  auditRoutes(app, house);
  keepingRoutes(app, house);
  instanceRoutes(app, house);
  actRoutes(app, house);
  diagramRoutes(app, house);
  incidentRoutes(app, house);
  forecastRoutes(app, house);
  statisticsRoutes(app, house);
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
  healthRoutes(app, house, { records, leaving, processId });
  metricsRoutes(app, house, { records, streams });

  readingRoutes(app, house);
  await servePages(app, settings);
  return { app, streams, routes };
}
