/** Administration of agencies' software (article 12.2): /api/connections/keys and /api/connections/webhooks. */
import { type Static, Type } from 'typebox';
import { scopes } from '../software.ts';
import { webhookEvents } from '../webhooks.ts';
import { AgencyId, List, MaybeTime, paging, Time } from './common.ts';

const Id = Type.String({ pattern: '^[0-9a-f]{32}$', maxLength: 32 });
export const ConnectionParams = Type.Object({ id: Id });

const Scopes = Type.Array(Type.Enum([...scopes]), { minItems: 1, maxItems: scopes.length, uniqueItems: true });

/** POST: a key of an agency. Without `expiresAt` it holds until it is revoked. */
export const NewApiKey = Type.Object(
  {
    agency: AgencyId,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    scopes: Scopes,
    expiresAt: Type.Optional(Time),
  },
  { additionalProperties: false },
);
export type NewApiKey = Static<typeof NewApiKey>;

const keyItem = {
  id: Type.String(),
  agency: Type.String(),
  name: Type.String(),
  scopes: Scopes,
  createdAt: Time,
  createdBy: Type.String(),
  expiresAt: MaybeTime,
  /** To the minute. */
  lastUsedAt: MaybeTime,
  revokedAt: MaybeTime,
  state: Type.Enum(['active', 'expired', 'revoked']),
};
export const ApiKeyItem = Type.Object(keyItem);
export type ApiKeyItem = Static<typeof ApiKeyItem>;
export const ApiKeyList = List(ApiKeyItem);
export type ApiKeyList = Static<typeof ApiKeyList>;

/** 201: `key` is told this once and never again. */
export const MadeApiKey = Type.Object({ ...keyItem, key: Type.String() });
export type MadeApiKey = Static<typeof MadeApiKey>;

const Url = Type.String({ minLength: 8, maxLength: 1_000 });
const Events = Type.Array(Type.Enum([...webhookEvents]), {
  minItems: 1,
  maxItems: webhookEvents.length,
  uniqueItems: true,
});

/** POST: a webhook of an agency. Software that comes with a key has its own agency's, and leaves `agency` out. */
export const NewWebhook = Type.Object(
  { agency: Type.Optional(AgencyId), url: Url, events: Events },
  { additionalProperties: false },
);
export type NewWebhook = Static<typeof NewWebhook>;

/** PUT: `state` pauses it, or switches it on again; what was held meanwhile goes out then. */
export const WebhookChange = Type.Object(
  { url: Url, events: Events, state: Type.Enum(['active', 'paused']) },
  { additionalProperties: false },
);
export type WebhookChange = Static<typeof WebhookChange>;

const webhookItem = {
  id: Type.String(),
  agency: Type.String(),
  url: Type.String(),
  events: Events,
  /** `off`: switched off after three days without a success. */
  state: Type.Enum(['active', 'paused', 'off']),
  createdAt: Time,
  /** The old secret signs too until then. */
  oldSecretUntil: MaybeTime,
  failures: Type.Integer(),
  failingSince: MaybeTime,
  lastDoneAt: MaybeTime,
  lastError: Type.Union([Type.String(), Type.Null()]),
  /** Messages that are owed just now. */
  owed: Type.Integer(),
};
export const WebhookItem = Type.Object(webhookItem);
export type WebhookItem = Static<typeof WebhookItem>;
export const WebhookList = List(WebhookItem);
export type WebhookList = Static<typeof WebhookList>;

/** 201, and the answer to a change of the secret: `secret` (`whsec_…`) is told this once. */
export const MadeWebhook = Type.Object({ ...webhookItem, secret: Type.String() });
export type MadeWebhook = Static<typeof MadeWebhook>;

export const DeliveryQuery = Type.Object(
  { state: Type.Optional(Type.Enum(['pending', 'held', 'done', 'failed'])), ...paging },
  { additionalProperties: false },
);
export type DeliveryQuery = Static<typeof DeliveryQuery>;

/** `id` is the message's `webhook-id`, the same at each attempt and replay. */
export const Delivery = Type.Object({
  id: Type.String(),
  type: Type.String(),
  reportCode: Type.Union([Type.String(), Type.Null()]),
  state: Type.Enum(['pending', 'held', 'done', 'failed']),
  attempts: Type.Integer(),
  createdAt: Time,
  /** Of one that is owed: when it is tried next. */
  nextAt: MaybeTime,
  doneAt: MaybeTime,
  /** The receiver's last HTTP status, or why there was none. */
  status: Type.Union([Type.Integer(), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
});
export type Delivery = Static<typeof Delivery>;
export const DeliveryList = List(Delivery);
export type DeliveryList = Static<typeof DeliveryList>;

/** Which to send again: one by its id, or all that were made since a moment. */
export const Replay = Type.Object(
  {
    delivery: Type.Optional(Type.String({ pattern: '^msg_[0-9a-f]{32}$', maxLength: 36 })),
    from: Type.Optional(Time),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
);
export type Replay = Static<typeof Replay>;

export const Replayed = Type.Object({ count: Type.Integer() });
export const Pinged = Type.Object({ delivery: Type.String() });
