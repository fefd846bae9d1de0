/** The double's answers as a table: call → what comes back. Shapes as in the HTTP contract. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedCalendar } from '../../domain/calendar.ts';
import { accountRoutes } from './account.ts';
import * as canned from './answers.ts';
import { auditRoutes } from './audit.ts';
import { connectionRoutes } from './connections.ts';
import { directoryRoutes } from './directory.ts';
import { forecastRoutes } from './forecast.ts';
import { healthRoutes } from './health.ts';
import { historyRoutes, pastRoutes } from './history.ts';
import { keepingRoutes } from './keeping.ts';
import { mailRoutes } from './mails.ts';
import { peopleRoutes } from './people.ts';
import { releaseRoutes } from './releases.ts';
import { type Answer, json } from './route.ts';
import { sheetRoutes } from './sheets.ts';
import { statisticsRoutes } from './statistics.ts';
import { studioRoutes } from './studio.ts';

const root = join(import.meta.dirname, '../..');

/** The token that opens every canned report. */
export const rightToken = 'khoa-rieng-000000000000';

/** A grey square, so that pictures have something to show. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAEklEQVQI12NoaGjAihgGpQQAJtpHoWQHmWwAAAAASUVORK5CYII=',
  'base64',
);

const always =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

const raw =
  (type: string, body: () => Buffer): Answer =>
  (_sent, response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(body());
  };

const problem = (status: number) => ({ type: 'about:blank', title: 'x', status });

/** Begins an upload (tus), or takes a whole form. */
const upload: Answer = ({ headers }, response) => {
  if (headers['tus-resumable']) {
    response.writeHead(201, { location: '/api/files/pic0000000000000003', 'tus-resumable': '1.0.0' });
    response.end();
  } else json(response, 201, { id: 'pic0000000000000003', type: 'image/png', size: 1234 });
};

const uploadPart: Answer = ({ headers, bytes }, response) => {
  const offset = Number(headers['upload-offset']) + bytes;
  response.writeHead(204, { 'upload-offset': String(offset), 'tus-resumable': '1.0.0' });
  response.end();
};

const receipt = {
  code: canned.report.code,
  accessToken: rightToken,
  receivedAt: canned.businessNow,
  dueAt: '2026-01-05T12:00:00+07:00',
};

const readReport: Answer = ({ path, headers }, response) => {
  const found = [canned.report, canned.answered, canned.incomplete].find((one) => path.endsWith(one.code));
  if (found && headers.authorization === `Bearer ${rightToken}`) json(response, 200, found);
  else json(response, 404, problem(404));
};

const whoAmI: Answer = (_sent, response, { session }) =>
  session ? json(response, 200, session) : json(response, 401, problem(401));

const logIn: Answer = ({ body }, response, memory) => {
  memory.session = canned.session(JSON.parse(body).username, ['agency:sgtvt:officer']);
  json(response, 200, memory.session);
};

const assign: Answer = ({ method, body }, response, memory) => {
  memory.holder = method === 'DELETE' ? null : (JSON.parse(body).username ?? memory.session?.username ?? null);
  json(response, 204);
};

const readTask: Answer = (_sent, response, { holder }) => {
  const schema = JSON.parse(readFileSync(join(root, 'bpmn/forms/handling.form'), 'utf8'));
  const state = holder ? 'assigned' : 'created';
  json(response, 200, { ...canned.taskDetail(schema, {}), assignee: holder, state });
};

const assignMany: Answer = ({ body }, response) =>
  json(response, 200, { items: JSON.parse(body).keys.map((key: string) => ({ key, done: true })) });

