/**
 * Brings agencies' software what is owed to its webhooks: at least once, and of one report in the order in which it
 * happened. Apart from the relay, because a receiver that hangs must hold up nobody else: each webhook is served by
 * itself. Several servers may run it; an entry is leased before it is sent, and stays owed until the receiver said yes.
 */
import { randomUUID } from 'node:crypto';
import { Agent, type Dispatcher, request } from 'undici';
import { deliveriesKeptMs, giveUpMs } from '../../domain/webhooks.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import type { Webhook } from '../../store/webhooks.ts';
import { apart } from '../../telemetry/trace.ts';
import { publicLookup } from '../plugins/push-endpoint.ts';
import { mayCall, signedHeaders } from '../plugins/webhook.ts';

export interface Courier {
  /** There may be something to bring now. */
  wake(): void;
  start(): void;
  /** Resolves when all that was due has been tried. */
  idle(): Promise<void>;
  /** Resolves when nothing is on its way any more. */
  stop(): Promise<void>;
}

export interface CourierOptions {
  store: Store;
  /** The server's: what webhooks' secrets are made from. */
  secret: string;
  /** Also to 127.0.0.1, and without https there: for tests. */
  loopback: boolean;
  machineNow: () => number;
  onError: (error: unknown) => void;
  /** Told of each message that came to its end. */
  onSettled?: (kind: string, state: string) => void;
  /** How long a receiver may take, machine time. */
  timeoutMs?: number;
}

const leaseMs = 30_000;
const pollMs = 1_000;
/** Reports of one webhook that are told of side by side. */
const sideBySide = 4;
const slowestMs = 15 * 60_000;
/** After so many failures in a row the receiver is left alone for a while, and then asked by one entry at a time. */
const tiredAfter = 8;

