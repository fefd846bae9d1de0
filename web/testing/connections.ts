/** What the double answers of agencies' software: keys in each state, a webhook that is well and one that is not. */
import type { ApiKeyItem, Delivery, WebhookItem } from '../../domain/api/connections.ts';
import { webhookEvents } from '../../domain/webhooks.ts';
import { businessNow } from './answers.ts';
import { type Answer, json } from './route.ts';

const key = (n: number, more: Partial<ApiKeyItem>): ApiKeyItem => ({
  id: String(n).repeat(32),
  agency: 'sgtvt',
  name: 'Phần mềm điều hành',
  scopes: ['tasks:read', 'tasks:write'],
  createdAt: '2025-12-01T08:00:00+07:00',
  createdBy: 'ioc.admin',
  expiresAt: null,
  lastUsedAt: '2026-01-05T07:58:00+07:00',
  revokedAt: null,
  state: 'active',
  ...more,
});
const keys = [
  key(1, {}),
  key(2, {
    agency: 'tamky',
    name: 'Ứng dụng đô thị Tam Kỳ',
    scopes: ['open311:post', 'open311:read'],
    lastUsedAt: null,
    expiresAt: '2026-12-31T23:59:59+07:00',
  }),
  key(3, { name: 'Bản thử', state: 'revoked', revokedAt: '2025-12-20T09:00:00+07:00' }),
];

const hook = (n: number, more: Partial<WebhookItem>): WebhookItem => ({
  id: String(n).repeat(32),
  agency: 'sgtvt',
  url: 'https://dieuhanh.sgtvt.example.vn/phan-anh',
  events: ['task.created', 'task.completed', 'deadline.moved'],
  state: 'active',
  createdAt: '2025-12-01T08:00:00+07:00',
  oldSecretUntil: null,
  failures: 0,
  failingSince: null,
  lastDoneAt: '2026-01-05T08:30:00+07:00',
  lastError: null,
  owed: 0,
  ...more,
});
const hooks = [
  hook(4, {}),
  hook(5, {
    agency: 'tamky',
    url: 'https://api.tamky.example.vn/hook',
    events: [...webhookEvents],
    state: 'off',
    failures: 312,
    failingSince: '2026-01-02T08:00:00+07:00',
    lastError: 'HTTP 503',
    owed: 41,
  }),
];

const delivery = (n: number, more: Partial<Delivery>): Delivery => ({
  id: `msg_${String(n).repeat(32)}`,
  type: 'task.created',
  reportCode: 'QN-26-7K3M-9XQ2-4',
  state: 'done',
  attempts: 1,
  createdAt: '2026-01-05T08:30:00+07:00',
  nextAt: null,
  doneAt: businessNow,
  status: 204,
  error: null,
  ...more,
});
const deliveries = [
  delivery(1, {}),
  delivery(2, { type: 'deadline.moved', attempts: 3 }),
  delivery(3, { type: 'task.completed', state: 'failed', attempts: 290, status: 500, error: 'HTTP 500' }),
];

const answer =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

export const madeKey = `qn_${'6'.repeat(32)}_${'A'.repeat(43)}`;

export const connectionRoutes: readonly [string, RegExp, Answer][] = [
  ['GET', /^\/api\/connections\/keys$/, answer(200, { items: keys, next: null })],
  ['POST', /^\/api\/connections\/keys$/, answer(201, { ...key(6, {}), key: madeKey })],
  ['DELETE', /^\/api\/connections\/keys\/\w+$/, answer(204)],
  ['GET', /^\/api\/connections\/webhooks$/, answer(200, { items: hooks, next: null })],
  ['POST', /^\/api\/connections\/webhooks$/, answer(201, { ...hook(7, {}), secret: 'whsec_AAAA' })],
  ['PUT', /^\/api\/connections\/webhooks\/\w+$/, answer(204)],
  ['DELETE', /^\/api\/connections\/webhooks\/\w+$/, answer(204)],
  ['POST', /^\/api\/connections\/webhooks\/\w+\/secret$/, answer(200, { ...hook(4, {}), secret: 'whsec_BBBB' })],
  ['POST', /^\/api\/connections\/webhooks\/\w+\/ping$/, answer(202, { delivery: deliveries[0]!.id })],
  ['GET', /^\/api\/connections\/webhooks\/\w+\/deliveries/, answer(200, { items: deliveries, next: null })],
  ['POST', /^\/api\/connections\/webhooks\/\w+\/replay$/, answer(200, { count: 1 })],
];
