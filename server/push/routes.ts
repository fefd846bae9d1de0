/**
 * Web push: the server's key, a staff member's devices, and those on which a sender wants to hear of a report. Only the
 * browser's own subscription is stored; what is sent to it names no person (server/outbox/pusher.ts).
 */
import { Devices, DroppedSubscription, NewSubscription, PushKey } from '../../domain/api/push.ts';
import { ReportParams } from '../../domain/api/reports.ts';
import type { App, House } from '../house.ts';
import { emptyBody } from '../plugins/empty-body.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { refuseBadSubscription } from '../plugins/push-endpoint.ts';
import { needActor } from '../plugins/session.ts';
import { openedBySender } from '../plugins/token.ts';
import { wire } from '../views/time.ts';

/** Devices that one person or one report's sender may have. */
const mostDevices = 10;

export function pushRoutes(app: App, house: House): void {
  const tags = ['push'];
  const { pushSubscriptions } = house.store;
  const { push } = house.settings;

  app.get(
    '/api/push/key',
    { schema: { tags, summary: 'The public key that a device subscribes with', response: { 200: PushKey } } },
    async () => ({ key: push.publicKey }),
  );

  async function keep(owner: string, body: NewSubscription): Promise<void> {
    refuseBadSubscription(body, { loopback: push.loopback });
    const { endpoint, keys, language = 'vi' } = body;
    await pushSubscriptions.put({ owner, endpoint, keys, language }, house.machineNow(), mostDevices);
  }
  async function devices(owner: string): Promise<Devices> {
    const found = await pushSubscriptions.ofOwners([owner]);
    const items = found.map(({ device, createdAt, lastOk }) => ({
      id: device.slice(0, 32),
      createdAt: wire(createdAt),
      lastOkAt: lastOk === null ? null : wire(lastOk),
    }));
    return { items };
  }

  const own = { tags, response: { 204: {} } };
  app.get(
    '/api/push/subscription',
    { schema: { tags, summary: 'My devices that get pushes', response: { 200: Devices } } },
    async (request) => devices(`person:${needActor(request).username}`),
  );
  app.put<{ Body: NewSubscription }>(
    '/api/push/subscription',
    { schema: { ...own, summary: 'Push to this device of mine', body: NewSubscription } },
    async (request, reply) => {
      await keep(`person:${needActor(request).username}`, request.body);
      return reply.code(204).send();
    },
  );
  app.delete<{ Body: DroppedSubscription | undefined }>(
    '/api/push/subscription',
    {
      schema: { ...own, summary: 'No more pushes to this device, or to any', body: DroppedSubscription },
      preValidation: emptyBody,
    },
    async (request, reply) => {
      await pushSubscriptions.drop(`person:${needActor(request).username}`, request.body?.endpoint);
      return reply.code(204).send();
    },
  );

  const ofReport = { tags, params: ReportParams };
  type Params = { code: string };
  app.get<{ Params: Params }>(
    '/api/reports/:code/push',
    { schema: { ...ofReport, summary: 'The sender’s devices', response: { 200: Devices } } },
    async (request) => devices(`sender:${(await openedBySender(house, request, request.params.code))._id}`),
  );
  app.put<{ Params: Params; Body: NewSubscription }>(
    '/api/reports/:code/push',
    {
      schema: {
        ...ofReport,
        summary: 'Push news of my report to this device',
        body: NewSubscription,
        response: { 204: {} },
      },
    },
    async (request, reply) => {
      const report = await openedBySender(house, request, request.params.code);
      await countOrRefuse(house, { what: 'push-sender', windowMs: 600_000, most: 30 }, report._id);
      await keep(`sender:${report._id}`, request.body);
      return reply.code(204).send();
    },
  );
  app.delete<{ Params: Params; Body: DroppedSubscription | undefined }>(
    '/api/reports/:code/push',
    {
      schema: {
        ...ofReport,
        summary: 'No more news of my report to this device',
        body: DroppedSubscription,
        response: { 204: {} },
      },
      preValidation: emptyBody,
    },
    async (request, reply) => {
      const report = await openedBySender(house, request, request.params.code);
      await pushSubscriptions.drop(`sender:${report._id}`, request.body?.endpoint);
      return reply.code(204).send();
    },
  );
}
