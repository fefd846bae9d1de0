/**
 * The rest of 8.8's paths: known, and refused with the reason, so that a caller learns more than "nothing is here".
 * What could go wrong: a path stands here and elsewhere; then the server does not start.
 */
import { NotServed } from '../failures.ts';
import type { RouteGroup } from './routes.ts';

const reasons: [why: string, paths: string[]][] = [
  [
    'This engine does not run batch operations: send the command for each process instance.',
    [
      'POST /process-instances/cancellation',
      'POST /process-instances/incident-resolution',
      'POST /process-instances/migration',
      'POST /process-instances/modification',
      'POST /batch-operations/search',
      'POST /batch-operation-items/search',
      'GET /batch-operations/:key',
      'POST /batch-operations/:key/cancellation',
      'POST /batch-operations/:key/resumption',
      'POST /batch-operations/:key/suspension',
    ],
  ],
  [
    'This engine knows what is alive and what ended a moment ago; what happened before is in its exported records.',
    [
      'POST /decision-instances/search',
      'GET /decision-instances/:key',
      'POST /correlated-message-subscriptions/search',
      'GET /system/usage-metrics',
    ],
  ],
  [
    'This engine knows no users, rights or tenants: who may reach it is decided before it.',
    ['users', 'groups', 'roles', 'tenants', 'mapping-rules', 'authorizations', 'setup'].flatMap((noun) =>
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => [`${method} /${noun}`, `${method} /${noun}/*`]),
    ),
  ],
  [
    'This engine keeps no documents.',
    ['POST /documents', 'POST /documents/*', 'GET /documents/*', 'DELETE /documents/*'],
  ],
];

export const notServedRoutes: RouteGroup = (app) => {
  for (const [why, paths] of reasons) {
    for (const path of paths) {
      const [method, url] = path.split(' ') as [string, string];
      app.route({
        method,
        url,
        handler: () => {
          throw new NotServed(why);
        },
      });
    }
  }
};
