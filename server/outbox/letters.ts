/**
 * What a mail or push says and where it leads, composed when it is sent. Null where there is nothing to say any more.
 * Nothing in here is logged or stored.
 */
import type { MailData, MailTemplate, MailText } from '../../domain/mail.ts';
import { shownName } from '../../domain/redact.ts';
import { fillName } from '../../domain/reply.ts';
import { type Language, texts } from '../../domain/text/texts.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { draftToken } from '../plugins/mail/draft-token.ts';
import { passwordToken } from '../plugins/password-link.ts';
import { tokenOf, unfollowToken } from '../plugins/token.ts';
import type { Settings } from '../settings.ts';
import { digestOf } from './digest.ts';
import { createMailFacts } from './mail-facts.ts';

export interface Letter extends MailText {
  /** Where a press on the push leads, on our own site; no token in it. */
  path: string;
  headers: Record<string, string>;
  /** Message-ID of the mail that it answers. */
  inReplyTo?: string;
}

export interface LetterOptions {
  store: Store;
  publicUrl: string;
  secret: string;
  mailIn: Settings['mailIn'];
  /** Business time. */
  now: () => Promise<number>;
}

export function createLetters({ store, publicUrl, secret, mailIn, now }: LetterOptions) {
  const mailFacts = createMailFacts({ store, mailIn });

  /** Where a notice leads: the task, the report's tasks, the sender's private page, the public page. */
  function placeOf({ mail, reportCode }: OutboxEntry): { link: string; path: string } {
    const { to, data, template } = mail!;
    const at = (path: string) => ({ path, link: publicUrl + path });
    if ('sender' in to) {
      const path = `/r/${to.sender}`;
      return { path, link: `${publicUrl}${path}#${tokenOf(secret, to.sender)}` };
    }
    if ('letter' in to) {
      const path = `/m/${to.letter}`;
      return { path, link: `${publicUrl}${path}#${draftToken(secret, to.letter)}` };
    }
    if ('follower' in to) {
      const path = data.published === true ? `/p/${reportCode}` : '/p';
      return { path, link: data.published === true ? publicUrl + path : '' };
    }
    if (template.startsWith('release-')) return at('/studio/releases');
    if (template === 'roster-gap') return at('/admin/roster');
    if (template === 'set-password') {
      const token = passwordToken(secret, String(data.passwordLink));
      return { path: '/password', link: `${publicUrl}/password#${token}` };
    }
    if (Number(data.count) > 1) return at(template === 'handed-over' ? '/tasks?view=mine' : '/tasks?view=unclaimed');
    const path = data.task ? `/tasks/${data.task}` : reportCode ? `/tasks?q=${reportCode}` : '/tasks';
    return at(path);
  }

  return async function letter(entry: OutboxEntry, language: Language = 'vi'): Promise<Letter | null> {
    const { template, data, to } = entry.mail!;
    const place = placeOf(entry);
    const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
    if (mailIn.address) headers['X-Loop'] = mailIn.address;
    if ('username' in to) headers['List-Unsubscribe'] = `<${publicUrl}/notices>`;
    if (template === 'digest' && 'username' in to) {
      const content = await digestOf(store, to.username, await now());
      if (!content) return null;
      return { ...texts(language).digest({ ...content, link: place.link }), path: place.path, headers };
    }
    const agency = data.agency ? String(data.agency) : null;
    const filled = { ...data, code: entry.reportCode, link: place.link } as MailData;
    // Article 10.2: a mail lies open on many machines; what is confidential is read on the private page.
    const report =
      'sender' in to || typeof filled.text === 'string' ? await store.reports.find(entry.reportCode) : null;
    if ('sender' in to && report?.confidential) delete filled.text;
    if (typeof filled.text === 'string') filled.text = fillName(filled.text, report && shownName(report));
    const facts = typeof data.mail === 'string' ? await mailFacts(data.mail) : null;
    if (facts) filled.mail = facts.said;
    const directory = agency || filled.field ? await store.directory.at(await now()) : null;
    if (agency) filled.agencyName = directory!.agencyName(agency, language);
    if (filled.field) filled.fieldName = directory!.fieldName(filled.field, language);
    if ('follower' in to) {
      const token = unfollowToken(secret, to.follower);
      filled.stop = `${publicUrl}/u#${token}`;
      headers['List-Unsubscribe'] = `<${publicUrl}/api/unsubscribe/${token}>`;
      headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
    }
    const { subject, text } = texts(language).mails[template as MailTemplate](filled);
    // A notice inside the house is short; its link goes below. A letter has its own line for it.
    const whole = 'username' in to ? `${text}\n\n${place.link}` : text;
    const answers = facts?.messageId ? { inReplyTo: facts.messageId } : {};
    return { subject, text: whole, path: place.path, headers, ...answers };
  };
}
export type Letters = ReturnType<typeof createLetters>;
