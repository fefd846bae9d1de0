/**
 * What is owed to the outside: messages to the engine, notices, mails and pushes. A notice names whom it is for and is
 * spread, in one transaction, to one mail and one push each person and device. An entry is written in the transaction of the
 * change that causes it, under an id that says what it is (`start:<code>`, `mail:<job key>:…`), so that a repeat adds
 * nothing. server/outbox/relay.ts sends; entries of one report go out in order.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { deliveriesKeptMs, type WebhookType } from '../domain/webhooks.ts';
import { currentTrace, headerOf } from '../telemetry/trace.ts';
import { schemaOf } from './schema.ts';

/** Messages of procedure.md: `field-report-received` is published, the others are correlated. */
export interface EngineMessage {
  name: string;
  correlationKey: string;
  variables: Record<string, unknown>;
  /** Only of published messages. */
  messageId?: string;
  /** Milliseconds; only of published messages. */
  timeToLive?: number;
}

/** What people are told: their addresses are looked up when it is sent, never stored here. */
export interface Mail {
  /**
   * Whom: the report's sender, a follower or all of a report, who wrote an incoming mail, a staff member, or all of any of
   * these groups.
   */
  to:
    | { sender: string }
    | { follower: string }
    | { followersOf: string }
    | { letter: string }
    | { username: string }
    | { group: string }
    | { groups: string[] };
  /** Key of the text in domain/text/<lang>/mails.ts. */
  template: string;
  data: Record<string, unknown>;
}

const kinds = ['message', 'mail', 'notice', 'push', 'cancellation', 'webhook'] as const;

export interface OutboxEntry {
  /** Dedupe id. */
  _id: string;
  /** `cancellation`: an instance that the engine is asked to end. `webhook`: a message to an agency's software. */
  kind: (typeof kinds)[number];
  /** Empty where it belongs to none: a digest. */
  reportCode: string;
  /** Order within the report: rising with each entry. */
  order: number;
  message?: EngineMessage;
  mail?: Mail;
  /** Of a push: the id of the device's subscription. */
  device?: string;
  /** Of a mail or push to staff: the notice that it tells of; one that was read meanwhile is not told again. */
  notice?: string;
  /** Of a cancellation. */
  instanceKey?: string;
  /** Of a webhook: whose, the message's id, what happened, the body as it is signed, and since when it can be sent. */
  webhook?: { id: string; message: string; type: WebhookType; body: string; since: number; status?: number };
  /**
   * `held`: waits for the COMPLETED record of job `holdUntilJob` (then `pending`; when canceled, `dropped`); of a webhook:
   * for somebody to switch it on again.
   * `pending`: to be sent. `sent`: given out, waits for the record that proves it (messages to the engine only).
   * `done`: the record stream or the mail server confirmed. `addendum`: came too late, kept on the report.
   * `failed`: given up, `lastError` says why. `dropped`: nobody needs it any more.
   */
  state: 'held' | 'pending' | 'sent' | 'done' | 'addendum' | 'dropped' | 'failed';
  holdUntilJob?: string;
  /** Machine time, epoch ms. */
  createdAt: number;
  nextAt: number;
  attempts: number;
  lastError?: string;
  /** The server that is sending it just now, and until when others keep off. */
  lease?: { owner: string; until: number };
  doneAt?: number;
  /** Set when a notice, mail or push is settled: it is forgotten then. */
  expiresAt?: Date;
  /** The request that it is owed for, as a `traceparent`. */
  trace?: string;
}

const schema = schemaOf<OutboxEntry>('outbox', {
  _id: { type: String, required: true },
  kind: { type: String, enum: kinds, required: true },
  reportCode: { type: String, default: '' },
  order: { type: Number, required: true },
  message: Schema.Types.Mixed,
  mail: Schema.Types.Mixed,
  device: String,
  notice: String,
  instanceKey: String,
  webhook: Schema.Types.Mixed,
  state: { type: String, required: true },
  holdUntilJob: String,
  createdAt: { type: Number, required: true },
  nextAt: { type: Number, required: true },
  attempts: { type: Number, required: true },
  lastError: String,
  lease: Schema.Types.Mixed,
  doneAt: Number,
  expiresAt: Date,
  trace: String,
});
const unfinished = { state: { $in: ['pending', 'sent'] } };
schema.index({ kind: 1, nextAt: 1, order: 1 }, { partialFilterExpression: unfinished, name: 'due' });
schema.index({ reportCode: 1, order: 1 });
schema.index({ holdUntilJob: 1 }, { sparse: true });
// Pushes that wait for one device are told as one.
schema.index({ device: 1, nextAt: 1 }, { partialFilterExpression: { kind: 'push', state: 'pending' }, name: 'device' });
// What is due to one webhook, whose turn it is within a report, and its list.
const ofWebhook = { partialFilterExpression: { kind: 'webhook' } };
schema.index({ 'webhook.id': 1, state: 1, nextAt: 1, order: 1 }, { ...ofWebhook, name: 'webhook-due' });
schema.index({ 'webhook.id': 1, reportCode: 1, order: 1 }, { ...ofWebhook, name: 'webhook-report' });
schema.index({ 'webhook.id': 1, createdAt: -1, _id: -1 }, { ...ofWebhook, name: 'webhook-list' });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ state: 1 }, { partialFilterExpression: { state: 'failed' }, name: 'failed' });

/** What a caller gives; the rest has one right start value. */
export type OutboxItem = Pick<
  OutboxEntry,
  '_id' | 'kind' | 'reportCode' | 'message' | 'mail' | 'device' | 'notice' | 'holdUntilJob'
