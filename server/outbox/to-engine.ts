/**
 * The part of the relay that speaks with the engine: a start is published until the records show its instance, what is
 * said later is correlated where something waits for it, and an instance is cancelled.
 */
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { EngineRefusal, type Zeebe } from '../zeebe.ts';

/** A start that was sent and not yet seen in the records is published again after this; the engine drops the repeat. */
const resendMs = 30_000;
/** So long the record of a message that the engine has taken is waited for. */
const unseenMs = 10 * 60_000;
/** A message that nothing waits for yet is looked at again after this; the record that opens its place wakes us first. */
const closedMs = 2_000;
const slowest = 60_000;

/** How long an entry rests after a try that failed (ms): twice as long each time. */
export const retryMs = ({ attempts }: Pick<OutboxEntry, 'attempts'>, least = 250): number =>
  Math.min(slowest, least * 2 ** Math.min(attempts, 10));

export interface ToEngine {
  store: Store;
  zeebe: Zeebe;
  machineNow: () => number;
  /** Writes what became of a try. */
  settle(entry: OutboxEntry, change: Partial<OutboxEntry>): Promise<void>;
  /** Looks at it again later (ms), without counting it as a try. */
  postpone(entry: OutboxEntry, ms: number): Promise<void>;
}

/**
 * Answers what sends a leased message or cancellation and settles it.
 * @throws EngineDown, EngineRefusal by the sending; the entry is unsettled then
 */
export function createToEngine({ store, zeebe, machineNow, settle, postpone }: ToEngine) {
  const { model } = store.outbox;

  async function cancel(instanceKey: string): Promise<void> {
    try {
      await zeebe.cancelInstance(instanceKey);
    } catch (error) {
      // It has ended by itself: so much the better.
      if (!(error instanceof EngineRefusal) || error.status !== 404) throw error;
    }
  }

  async function publish(entry: OutboxEntry): Promise<void> {
    const { name, correlationKey, variables, messageId, timeToLive } = entry.message!;
    await zeebe.publishMessage({
      name,
      correlationKey,
      variables,
      messageId: messageId!,
      timeToLive: timeToLive ?? 0,
    });
    // Done only when the record stream shows the instance; until then it is sent again, now and then.
    await settle(entry, { state: 'sent', nextAt: machineNow() + resendMs });
  }

  async function correlate(entry: OutboxEntry): Promise<void> {
    const { name, correlationKey, variables } = entry.message!;
    // The engine has it, whatever became of the record: a second time it would answer another question.
    if (entry.state === 'sent') return settle(entry, { state: 'done', doneAt: machineNow() });
    const subscriptions = await store.subscriptions.ofMessage(correlationKey, name);
    if (!subscriptions.some((one) => one.open)) {
      // Not open yet: the record that opens it wakes us. Never open again once the report has ended.
      const report = await store.reports.find(entry.reportCode);
      if (report?.flow.ended) await late(entry);
      else await postpone(entry, closedMs);
      return;
    }
    try {
      await zeebe.correlateMessage({ name, correlationKey, variables });
      // Done when the records show it: until then its sender, whose report stands as before, may not say it again.
      await settle(entry, { state: 'sent', nextAt: machineNow() + unseenMs });
    } catch (error) {
      if (!(error instanceof EngineRefusal) || error.status !== 404) throw error;
      // Either it arrived before (and its answer was lost), or the subscription closed under it: the records tell.
      const open = await store.subscriptions.isOpen(correlationKey, name);
      if (open || entry.attempts < 3)
        await settle(entry, { nextAt: machineNow() + retryMs(entry), lastError: 'no subscription' });
      else await late(entry);
    }
  }

  /** Nothing waits for it any more: it stays on the report as an addendum, and the sender and the IOC are told. */
  async function late(entry: OutboxEntry): Promise<void> {
    const { name } = entry.message!;
    await store.transaction(async (session) => {
      const now = await model.findById(entry._id).session(session).lean<OutboxEntry>().exec();
      if (!now || (now.state !== 'pending' && now.state !== 'sent')) return;
      await model.updateOne(
        { _id: entry._id },
        { $set: { state: 'addendum', doneAt: machineNow() }, $unset: { lease: '' } },
        { session },
      );
      await markAddendum(store, entry.reportCode, name, entry._id, session);
      const data = { code: entry.reportCode, text: name };
      for (const [who, to] of Object.entries({ sender: { sender: entry.reportCode }, ioc: { group: 'ioc-intake' } })) {
        const mail = { to, template: 'addendum', data };
        const _id = `addendum:${who}:${entry._id}`;
        await store.outbox.add({ _id, kind: 'notice', reportCode: entry.reportCode, mail }, machineNow(), session);
      }
    });
  }

  return async (entry: OutboxEntry): Promise<void> => {
    if (entry.kind === 'cancellation') {
      await cancel(entry.instanceKey!);
      await settle(entry, { state: 'done', doneAt: machineNow() });
    } else if (entry.message!.messageId !== undefined) await publish(entry);
    else await correlate(entry);
  };
}

/** `entryId` is `<message>:<code>:<id of what was said>`. */
async function markAddendum(
  store: Store,
  code: string,
  name: string,
  entryId: string,
  session: Parameters<Parameters<Store['transaction']>[0]>[0],
): Promise<void> {
  const id = entryId.split(':')[2];
  const { collection } = store.reports.model;
  if (name === 'withdrawal')
    await collection.updateOne({ _id: code } as never, { $set: { 'withdrawal.addendum': true } }, { session });
  const list = name === 'supplement' ? 'supplements' : name === 'feedback' ? 'feedback' : null;
  if (list)
    await collection.updateOne(
      { _id: code, [`${list}.id`]: id } as never,
      { $set: { [`${list}.$.addendum`]: true } } as never,
      { session },
    );
}
