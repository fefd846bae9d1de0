/** Mails and pushes that did not arrive: seen, and tried again by hand. No address and no word of them is shown. */
import type { OutboxItemView } from '../../domain/api/mails.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';

export type Trouble = OutboxItemView['state'];

const filterOf: Record<Trouble, object> = {
  failed: { state: 'failed' },
  waiting: { state: 'pending', attempts: { $gt: 0 } },
};

/** Newest first, from `after` (order of an entry) on. */
export async function troubled(
  house: House,
  state: Trouble,
  page: { after?: number; limit: number },
): Promise<OutboxEntry[]> {
  const filter = {
    kind: { $in: ['mail', 'push'] },
    ...filterOf[state],
    ...(page.after === undefined ? {} : { order: { $lt: page.after } }),
  };
  return house.store.outbox.model
    .find(filter as never)
    .sort({ order: -1 })
    .limit(page.limit)
    .lean<OutboxEntry[]>()
    .exec();
}

export function outboxItemView(entry: OutboxEntry, state: Trouble): OutboxItemView {
  const { to, template } = entry.mail!;
  return {
    id: entry._id,
    kind: entry.kind as 'mail' | 'push',
    template,
    to: 'sender' in to ? 'sender' : 'letter' in to ? 'letter' : 'username' in to ? 'staff' : 'follower',
    code: entry.reportCode || null,
    state,
    reason: entry.lastError ?? '',
    attempts: entry.attempts,
    createdAt: wire(entry.createdAt),
  };
}

/** Tries it again now; where a sender's address had failed, mail goes there again. @throws 404, 409 */
export async function retryEntry(house: House, actor: Actor, id: string): Promise<void> {
  const { store } = house;
  const entry = await store.outbox.find(id);
  if (!entry || (entry.kind !== 'mail' && entry.kind !== 'push')) throw new Problem('not-found');
  const waits = entry.state === 'pending' && entry.attempts > 0;
  if (entry.state !== 'failed' && !waits) throw new Problem('no-use-now');
  const now = house.machineNow();
  const { to } = entry.mail!;
  await store.transaction(async (session) => {
    await store.outbox.model.updateOne(
      { _id: id, state: entry.state },
      // As new: what is old is given up at its first failure.
      {
        $set: { state: 'pending', attempts: 0, nextAt: now, createdAt: now },
        $unset: { lastError: '', doneAt: '', expiresAt: '', lease: '' },
      },
      { session },
    );
    if ('sender' in to)
      await store.reports.model.collection.updateOne(
        { _id: to.sender } as never,
        { $unset: { mailFailing: '' } },
        { session },
      );
  });
  const audit = { who: actor.username, what: 'retry-notice', data: { entry: id } };
  await store.audit.append(entry.reportCode ? { ...audit, reportCode: entry.reportCode } : audit, now);
  house.wakeOutbox();
}
