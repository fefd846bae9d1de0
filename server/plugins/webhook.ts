/** Messages to agencies' software as Standard Webhooks has them: id, time, and signatures that anyone can check. */
import { createHash, createHmac } from 'node:crypto';
import type { WebhookPayload, WebhookType } from '../../domain/webhooks.ts';
import { type OutboxEntry, outboxEntry } from '../../store/outbox.ts';
import type { Webhook } from '../../store/webhooks.ts';
import { mayPushTo } from './push-endpoint.ts';

/** The secret of a webhook, in a version of it: made anew from the server's secret whenever it is needed. */
export function webhookSecret(secret: string, id: string, version: number): string {
  return `whsec_${keyOf(secret, id, version).toString('base64')}`;
}

const keyOf = (secret: string, id: string, version: number): Buffer =>
  createHmac('sha256', secret).update(`webhook:${id}:${version}`).digest();

/** The headers of one attempt. While a secret is being changed both sign. `now`: machine time. */
export function signedHeaders(
  secret: string,
  webhook: Pick<Webhook, '_id' | 'secretVersion' | 'oldSecretUntil'>,
  message: { id: string; body: string; now: number },
): Record<string, string> {
  const { _id, secretVersion, oldSecretUntil } = webhook;
  const timestamp = String(Math.floor(message.now / 1000));
  const versions = [secretVersion];
  if (oldSecretUntil !== null && message.now < oldSecretUntil) versions.push(secretVersion - 1);
  const signed = `${message.id}.${timestamp}.${message.body}`;
  const signatures = versions.map((version) =>
    createHmac('sha256', keyOf(secret, _id, version))
      .update(signed)
      .digest('base64'),
  );
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((one) => `v1,${one}`).join(' '),
  };
}

/** Https to a public address; `loopback` (setting WEBHOOK_LOOPBACK, for tests) lets 127.0.0.1 through too. */
export function mayCall(url: string, loopback: boolean): boolean {
  return url.length <= 1_000 && mayPushTo(url, loopback);
}

/**
 * What is owed to a webhook. `event` names what happened, so that the same event is owed once however often its record
 * comes; the message's id is made from both, and is the same at each attempt and each replay.
 */
export function owedTo(
  webhook: Pick<Webhook, '_id' | 'state'>,
  what: { event: string; type: WebhookType; reportCode: string; order?: number; payload: WebhookPayload },
  machineNow: number,
): OutboxEntry {
  const { event, type, reportCode, order, payload } = what;
  const _id = `webhook:${webhook._id}:${event}`;
  const message = `msg_${createHash('sha256').update(_id).digest('hex').slice(0, 32)}`;
  const entry = outboxEntry({ _id, kind: 'webhook', reportCode }, machineNow);
  return {
    ...entry,
    ...(order === undefined ? {} : { order }),
    state: webhook.state === 'active' ? 'pending' : 'held',
    webhook: { id: webhook._id, message, type, body: JSON.stringify(payload), since: machineNow },
  };
}
