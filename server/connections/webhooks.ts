/**
 * Webhooks of agencies' software: administrators see all; software with a key of the scope `webhooks` those of its own
 * agency. Every change is on the audit log.
 */
import {
  ConnectionParams,
  type Delivery,
  DeliveryList,
  DeliveryQuery,
  MadeWebhook,
  NewWebhook,
  Pinged,
  Replay,
  Replayed,
  WebhookChange,
  type WebhookItem,
  WebhookList,
} from '../../domain/api/connections.ts';
import { newId } from '../../domain/ids.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { bothSecretsMs, type WebhookPayload } from '../../domain/webhooks.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import { mostWebhooks, type Webhook } from '../../store/webhooks.ts';
import type { Actor, App, House, Request } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { directoryNow } from '../plugins/directory.ts';
import { needActor, needRight } from '../plugins/session.ts';
import { mayCall, owedTo, webhookSecret } from '../plugins/webhook.ts';
import { type FieldError, Problem } from '../problem.ts';
import { wire, wireOrNull } from '../views/time.ts';

type Params = { id: string };
const base = '/api/connections/webhooks';

export function webhookRoutes(app: App, house: House): void {
  const { webhooks, outbox, audit } = house.store;
  const { secret, webhooks: settings } = house.settings;
  const tags = ['connections'];
  const params = ConnectionParams;

  /** Who asks, and of which agency alone where it is software. @throws 401, 403 */
  function manager(request: Request): { actor: Actor; agency: string | undefined } {
    const actor = needActor(request);
    if (actor.key) return { actor, agency: actor.key.agency };
    return { actor: needRight(request, 'connection.manage'), agency: undefined };
  }

  /** @throws 404 for one that there is not, or that is another agency's */
  async function needWebhook(request: Request): Promise<{ actor: Actor; webhook: Webhook }> {
    const { actor, agency } = manager(request);
    const webhook = await webhooks.find((request.params as Params).id);
    if (!webhook || (agency !== undefined && webhook.agency !== agency)) throw new Problem('not-found');
    return { actor, webhook };
  }

  const said = ({ actor, webhook }: { actor: Actor; webhook: Pick<Webhook, '_id' | 'agency'> }, what: string) => ({
    who: actor.username,
    what,
    data: { webhook: webhook._id, agency: webhook.agency, ...(actor.key ? { key: actor.key.id } : {}) },
  });

  app.get(
    base,
    { schema: { tags, summary: "Webhooks of agencies' software", response: { 200: WebhookList } } },
    async (request) => {
      const found = await webhooks.list(manager(request).agency);
      return { items: await Promise.all(found.map((one) => view(house, one))), next: null };
    },
  );

  app.post<{ Body: NewWebhook }>(
    base,
    {
      schema: {
        tags,
        summary: 'Make a webhook; its secret is told this once',
        body: NewWebhook,
        response: { 201: MadeWebhook },
      },
    },
    async (request, reply) => {
      const { actor, agency: own } = manager(request);
      const { url, events, agency = own ?? '' } = request.body;
      const errors: FieldError[] = [];
      if (own !== undefined ? agency !== own : !(await directoryNow(house)).isAgency(agency))
        errors.push({ pointer: '/agency', code: agency ? 'unknown-code' : 'required' });
      if (!mayCall(url, settings.loopback)) errors.push({ pointer: '/url', code: 'format' });
      if ((await webhooks.list(agency)).length >= mostWebhooks)
        errors.push({ pointer: '', code: 'too-many', limit: mostWebhooks });
      if (errors.length > 0) throw new Problem('invalid', { errors });
      const now = house.machineNow();
      const made: Webhook = {
        _id: newId(house.random),
        agency,
        url,
        events,
        state: 'active',
        secretVersion: 1,
        oldSecretUntil: null,
        createdAt: now,
        createdBy: actor.username,
        failures: 0,
        failingSince: null,
        restUntil: 0,
        lastDoneAt: null,
        lastError: null,
      };
      await house.store.transaction(async (session) => {
        await webhooks.insert(made, session);
        await audit.append(said({ actor, webhook: made }, 'make-webhook'), now, session);
      });
      return reply.code(201).send({ ...(await view(house, made)), secret: webhookSecret(secret, made._id, 1) });
    },
  );

  app.put<{ Params: Params; Body: WebhookChange }>(
    `${base}/:id`,
    { schema: { tags, summary: 'Change it, pause it, switch it on again', params, body: WebhookChange } },
    async (request, reply) => {
      const { actor, webhook } = await needWebhook(request);
      const { url, events, state } = request.body;
      if (!mayCall(url, settings.loopback))
        throw new Problem('invalid', { errors: [{ pointer: '/url', code: 'format' }] });
      const now = house.machineNow();
      const starts = state === 'active' && webhook.state !== 'active';
      const fresh = starts ? { failures: 0, failingSince: null, restUntil: 0, lastError: null } : {};
      await house.store.transaction(async (session) => {
        await webhooks.change(webhook._id, { url, events, state, ...fresh }, session);
        if (starts) await outbox.resumeWebhook(webhook._id, now, session);
        else if (state === 'paused') await outbox.holdWebhook(webhook._id, now, session);
        await audit.append(said({ actor, webhook }, 'change-webhook'), now, session);
      });
      house.wakeOutbox();
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: Params }>(
    `${base}/:id`,
    { schema: { tags, summary: 'Remove it, with all that was owed to it', params } },
    async (request, reply) => {
      const { actor, webhook } = await needWebhook(request);
      await house.store.transaction(async (session) => {
        await webhooks.remove(webhook._id, session);
        await outbox.forgetWebhook(webhook._id, session);
        await audit.append(said({ actor, webhook }, 'remove-webhook'), house.machineNow(), session);
      });
      return reply.code(204).send();
    },
  );

  app.post<{ Params: Params }>(
    `${base}/:id/secret`,
    {
      schema: {
        tags,
        summary: 'A new secret, told this once; the old one signs beside it for a day',
        params,
        response: { 200: MadeWebhook },
      },
    },
    async (request) => {
      const { actor, webhook } = await needWebhook(request);
      const now = house.machineNow();
      const change = { secretVersion: webhook.secretVersion + 1, oldSecretUntil: now + bothSecretsMs };
      await house.store.transaction(async (session) => {
        await webhooks.change(webhook._id, change, session);
        await audit.append(said({ actor, webhook }, 'change-webhook-secret'), now, session);
      });
      const shown = await view(house, { ...webhook, ...change });
      return { ...shown, secret: webhookSecret(secret, webhook._id, change.secretVersion) };
    },
  );

  app.post<{ Params: Params }>(
    `${base}/:id/ping`,
    { schema: { tags, summary: 'Send it a message for a trial', params, response: { 202: Pinged } } },
    async (request, reply) => {
      const { webhook } = await needWebhook(request);
      if (webhook.state !== 'active') throw new Problem('no-use-now');
      const id = newId(house.random);
      const payload: WebhookPayload = {
        type: 'ping',
        timestamp: wire(await house.clock.now()),
        data: { agency: webhook.agency },
      };
      // Each by itself: a trial waits for no other.
      const what = { event: `ping:${id}`, type: 'ping', reportCode: `ping:${id}`, payload } as const;
      const entry = owedTo(webhook, what, house.machineNow());
      await house.store.transaction((session) => outbox.insertAll([entry], session));
      // Somebody waits for it: a receiver that is left alone just now is asked at once.
      await webhooks.change(webhook._id, { restUntil: 0 });
      house.wakeOutbox();
      return reply.code(202).send({ delivery: entry.webhook!.message });
    },
  );

  app.get<{ Params: Params; Querystring: DeliveryQuery }>(
    `${base}/:id/deliveries`,
    {
      schema: {
        tags,
        summary: 'What it was and is to be told, newest first; 30 days',
        params,
        querystring: DeliveryQuery,
        response: { 200: DeliveryList },
      },
    },
    async (request) => {
      const { webhook } = await needWebhook(request);
      const { state, after, limit = 50 } = request.query;
      const kind = `deliveries:${webhook._id}`;
      const before = after ? (readCursor(secret, kind, after) as [number, string]) : undefined;
      const found = await outbox.deliveries(webhook._id, { state, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, kind, [last.createdAt, last._id]) : null;
      return { items: page.map(deliveryOf), next };
    },
  );

  app.post<{ Params: Params; Body: Replay }>(
    `${base}/:id/replay`,
    {
      schema: {
        tags,
        summary: 'Send again what was delivered or given up: one, or all since a moment',
        params,
        body: Replay,
        response: { 200: Replayed },
      },
    },
    async (request) => {
      const found = await needWebhook(request);
      if (found.webhook.state !== 'active') throw new Problem('no-use-now');
      const { delivery, from } = request.body;
      const since = from === undefined ? null : parseTime(from);
      if (delivery === undefined && since === null)
        throw new Problem('invalid', { errors: [{ pointer: '/from', code: 'format' }] });
      const now = house.machineNow();
      const what = delivery === undefined ? { from: since! } : { delivery };
      const count = await outbox.replayWebhook(found.webhook._id, what, now);
      if (delivery !== undefined && count === 0) throw new Problem('not-found');
      const entry = said(found, 'replay-webhook');
      await audit.append({ ...entry, data: { ...entry.data, ...request.body, count } }, now);
      house.wakeOutbox();
      return { count };
    },
  );
}

async function view(house: House, webhook: Webhook): Promise<WebhookItem> {
  const filter = { kind: 'webhook', 'webhook.id': webhook._id, state: { $in: ['pending', 'held'] } };
  return {
    id: webhook._id,
    agency: webhook.agency,
    url: webhook.url,
    events: webhook.events,
    state: webhook.state,
    createdAt: wire(webhook.createdAt),
    oldSecretUntil: wireOrNull(webhook.oldSecretUntil),
    failures: webhook.failures,
    failingSince: wireOrNull(webhook.failingSince),
    lastDoneAt: wireOrNull(webhook.lastDoneAt),
    lastError: webhook.lastError,
    owed: await house.store.outbox.model.countDocuments(filter as never),
  };
}

function deliveryOf(entry: OutboxEntry): Delivery {
  const { message, type, status = null } = entry.webhook!;
  return {
    id: message,
    type,
    reportCode: type === 'ping' ? null : entry.reportCode,
    state: entry.state as Delivery['state'],
    attempts: entry.attempts,
    createdAt: wire(entry.createdAt),
    nextAt: entry.state === 'pending' ? wire(entry.nextAt) : null,
    doneAt: wireOrNull(entry.doneAt),
    status,
    error: entry.lastError ?? null,
  };
}