export function createCourier(options: CourierOptions): Courier {
  const { store, secret, loopback, machineNow, onError, onSettled = () => {}, timeoutMs = 10_000 } = options;
  const model = store.outbox.model;
  const owner = randomUUID();
  const outside = new Agent({ connect: { lookup: publicLookup, timeout: timeoutMs } });
  const inside = loopback ? new Agent({ connect: { timeout: timeoutMs } }) : undefined;
  const running = new Map<string, Promise<void>>();
  /** Ends what is on its way when the server stops: the next one takes it up. */
  const ending = new AbortController();
  let looking: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const owed = { kind: 'webhook', state: 'pending' } as const;

  /** One runner a webhook that has something due. */
  async function look(): Promise<void> {
    do {
      again = false;
      for (const { _id, state, restUntil } of await store.webhooks.list()) {
        if (stopped || state !== 'active' || restUntil > machineNow() || running.has(_id)) continue;
        const mine = serve(_id)
          .catch(onError)
          .finally(() => running.delete(_id));
        running.set(_id, mine);
      }
    } while (again && !stopped);
  }

  async function serve(id: string): Promise<void> {
    for (;;) {
      const webhook = await store.webhooks.find(id);
      if (stopped || webhook?.state !== 'active' || webhook.restUntil > machineNow()) return;
      const due = await dueOf(id);
      const firsts = [...Map.groupBy(due, ({ reportCode }) => reportCode).values()].map((own) => own[0]!);
      const most = webhook.failures >= tiredAfter ? 1 : sideBySide;
      const tried = await Promise.all(firsts.slice(0, most).map((entry) => bring(webhook, entry)));
      if (!tried.some(Boolean) && firsts.length <= most) return;
    }
  }

  function dueOf(id: string): Promise<OutboxEntry[]> {
    const now = machineNow();
    const free = { $or: [{ lease: null }, { 'lease.until': { $lt: now } }] };
    return model
      .find({ ...owed, 'webhook.id': id, nextAt: { $lte: now }, ...free } as never)
      .sort({ order: 1 })
      .limit(200)
      .lean<OutboxEntry[]>()
      .exec();
  }

  /** True when it was tried, or put behind the one whose turn it is: there may be more to do. */
  async function bring(webhook: Webhook, entry: OutboxEntry): Promise<boolean> {
    const before = await model
      .findOne({
        ...owed,
        'webhook.id': webhook._id,
        reportCode: entry.reportCode,
        order: { $lt: entry.order },
      } as never)
      .sort({ order: 1 })
      .lean<OutboxEntry>()
      .exec();
    if (before) {
      // Its turn comes with the one before: that one's success makes it due at once.
      const nextAt = Math.max(before.nextAt, machineNow() + 1_000);
      await model.updateOne({ _id: entry._id, ...owed, nextAt: entry.nextAt } as never, { $set: { nextAt } });
      return true;
    }
    if (!(await lease(entry))) return false;
    const answer = await send(webhook, entry).catch((error: { code?: string; name?: string }) => ({
      status: null,
      reason: String(error.code ?? error.name ?? 'failed'),
      waitMs: undefined,
    }));
    if (ending.signal.aborted && answer.status === null) {
      await model.updateOne({ _id: entry._id, 'lease.owner': owner } as never, { $unset: { lease: '' } });
      return false;
    }
    if (answer.status !== null && answer.status >= 200 && answer.status < 300)
      await delivered(webhook, entry, answer.status);
    else await failed(webhook, entry, answer);
    return true;
  }

  async function lease(entry: OutboxEntry): Promise<boolean> {
    const now = machineNow();
    const free = { $or: [{ lease: null }, { 'lease.until': { $lt: now } }] };
    const change = { $set: { lease: { owner, until: now + leaseMs } } };
    const result = await model.updateOne(
      { _id: entry._id, ...owed, attempts: entry.attempts, ...free } as never,
      change,
    );
    return result.modifiedCount === 1;
  }

  interface Answer {
    status: number | null;
    reason: string;
    waitMs: number | undefined;
  }

  async function send(webhook: Webhook, entry: OutboxEntry): Promise<Answer> {
    const { message, body } = entry.webhook!;
    if (!mayCall(webhook.url, loopback)) return { status: null, reason: 'address', waitMs: undefined };
    const isInside = /^https?:\/\/(127\.|\[::1\])/.test(webhook.url);
    const headers = signedHeaders(secret, webhook, { id: message, body, now: machineNow() });
    const answer = await request(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'quang-nam-field-reports',
        ...headers,
      },
      body,
      dispatcher: (isInside && inside ? inside : outside) as Dispatcher,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ending.signal]),
    });
    // The status is the answer; what is said beside it interests nobody, however slowly it comes.
    answer.body.on('error', () => {});
    await answer.body.dump({ limit: 16_384, signal: AbortSignal.timeout(1_000) }).catch(() => {});
    const { statusCode: status } = answer;
    return { status, reason: `HTTP ${status}`, waitMs: waitOf(answer.headers['retry-after']) };
  }

  async function delivered(webhook: Webhook, entry: OutboxEntry, status: number): Promise<void> {
    const now = machineNow();
    const done = {
      state: 'done',
      doneAt: now,
      expiresAt: new Date(now + deliveriesKeptMs),
      attempts: entry.attempts + 1,
    };
    await model.updateOne({ _id: entry._id, state: 'pending' } as never, {
      $set: { ...done, 'webhook.status': status },
      $unset: { lease: '', lastError: '' },
    });
    onSettled('webhook', 'done');
    const next = { ...owed, 'webhook.id': webhook._id, reportCode: entry.reportCode, attempts: 0 };
    await model.updateMany({ ...next, nextAt: { $gt: now } } as never, { $set: { nextAt: now } });
    const well = { failures: 0, failingSince: null, restUntil: 0, lastError: null, lastDoneAt: now };
    await store.webhooks.change(webhook._id, well);
  }

  /** Every answer but yes is tried again, 410 too: a proxy's word must not lose what is owed. */
  async function failed(webhook: Webhook, entry: OutboxEntry, { status, reason, waitMs = 0 }: Answer): Promise<void> {
    const now = machineNow();
    const attempts = entry.attempts + 1;
    const wait = Math.min(slowestMs, 1_000 * 2 ** Math.min(entry.attempts, 12));
    const tooOld = now - entry.webhook!.since > giveUpMs;
    const failingSince = webhook.failingSince ?? now;
    // One message that the receiver never takes ends alone; a receiver that takes nothing is switched off.
    const givenUp = tooOld && now - failingSince <= giveUpMs;
    const change = givenUp
      ? { state: 'failed', doneAt: now, expiresAt: new Date(now + deliveriesKeptMs) }
      : { nextAt: now + Math.max(wait, waitMs) };
    await model.updateOne({ _id: entry._id, state: 'pending' } as never, {
      $set: { ...change, attempts, lastError: reason, ...(status === null ? {} : { 'webhook.status': status }) },
      $unset: { lease: '' },
    });
    if (givenUp) onSettled('webhook', 'failed');
    const failures = webhook.failures + 1;
    const rest = failures < tiredAfter ? 0 : Math.min(slowestMs, 1_000 * 2 ** Math.min(failures - tiredAfter, 12));
    await store.webhooks.model.collection.updateOne({ _id: webhook._id } as never, [
      {
        $set: {
          failures: { $add: ['$failures', 1] },
          failingSince: { $ifNull: ['$failingSince', now] },
          restUntil: now + rest,
          lastError: reason,
        },
      },
    ]);
    if (now - failingSince > giveUpMs) await switchOff(webhook);
  }

  /** What is owed stays owed, for as long as deliveries are kept; the agency and the administrators are told. */
  async function switchOff({ _id: id, agency }: Webhook): Promise<void> {
    const now = machineNow();
    await store.transaction(async (session) => {
      const off = await store.webhooks.model.updateOne(
        { _id: id, state: 'active' },
        { $set: { state: 'off' } },
        { session },
      );
      if (off.modifiedCount === 0) return;
      await store.outbox.holdWebhook(id, now, session);
      const groups = [`agency:${agency}:officer`, `agency:${agency}:leader`, 'admin'];
      const mail = { to: { groups }, template: 'webhook-off', data: {} };
      await store.outbox.add({ _id: `webhook-off:${id}:${now}`, kind: 'notice', reportCode: '', mail }, now, session);
    });
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    looking ??= apart(look)
      .catch(onError)
      .finally(() => {
        looking = undefined;
      });
  }

  function poll(): void {
    wake();
    timer = setTimeout(poll, pollMs);
    timer.unref();
  }

  async function idle(): Promise<void> {
    while (looking || running.size > 0) await Promise.all([looking, ...running.values()]);
  }

  return {
    wake,
    start: poll,
    idle,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      ending.abort();
      await idle();
      await Promise.all([outside.destroy(), inside?.destroy()]);
    },
  };
}

/** `Retry-After` in seconds, at most an hour. */
function waitOf(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text && /^\d{1,6}$/.test(text) ? Math.min(3_600_000, Number(text) * 1_000) : undefined;
}
