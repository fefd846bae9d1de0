/**
 * Webhooks of agencies' software: where to, what of, and how the receiver has been lately. Secrets are not kept: they
 * are made from the server's secret and the version that stands here. What is owed to a webhook stands in the outbox.
 * Machine time.
 */
import type { ClientSession, Connection } from 'mongoose';
import type { WebhookEvent } from '../domain/webhooks.ts';
import { schemaOf } from './schema.ts';

/** `off`: the receiver failed for days, and somebody must switch it on again. */
export type WebhookState = 'active' | 'paused' | 'off';

export interface Webhook {
  /** 128 random bits, hex. */
  _id: string;
  agency: string;
  url: string;
  events: WebhookEvent[];
  state: WebhookState;
  secretVersion: number;
  /** Until when the version before signs too. */
  oldSecretUntil: number | null;
  createdAt: number;
  createdBy: string;
  /** Failures since the last success, since when, and until when it is left alone. */
  failures: number;
  failingSince: number | null;
  restUntil: number;
  lastDoneAt: number | null;
  /** A status or the code of a broken connection; never the receiver's words. */
  lastError: string | null;
}

const schema = schemaOf<Webhook>('webhooks', {
  _id: { type: String, required: true },
  agency: { type: String, required: true },
  url: { type: String, required: true },
  events: { type: [String], required: true },
  state: { type: String, enum: ['active', 'paused', 'off'], required: true },
  secretVersion: { type: Number, required: true },
  oldSecretUntil: { type: Number, default: null },
  createdAt: { type: Number, required: true },
  createdBy: { type: String, required: true },
  failures: { type: Number, required: true },
  failingSince: { type: Number, default: null },
  restUntil: { type: Number, required: true },
  lastDoneAt: { type: Number, default: null },
  lastError: { type: String, default: null },
});
schema.index({ agency: 1, createdAt: 1 });

/** Most that one agency may have. */
export const mostWebhooks = 20;

export function webhooksOf(connection: Connection) {
  const model = connection.model<Webhook>('Webhook', schema);
  return {
    model,
    find: (id: string): Promise<Webhook | null> => model.findById(id).lean<Webhook>().exec(),
    /** Oldest first; of one agency where it is given. */
    list: (agency?: string): Promise<Webhook[]> =>
      model
        .find(agency === undefined ? {} : { agency })
        .sort({ agency: 1, createdAt: 1, _id: 1 })
        .lean<Webhook[]>()
        .exec(),
    /** All of these agencies, in whatever state: what happens while one is off is owed to it too. */
    ofAgencies: (agencies: string[], session: ClientSession): Promise<Webhook[]> =>
      model
        .find({ agency: { $in: agencies } })
        .session(session)
        .lean<Webhook[]>()
        .exec(),
    async insert(webhook: Webhook, session: ClientSession): Promise<void> {
      await model.collection.insertOne(webhook as never, { session });
    },
    async change(id: string, change: Partial<Webhook>, session?: ClientSession): Promise<void> {
      await model.updateOne({ _id: id }, { $set: change }, session ? { session } : {});
    },
    async remove(id: string, session: ClientSession): Promise<void> {
      await model.deleteOne({ _id: id }, { session });
    },
  };
}
export type Webhooks = ReturnType<typeof webhooksOf>;
