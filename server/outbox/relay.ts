/**
 * Gives out what is owed: messages to the engine, in order per report, until the record stream shows that they arrived;
 * notices to their people, mails by SMTP, pushes to devices. Several servers may run it: an entry is leased before it is
 * sent, and the lease renewed while it is. Wakes at once on a new entry.
 */
import { randomUUID } from 'node:crypto';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { spanned } from '../../telemetry/spans.ts';
import { apart, traceFrom } from '../../telemetry/trace.ts';
import { EngineDown, type Zeebe } from '../zeebe.ts';
import type { Mailer } from './mailer.ts';
import type { Pusher } from './pusher.ts';
import type { Spreader } from './spread.ts';
import { mayTell } from './staff.ts';
import { createToEngine, retryMs } from './to-engine.ts';
import { TryAgain, Undeliverable } from './undeliverable.ts';

export interface Relay {
  /** There may be something to send now. */
  wake(): void;
  start(): void;
  /** Resolves when all that was due has been tried. */
  idle(): Promise<void>;
  /** Resolves when nothing is being sent any more. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  store: Store;
  zeebe: Zeebe;
  /** Absent: mails wait in the outbox. */
  mailer?: Mailer;
  pusher?: Pusher;
  spreader?: Spreader;
  /** Business time: quiet hours are hours of the day. */
  now: () => Promise<number>;
  machineNow: () => number;
  onError: (error: unknown) => void;
  /** Told of each entry that came to its end. */
  onSettled?: (kind: string, state: string) => void;
}

/** How long an entry is another's while it is being sent. */
const leaseMs = 20_000;
/** The stream of other servers' changes is not needed for this: entries that nobody woke us for are found here. */
const pollMs = 1_000;
/** A message whose turn has not come, or that nothing waits for yet: the record that changes it makes it due at once. */
const blockedMs = 500;
const atOnce = 16;
/** While the engine is away, so many a second find out when it is back; the others are left as they are. */
const restMs = 1_000;
/** Mails and pushes are nobody's to wait for: they are tried more and more seldom, and given up after this. */
const slowestOutside = 15 * 60_000;
const giveUpMs = 3 * 86_400_000;
/** How long new tasks and hand-overs are gathered before they are told of. */
const gatherMs: Record<string, number> = { 'new-task': 5_000, 'handed-over': 1_000 };
/** A settled notice, mail or push is kept this long. */
const keptMs = 30 * 86_400_000;

