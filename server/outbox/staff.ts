/**
 * Whether a mail or push to a member of staff goes out now: not to who has left, not by a channel that was switched off
 * meanwhile, not for a notice that was read in the page, not what is old by now, and not within quiet hours.
 */
import { quietUntil } from '../../domain/quiet-hours.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';

export type Verdict = 'now' | 'never' | { after: number };

/** What waited longer than this (a mail server that was away) is no news; the page and the next digest have it. */
const newsMs = 24 * 3_600_000;
const digestMs = 12 * 3_600_000;

/** `now`: business time, `age`: how long ago the entry was owed, ms. `after`: milliseconds from now. */
export async function mayTell(store: Store, entry: OutboxEntry, now: number, age: number): Promise<Verdict> {
  const { to, template } = entry.mail!;
  if (!('username' in to)) return 'now';
  if (age > (template === 'digest' ? digestMs : newsMs)) return 'never';
  const person = await store.people.find(to.username);
  if (!person?.active) return 'never';
  const settings = await store.noticeSettings.of(to.username);
  if (entry.kind === 'push' && !settings.push) return 'never';
  if (entry.kind === 'mail' && settings.mail !== (template === 'digest' ? 'digest' : 'each')) return 'never';
  if (entry.notice && (await store.notices.find(entry.notice))?.readAt !== null) return 'never';
  const until = quietUntil(now, settings.quietHours);
  return until === null ? 'now' : { after: until - now };
}
