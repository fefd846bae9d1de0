/** `/topology`, `/status`, `/license`, `/authentication/me`, `/clock` (contract 2.3). */
import { BadRequest, NotReady, NotServed } from '../failures.ts';
import { defaultTenant } from '../tenants.ts';
import { bodyOf, requiredNumber } from './bodies.ts';
import type { RouteGroup } from './routes.ts';

/** The largest time that a date can hold. */
const farthest = 8.64e15;

export const clusterRoutes: RouteGroup = (app, { clock, version, host, grpcPort, trouble }) => {
  app.get('/topology', () => ({
    brokers: [
      {
        nodeId: 0,
        host,
        port: grpcPort,
        version,
        partitions: [{ partitionId: 1, role: 'leader', health: trouble() ? 'unhealthy' : 'healthy' }],
      },
    ],
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: version,
    lastCompletedChangeId: '-1',
  }));

  app.get('/status', (_request, reply) => {
    const why = trouble();
    if (why) throw new NotReady(why);
    reply.code(204).send();
  });

  app.get('/license', () => ({ validLicense: false, licenseType: 'none', isCommercial: false, expiresAt: null }));

  // Everybody is nobody here, and may do everything.
  app.get('/authentication/me', () => ({
    username: null,
    displayName: null,
    email: null,
    authorizedComponents: ['*'],
    tenants: [{ tenantId: defaultTenant, name: 'Default', description: '' }],
    groups: [],
    roles: [],
    salesPlanType: '',
    c8Links: {},
    canLogout: false,
  }));

  const requireControlled = () => {
    if (!clock.controlled) throw new NotServed('The clock is not controlled: start with CLOCK_CONTROLLED=1.');
  };
  app.put('/clock', async (request, reply) => {
    requireControlled();
    const timestamp = requiredNumber(bodyOf(request.body), 'timestamp');
    if (timestamp < 0 || timestamp > farthest) throw new BadRequest('The timestamp must be epoch milliseconds.');
    await clock.pin(timestamp);
    return reply.code(204).send();
  });
  app.post('/clock/reset', async (_request, reply) => {
    requireControlled();
    await clock.reset();
    return reply.code(204).send();
  });
};
