/** Messages and signals (contract 1.4, 2.3). */
import { requireDefaultTenant } from '../tenants.ts';
import { bodyOf, optionalNumber, optionalText, optionalVariables, requiredText } from './bodies.ts';
import type { RouteGroup } from './routes.ts';

export const messageRoutes: RouteGroup = (app, { engine }) => {
  app.post('/messages/publication', async (request) => {
    const body = bodyOf(request.body);
    requireDefaultTenant('request Publish Message', body.tenantId);
    return await engine.publishMessage({
      name: requiredText(body, 'name'),
      correlationKey: optionalText(body, 'correlationKey'),
      timeToLive: optionalNumber(body, 'timeToLive'),
      messageId: optionalText(body, 'messageId'),
      variables: optionalVariables(body),
    });
  });

  app.post('/messages/correlation', async (request) => {
    const body = bodyOf(request.body);
    requireDefaultTenant('request Correlate Message', body.tenantId);
    return await engine.correlateMessage({
      name: requiredText(body, 'name'),
      correlationKey: optionalText(body, 'correlationKey'),
      variables: optionalVariables(body),
    });
  });

  app.post('/signals/broadcast', async (request) => {
    const body = bodyOf(request.body);
    requireDefaultTenant('request Broadcast Signal', body.tenantId);
    return await engine.broadcastSignal({
      signalName: requiredText(body, 'signalName'),
      variables: optionalVariables(body),
    });
  });
};