>;

let lastOrder = 0;
/** Rising within a process, and by machine time between processes. */
function nextOrder(now: number): number {
  lastOrder = Math.max(lastOrder + 1, now * 1000);
  return lastOrder;
}

export function outboxEntry(item: OutboxItem, machineNow: number): OutboxEntry {
  const trace = currentTrace();
  return {
    ...item,
    ...(trace ? { trace: headerOf(trace) } : {}),
    order: nextOrder(machineNow),
    state: item.holdUntilJob === undefined ? 'pending' : 'held',
    createdAt: machineNow,
    nextAt: machineNow,
    attempts: 0,
  };
}

export function outboxOf(connection: Connection) {
  const model = connection.model<OutboxEntry>('OutboxEntry', schema);
  return {
    model,
    /**
     * Adds an entry; one with the same `_id` is left as it is. `machineNow`: machine time in epoch ms. With `session`
     * it takes part in a transaction. Returns whether it was new.
     */
    async add(item: OutboxItem, machineNow: number, session?: ClientSession): Promise<boolean> {
      const { _id, ...rest } = outboxEntry(item, machineNow);
      const result = await model.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true, session });
      return result.upsertedCount === 1;
    },
    /** Adds several, each as `add` does. */
    async addAll(items: OutboxItem[], machineNow: number, session: ClientSession): Promise<void> {
      if (items.length === 0) return;
      const writes = items.map((item) => {
        const { _id, ...rest } = outboxEntry(item, machineNow);
        return { updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true } };
      });
      await model.collection.bulkWrite(writes as never[], { session, ordered: false });
    },
    /** Since when the oldest of these kinds has been tried in vain (ms before now); 0 where none was. */
    async triedSince(of: OutboxEntry['kind'][], now: number): Promise<number> {
      const [found] = await model.aggregate<{ oldest: number }>([
        { $match: { kind: { $in: of }, state: { $in: ['pending', 'sent'] }, attempts: { $gt: 0 } } },
        { $group: { _id: null, oldest: { $min: '$createdAt' } } },
      ]);
      return found ? Math.max(0, now - found.oldest) : 0;
    },
    /** How much is to go out, by kind. */
    async countWaiting(): Promise<Record<string, number>> {
      const found = await model.aggregate<{ _id: string; count: number }>([
        { $match: { kind: { $in: kinds }, state: { $in: ['pending', 'sent'] } } },
        { $group: { _id: '$kind', count: { $sum: 1 } } },
      ]);
      return Object.fromEntries(found.map(({ _id, count }) => [_id, count]));
    },
    async insertAll(entries: OutboxEntry[], session: ClientSession): Promise<void> {
      await model.collection.insertMany(entries as never[], { session });
    },
    /** What is owed to a webhook that is switched off waits, for as long as deliveries are kept. */
    async holdWebhook(id: string, now: number, session: ClientSession): Promise<void> {
      await model.updateMany(
        { kind: 'webhook', 'webhook.id': id, state: 'pending' } as never,
        { $set: { state: 'held', expiresAt: new Date(now + deliveriesKeptMs) }, $unset: { lease: '' } },
        { session },
      );
    },
    /** It is switched on again: everything that waited goes out, oldest first. */
    async resumeWebhook(id: string, now: number, session: ClientSession): Promise<void> {
      await model.updateMany(
        { kind: 'webhook', 'webhook.id': id, state: 'held' } as never,
        { $set: { state: 'pending', nextAt: now, attempts: 0, 'webhook.since': now }, $unset: { expiresAt: '' } },
        { session },
      );
    },
    async forgetWebhook(id: string, session: ClientSession): Promise<void> {
      await model.deleteMany({ kind: 'webhook', 'webhook.id': id } as never, { session });
    },
    /** Sends again what was delivered or given up: one, or all since a moment. Returns how many. */
    async replayWebhook(id: string, what: { delivery: string } | { from: number }, now: number): Promise<number> {
      const which = 'delivery' in what ? { 'webhook.message': what.delivery } : { createdAt: { $gte: what.from } };
      const again = { state: 'pending', nextAt: now, attempts: 0, 'webhook.since': now };
      const result = await model.updateMany(
        { kind: 'webhook', 'webhook.id': id, state: { $in: ['done', 'failed'] }, ...which } as never,
        { $set: again, $unset: { expiresAt: '', doneAt: '', lastError: '', lease: '' } } as never,
      );
      return result.modifiedCount;
    },
    /** What was and is owed to a webhook, newest first; `before`: the last of the page before. */
    async deliveries(
      id: string,
      page: { state?: OutboxEntry['state'] | undefined; before?: [number, string] | undefined; limit: number },
    ): Promise<OutboxEntry[]> {
      const filter: Record<string, unknown> = { kind: 'webhook', 'webhook.id': id };
      if (page.state) filter.state = page.state;
      if (page.before) {
        const [at, last] = page.before;
        filter.$or = [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: last } }];
      }
      return model
        .find(filter as never)
        .sort({ createdAt: -1, _id: -1 })
        .limit(page.limit)
        .lean<OutboxEntry[]>()
        .exec();
    },
    find: (id: string): Promise<OutboxEntry | null> => model.findById(id).lean<OutboxEntry>().exec(),
    ofReport: (reportCode: string): Promise<OutboxEntry[]> =>
      model.find({ reportCode }).sort({ order: 1 }).lean<OutboxEntry[]>().exec(),
  };
}
export type Outbox = ReturnType<typeof outboxOf>;
