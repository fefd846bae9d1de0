/** Where a mail goes: looked up at the last moment, kept nowhere else. */
import type { Mail } from '../../../store/outbox.ts';
import type { Store } from '../../../store/store.ts';

/** Undefined where nobody is to be written to, or no longer. */
export async function addressOf(store: Store, to: Mail['to']): Promise<string | undefined> {
  if ('sender' in to) return (await store.reports.find(to.sender))?.sender.email;
  if ('follower' in to) return (await store.followers.find(to.follower))?.email;
  if ('letter' in to) return (await store.mails.find(to.letter))?.letter.from?.address;
  if (!('username' in to)) return undefined;
  const person = await store.people.find(to.username);
  return person?.active ? person.email : undefined;
}
