/** Web push: the server's public key, and a device's subscription as the browser gives it. */
import { type Static, Type } from 'typebox';
import { Time } from './common.ts';

export const PushKey = Type.Object({ key: Type.String() });

const keys = Type.Object(
  {
    /** The device's public key: an uncompressed P-256 point, 65 bytes base64url. */
    p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}=?$', maxLength: 88 }),
    /** 16 bytes base64url. */
    auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}={0,2}$', maxLength: 24 }),
  },
  { additionalProperties: false },
);

const endpoint = Type.String({ format: 'uri', pattern: '^https?://', maxLength: 1_000 });

/** Whether the address may be called is the server's to say: 422 at `/endpoint`. */
export const NewSubscription = Type.Object(
  { endpoint, keys, language: Type.Optional(Type.Enum(['vi', 'en'])) },
  { additionalProperties: false },
);
export type NewSubscription = Static<typeof NewSubscription>;

/** Of a DELETE: the device; without it all devices. */
export const DroppedSubscription = Type.Object({ endpoint: Type.Optional(endpoint) }, { additionalProperties: false });
export type DroppedSubscription = Static<typeof DroppedSubscription>;

/** `id`: the first 32 hex digits of the endpoint's SHA-256, so that a device finds itself without naming its endpoint. */
export const Devices = Type.Object({
  items: Type.Array(Type.Object({ id: Type.String(), createdAt: Time, lastOkAt: Type.Union([Time, Type.Null()]) })),
});
export type Devices = Static<typeof Devices>;

/** What a push carries, as JSON in the encrypted payload: no name, no address, no word of a report. */
export interface PushPayload {
  title: string;
  body: string;
  /** Path on our own site that a press on it opens. */
  path: string;
  /** A later one with the same tag takes the place of an earlier one on the screen. */
  tag: string;
  lang: string;
}
