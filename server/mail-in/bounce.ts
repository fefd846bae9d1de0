/**
 * A mail server says that a mail of ours could not be delivered. For good (5.x.x): the notice shows as failed, and no more
 * mail goes to that address until staff try again. Believed only where it names a mail that we sent, to that recipient.
 */
import type { ClientSession } from 'mongoose';
import type { DeliveryReport } from '../../domain/mail-in/letter.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { House } from '../house.ts';
import { addressOf } from '../plugins/mail/address.ts';
import { aboutOf } from '../plugins/mail/message-id.ts';

export interface Bounced {
  why: 'bounce' | 'bounce-unknown';
  reportCode: string | null;
}

/** Settles the bounce together with what it brings about. */
export async function takeBounce(
  house: House,
  delivery: DeliveryReport,
  settle: (bounced: Bounced, also?: (session: ClientSession) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { store, settings } = house;
  const about = aboutOf(settings.secret, delivery.about);
  const entry = about && (await store.outbox.find(about.entry));
  if (!about || !entry || !(await isTo(house, entry, delivery.recipient)))
    return settle({ why: 'bounce-unknown', reportCode: null });
  const reportCode = entry.reportCode || null;
  const forGood = delivery.action === 'failed' && delivery.status.startsWith('5.');
  if (!forGood) return settle({ why: 'bounce', reportCode });
  const at = await house.clock.now();
  return settle({ why: 'bounce', reportCode }, async (session) => {
    await store.outbox.model.updateOne(
      { _id: entry._id, state: 'done' },
      { $set: { state: 'failed', lastError: `bounced ${delivery.status}` } },
      { session },
    );
    const { to } = entry.mail!;
    if ('sender' in to)
      await store.reports.model.collection.updateOne(
        { _id: to.sender } as never,
        { $set: { mailFailing: { at, status: delivery.status } } },
        { session },
      );
    // Somebody who follows out of interest: the address goes, devices stay.
    if ('follower' in to)
      await store.followers.model.collection.updateOne(
        { _id: to.follower } as never,
        { $unset: { email: '' } },
        { session },
      );
  });
}

async function isTo(house: House, { mail }: OutboxEntry, recipient: string): Promise<boolean> {
  const address = await addressOf(house.store, mail!.to);
  return address !== undefined && recipient !== '' && address.toLowerCase() === recipient;
}