export function createRelay(options: RelayOptions): Relay {
  const { store, zeebe, mailer, pusher, spreader, machineNow, onError } = options;
  const kinds: OutboxEntry['kind'][] = ['message', 'cancellation'];
  if (spreader) kinds.push('notice');
  if (mailer) kinds.push('mail');
  if (pusher) kinds.push('push');
  const owner = randomUUID();
  const model = store.outbox.model;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Until then nothing is asked of the engine, which did not answer. */
  let restsUntil = 0;
  const mayGo = ({ kind }: Pick<OutboxEntry, 'kind'>): boolean =>
    (kind !== 'message' && kind !== 'cancellation') || machineNow() >= restsUntil;

  /** The first unfinished message of each report that is due; later ones of the same report wait their turn. */
  async function due(): Promise<OutboxEntry[]> {
    const now = machineNow();
    const found = await model
      .find({
        kind: { $in: kinds.filter((kind) => mayGo({ kind })) as never[] },
        state: { $in: ['pending', 'sent'] },
        nextAt: { $lte: now },
      })
      .sort({ nextAt: 1, order: 1 })
      .limit(500)
      .lean<OutboxEntry[]>()
      .exec();
    const free = found.filter((entry) => !entry.lease || entry.lease.until < now || entry.lease.owner === owner);
    return gathered(free);
  }

  /** New tasks that were written this moment wait a little for others, so that fifty are told of at once. */
  async function gathered(entries: OutboxEntry[]): Promise<OutboxEntry[]> {
    const fresh = entries.filter(
      ({ kind, nextAt, createdAt, mail }) => kind === 'notice' && nextAt === createdAt && gatherMs[mail!.template],
    );
    for (const [template, own] of Map.groupBy(fresh, ({ mail }) => mail!.template)) {
      const ids = own.map(({ _id }) => _id);
      await model.updateMany(
        { _id: { $in: ids }, $expr: { $eq: ['$nextAt', '$createdAt'] } },
        { $set: { nextAt: machineNow() + gatherMs[template]! } },
      );
    }
    return entries.filter((entry) => !fresh.includes(entry));
  }

  async function isFirst(entry: OutboxEntry): Promise<boolean> {
    if (entry.kind !== 'message') return true;
    const before = await model.exists({
      reportCode: entry.reportCode,
      kind: 'message',
      order: { $lt: entry.order },
      state: { $in: ['pending', 'sent'] },
    });
    return before === null;
  }

  async function lease(entry: OutboxEntry): Promise<boolean> {
    const now = machineNow();
    const result = await model.updateOne(
      {
        _id: entry._id,
        state: entry.state,
        attempts: entry.attempts,
        $or: [{ lease: null }, { 'lease.until': { $lt: now } }, { 'lease.owner': owner }],
      } as never,
      { $set: { lease: { owner, until: now + leaseMs } } },
    );
    return result.modifiedCount === 1;
  }

  async function settle(entry: OutboxEntry, change: Partial<OutboxEntry>): Promise<void> {
    if (change.doneAt !== undefined) options.onSettled?.(entry.kind, change.state ?? 'done');
    const over = change.doneAt !== undefined && entry.kind !== 'message' && entry.kind !== 'cancellation';
    const expiry = over ? { expiresAt: new Date(machineNow() + keptMs) } : {};
    // What the projection has confirmed meanwhile stays confirmed.
    await model.updateOne(
      { _id: entry._id, state: { $in: ['pending', 'sent'] } },
      { $set: { ...change, ...expiry, attempts: entry.attempts + 1 }, $unset: { lease: '' } },
    );
  }

  /** Looks at an entry again later, without counting it as an attempt. */
  async function postpone(entry: OutboxEntry, ms: number): Promise<void> {
    const change = { $set: { nextAt: machineNow() + ms }, $unset: { lease: '' } };
    await model.updateOne({ _id: entry._id, nextAt: entry.nextAt } as never, change as never);
  }

  const toEngine = createToEngine({ store, zeebe, machineNow, settle, postpone });

  /** Under the trace of the request that it is owed for. */
  function sendTraced(entry: OutboxEntry): Promise<boolean> {
    const { kind, reportCode, message, mail, createdAt } = entry;
    const attributes = {
      'field_reports.report': reportCode || undefined,
      'field_reports.what': message?.name ?? mail?.template ?? kind,
      'field_reports.waited_ms': createdAt > 0 ? machineNow() - createdAt : undefined,
    };
    const parent = traceFrom(entry.trace) ?? null;
    return spanned(`outbox ${kind}`, { kind: 'producer', parent, attributes }, () => send(entry));
  }

  /** True when the entry was tried: another of the same report may be due now. */
  async function send(entry: OutboxEntry): Promise<boolean> {
    if (!(await isFirst(entry))) {
      await postpone(entry, blockedMs);
      return false;
    }
    if (!(await lease(entry))) return false;
    try {
      if (entry.kind === 'notice') {
        const spread = await spreader!.spread(entry);
        if (spread !== 'done') await postpone(entry, spread.again);
      } else if (entry.kind === 'mail' || entry.kind === 'push') await tell(entry);
      else await toEngine(entry);
    } catch (error) {
      if (entry.kind === 'mail' || entry.kind === 'push') {
        await failed(entry, error as Error);
        return true;
      }
      if (error instanceof EngineDown) restsUntil = machineNow() + restMs;
      else onError(error);
      const reason = error instanceof EngineDown ? 'engine down' : String((error as Error).message).slice(0, 300);
      // The engine being away is nobody's fault: look again soon.
      const nextAt =
        error instanceof EngineDown
          ? machineNow() + Math.min(5_000, 500 * (entry.attempts + 1))
          : machineNow() + retryMs(entry, 1_000);
      await settle(entry, { nextAt, lastError: reason });
    }
    return true;
  }

  /** A mail or push, when its person may be told now. */
  async function tell(entry: OutboxEntry): Promise<void> {
    const verdict = await mayTell(store, entry, await options.now(), machineNow() - entry.createdAt);
    // Looked at again now and then: a person may change the quiet hours meanwhile.
    if (verdict !== 'now' && verdict !== 'never') return postpone(entry, Math.min(verdict.after, slowestOutside));
    if (verdict === 'never') return settle(entry, { state: 'dropped', doneAt: machineNow() });
    const stop = keepLease(entry);
    try {
      const state = entry.kind === 'mail' ? await mailer!.send(entry) : await pusher!.send(entry, await alone(entry));
      await settle(entry, { state, doneAt: machineNow() });
    } finally {
      stop();
    }
  }

  /** Other pushes that wait for the same device of a member of staff go with this one: how many there are now. */
  async function alone(entry: OutboxEntry): Promise<number> {
    const now = machineNow();
    if (!('username' in entry.mail!.to)) return 1;
    const others = await model.updateMany(
      {
        _id: { $ne: entry._id },
        kind: 'push',
        state: 'pending',
        device: entry.device!,
        nextAt: { $lte: now },
        $or: [{ lease: null }, { 'lease.until': { $lt: now } }],
      } as never,
      {
        $set: { state: 'dropped', doneAt: now, lastError: 'told with another', expiresAt: new Date(now + keptMs) },
      },
    );
    return others.modifiedCount + 1;
  }

  function keepLease(entry: OutboxEntry): () => void {
    const renew = () =>
      model
        .updateOne({ _id: entry._id, 'lease.owner': owner } as never, {
          $set: { 'lease.until': machineNow() + leaseMs },
        })
        .exec()
        .catch(onError);
    const timer = setInterval(() => void renew(), leaseMs / 3);
    return () => clearInterval(timer);
  }

  /** The reason is kept; it never names a person or an address. */
  async function failed(entry: OutboxEntry, error: Error): Promise<void> {
    const known = error instanceof Undeliverable || error instanceof TryAgain;
    const lastError = known ? error.message : `${entry.kind}: ${error.name}`;
    const tooOld = machineNow() - entry.createdAt > giveUpMs;
    if (error instanceof Undeliverable || tooOld) {
      onError(new Error(`${entry.kind} given up: ${lastError}`));
      await settle(entry, { state: 'failed', doneAt: machineNow(), lastError });
      return;
    }
    const least = error instanceof TryAgain ? (error.waitMs ?? 0) : 0;
    const wait = Math.min(slowestOutside, 1_000 * 2 ** Math.min(entry.attempts, 12));
    await settle(entry, { nextAt: machineNow() + Math.max(least, wait), lastError });
  }

  async function pass(): Promise<boolean> {
    const entries = await due();
    // One entry a report at a time, several reports side by side; nobody waits for another's mail. What goes to one
    // device goes one after the other, so that what waits together is told together.
    const lane = ({ _id, kind, reportCode, device, mail }: OutboxEntry): string => {
      if (kind === 'message' || kind === 'cancellation') return `${reportCode}:${kind}`;
      if (kind === 'notice' && mail!.template === 'new-task') return mail!.template;
      if (kind === 'notice' && mail!.template === 'handed-over') return JSON.stringify(mail!.to);
      return device ?? _id;
    };
    const firsts = [...Map.groupBy(entries, lane).values()].map((own) => own.sort((a, b) => a.order - b.order)[0]!);
    let tried = false;
    for (let n = 0; n < firsts.length && !stopped; n += atOnce) {
      const some = firsts.slice(n, n + atOnce).filter(mayGo);
      const results = await Promise.all(some.map((entry) => sendTraced(entry)));
      tried ||= results.some(Boolean);
    }
    return tried && entries.length > firsts.length;
  }

  async function run(): Promise<void> {
    do {
      again = false;
      try {
        if (await pass()) again = true;
      } catch (error) {
        onError(error);
        again = false;
      }
    } while (again && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    running ??= apart(run).finally(() => {
      running = undefined;
      if (again && !stopped) wake();
    });
  }

  function poll(): void {
    wake();
    timer = setTimeout(poll, pollMs);
    timer.unref();
  }

  return {
    wake,
    start: poll,
    idle: async () => {
      while (running) await running;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
