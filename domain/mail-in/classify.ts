/**
 * Whether a mail is a person's letter to us. Automatic mails are never answered (RFC 3834); what only may be unwanted is
 * held for staff, never thrown away.
 */
import { foldText } from '../search-text.ts';
import type { Letter, MailState, MailWhy } from './letter.ts';

export interface Verdict {
  state: Extract<MailState, 'held' | 'refused' | 'ignored'>;
  why: MailWhy;
}

/** More recipients than this: a circular, which a person looks at. */
const manyRecipients = 20;

const awaySubjects =
  /^(?:tra loi tu dong|thu tra loi tu dong|auto(?:matic)? ?reply|autoreply|out of (?:the )?office|vang mat|di vang|dang nghi phep|thong bao vang mat)\b/;

/** `mailbox`: our address, lower case, null where it is not known. `isOurs`: whether a Message-ID is one that we made. */
export function classify(
  letter: Letter,
  { mailbox, isOurs }: { mailbox: string | null; isOurs(messageId: string): boolean },
): Verdict | null {
  const { headers, from } = letter;
  const has = (name: string, pattern: RegExp): boolean => pattern.test(headers[name] ?? '');
  const verdict = (state: Verdict['state'], why: MailWhy): Verdict => ({ state, why });

  if (
    (mailbox !== null && headers['x-loop']?.toLowerCase().includes(mailbox)) ||
    isOurs(letter.messageId) ||
    (mailbox !== null && from?.address === mailbox)
  )
    return verdict('ignored', 'own-mail');
  if (letter.delivery) return verdict('ignored', 'bounce');
  if (/^(?:mailer-daemon|postmaster)@/.test(from?.address ?? '') || headers['return-path']?.trim() === '<>')
    return awaySubjects.test(foldText(letter.subject))
      ? verdict('ignored', 'auto-reply')
      : verdict('held', 'bounce-unknown');
  if (
    has('auto-submitted', /^\s*auto-replied/i) ||
    headers['x-autoreply'] !== undefined ||
    headers['x-autorespond'] !== undefined ||
    has('precedence', /auto[_-]?reply/i) ||
    awaySubjects.test(foldText(letter.subject))
  )
    return verdict('ignored', 'auto-reply');
  if (has('x-spam-flag', /yes/i) || has('x-spam-status', /^\s*yes/i)) return verdict('held', 'spam');
  if (has('authentication-results', /\bdmarc=fail/i)) return verdict('held', 'forged');
  if (
    has('auto-submitted', /^\s*auto-/i) ||
    has('precedence', /\b(?:bulk|list|junk)\b/i) ||
    headers['list-id'] !== undefined ||
    headers['list-unsubscribe'] !== undefined
  )
    return verdict('held', 'bulk');
  if (!from) return verdict('held', 'no-sender');
  if (letter.calendar) return verdict('held', 'calendar');
  if (letter.encrypted) return verdict('refused', 'encrypted');
  if (letter.to.length > manyRecipients) return verdict('held', 'many-recipients');
  if (mailbox !== null && letter.to.length > 0 && !letter.to.includes(mailbox)) return verdict('held', 'not-for-us');
  return null;
}