/** First match wins. */
export const routes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/session$/, whoAmI],
  ['POST', /^\/api\/session$/, logIn],
  ['DELETE', /^\/api\/session$/, always(204)],
  ...accountRoutes,
  ...connectionRoutes,
  ...healthRoutes,
  ...statisticsRoutes,
  ...directoryRoutes,
  ['GET', /^\/api\/calendar$/, always(200, { version: 1, ...shippedCalendar })],
  ['POST', /^\/api\/reports$/, always(201, receipt)],
  ['GET', /^\/api\/reports\/[^/]+$/, readReport],
  ['GET', /^\/api\/reports\/[^/]+\/way$/, always(200, canned.way)],
  ['POST', /^\/api\/reports\/[^/]+\/\w+$/, always(202, {})],
  ['POST', /^\/api\/files$/, upload],
  ['HEAD', /^\/api\/files\//, always(404)],
  ['PATCH', /^\/api\/files\//, uploadPart],
  ['GET', /^\/api\/files\//, raw('image/png', () => picture)],
  ['GET', /^\/api\/map$/, always(200, { tileUrl: null, attribution: '' })],
  ['GET', /^\/api\/published$/, always(200, { items: canned.published, next: null })],
  ['GET', /^\/api\/published\/points$/, always(200, canned.points)],
  ['GET', /^\/api\/published\/figures$/, always(200, canned.figures)],
  ['GET', /^\/api\/published\//, always(200, canned.published[0])],
  ['GET', /^\/api\/notices$/, always(200, canned.notices)],
  ['GET', /^\/api\/notices\/settings$/, always(200, canned.noticeSettings)],
  ['PUT', /^\/api\/notices\/(read|settings)$/, always(204)],
  ['POST', /^\/api\/unsubscribe\//, always(204)],
  ...mailRoutes,
  ['GET', /^\/api\/tasks$/, (_sent, response) => json(response, 200, { items: canned.tasks(), next: null })],
  ['GET', /^\/api\/tasks\/views$/, always(200, canned.views)],
  ['POST', /^\/api\/tasks\/views$/, always(201, { id: 'd'.repeat(32) })],
  ['PUT', /^\/api\/tasks\/views\//, always(204)],
  ['DELETE', /^\/api\/tasks\/views\//, always(204)],
  ['GET', /^\/api\/tasks\/people$/, always(200, { items: canned.colleagues, next: null })],
  ['GET', /^\/api\/delegations\/candidates$/, always(200, { items: canned.colleagues.slice(1), next: null })],
  ['GET', /\/candidates$/, always(200, { items: canned.candidates, next: null })],
  ['POST', /^\/api\/tasks\/assignments$/, assignMany],
  ['GET', /^\/api\/delegations$/, always(200, { items: canned.delegations, next: null })],
  ['POST', /^\/api\/delegations$/, always(201, { id: 'd'.repeat(32) })],
  ['DELETE', /^\/api\/delegations\//, always(204)],
  ['GET', /^\/api\/tasks\/\d+\/nearby$/, always(200, canned.others)],
  ['PUT', /\/duplicate-of$/, always(204)],
  ['GET', /^\/api\/templates$/, always(200, { items: canned.templates, next: null })],
  ...sheetRoutes,
  ...peopleRoutes,
  ...studioRoutes,
  ['PUT', /\/presence$/, always(204)],
  ['DELETE', /\/presence$/, always(204)],
  ['PUT', /\/assignee$/, assign],
  ['DELETE', /\/assignee$/, assign],
  ['PUT', /\/draft$/, always(204)],
  ['POST', /\/completion$/, always(204)],
  ['GET', /^\/api\/tasks\/\d+$/, readTask],
  ...auditRoutes,
  ...forecastRoutes,
  ...keepingRoutes,
  ...releaseRoutes,
  ...historyRoutes,
  ['GET', /^\/api\/watch\/board$/, always(200, canned.board)],
  ['GET', /^\/api\/watch\/passages$/, always(200, canned.passages)],
  ['GET', /^\/api\/watch\/needs$/, always(200, canned.needs)],
  ['GET', /^\/api\/watch\/map$/, always(200, canned.openOnMap)],
  ['GET', /^\/api\/timers$/, always(200, canned.timers)],
  ['GET', /\/counts$/, always(200, canned.counts)],
  ['GET', /^\/api\/diagrams\//, raw('application/xml', () => readFileSync(join(root, 'bpmn/field-report.bpmn')))],
  ['GET', /^\/api\/instances$/, always(200, { items: canned.instances, next: null })],
  ['GET', /^\/api\/instances\//, always(200, canned.instance)],
  ['POST', /^\/api\/incidents\//, always(204)],
  ...pastRoutes,
  ['GET', /./, always(404, problem(404))],
];
