/** Keys and webhooks of agencies' software. */
import type {
  ApiKeyItem,
  DeliveryList,
  MadeApiKey,
  MadeWebhook,
  NewApiKey,
  NewWebhook,
  WebhookChange,
  WebhookItem,
} from '../../domain/api/connections.ts';
import { ask, queryOf } from './http.ts';

export type {
  ApiKeyItem,
  Delivery,
  DeliveryList,
  NewApiKey,
  NewWebhook,
  WebhookItem,
} from '../../domain/api/connections.ts';

const keys = '/api/connections/keys';
const webhooks = '/api/connections/webhooks';

export const listKeys = async (signal: AbortSignal): Promise<ApiKeyItem[]> =>
  (await ask<{ items: ApiKeyItem[] }>(keys, { signal })).items;
export const makeKey = (body: NewApiKey): Promise<MadeApiKey> => ask(keys, { method: 'POST', body });
export const revokeKey = (id: string): Promise<void> => ask(`${keys}/${id}`, { method: 'DELETE' });

export const listWebhooks = async (signal: AbortSignal): Promise<WebhookItem[]> =>
  (await ask<{ items: WebhookItem[] }>(webhooks, { signal })).items;
export const makeWebhook = (body: NewWebhook): Promise<MadeWebhook> => ask(webhooks, { method: 'POST', body });
export const changeWebhook = (id: string, body: WebhookChange): Promise<void> =>
  ask(`${webhooks}/${id}`, { method: 'PUT', body });
export const removeWebhook = (id: string): Promise<void> => ask(`${webhooks}/${id}`, { method: 'DELETE' });
export const newSecret = (id: string): Promise<MadeWebhook> => ask(`${webhooks}/${id}/secret`, { method: 'POST' });
export const pingWebhook = (id: string): Promise<{ delivery: string }> =>
  ask(`${webhooks}/${id}/ping`, { method: 'POST' });
export const listDeliveries = (id: string, limit: number, signal: AbortSignal): Promise<DeliveryList> =>
  ask(`${webhooks}/${id}/deliveries${queryOf({ limit })}`, { signal });
/** Sends one again, or all since a moment. */
export const replay = (id: string, what: { delivery: string } | { from: string }): Promise<{ count: number }> =>
  ask(`${webhooks}/${id}/replay`, { method: 'POST', body: what });
