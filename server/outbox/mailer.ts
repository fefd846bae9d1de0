/**
 * Mails by SMTP, one message a recipient. Whom an entry goes to is looked up here, at the last moment; nothing of it is
 * logged, and a server's complaint is kept as its code alone, because its words repeat the address.
 */
import { createTransport } from 'nodemailer';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { addressOf } from '../plugins/mail/address.ts';
import { messageIdOf, threadOf } from '../plugins/mail/message-id.ts';
import type { Letters } from './letters.ts';
import { type Outcome, TryAgain, Undeliverable } from './undeliverable.ts';

export interface Mailer {
  /** Resolves when the mail server took it, or when there is nobody or nothing to send. @throws Undeliverable, TryAgain */
  send(entry: OutboxEntry): Promise<Outcome>;
  close(): void;
}

export interface MailerOptions {
  store: Store;
  smtpUrl: string;
  from: string;
  /** The mailbox that answers are read from; null where none is. */
  mailbox: string | null;
  secret: string;
  letters: Letters;
}

export function createMailer(options: MailerOptions): Mailer {
  const { store, from, mailbox, secret, letters } = options;
  const domain = new URL(`mail://${domainOf(from)}`).hostname;
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: 4,
    // What is tried again is the outbox's to say.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  } as object);

  /** A sender's address that a mail server said is dead is not written to again by itself. */
  async function recipientOf({ mail }: OutboxEntry): Promise<string | undefined> {
    const { to } = mail!;
    if ('group' in to || 'groups' in to || 'followersOf' in to) throw new Undeliverable('a mail has one recipient');
    if ('sender' in to && (await store.reports.find(to.sender))?.mailFailing) return undefined;
    return addressOf(store, to);
  }

  return {
    async send(entry) {
      const to = await recipientOf(entry);
      const letter = to ? await letters(entry) : null;
      if (!to || !letter) return 'dropped';
      const { subject, text, headers, inReplyTo } = letter;
      const thread = entry.reportCode ? [threadOf(entry.reportCode, domain)] : [];
      const references = [...thread, ...(inReplyTo ? [inReplyTo] : [])];
      const answers = {
        ...(mailbox ? { replyTo: mailbox } : {}),
        ...(references.length > 0 ? { inReplyTo: references.at(-1)!, references } : {}),
      };
      // The id lets a mail server drop what comes twice, when an answer of its own was lost.
      const messageId = messageIdOf(secret, `${entry.reportCode}|${entry._id}`, domain);
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          headers,
          messageId,
          ...answers,
        });
      } catch (error) {
        throw reasonOf(error as SmtpError);
      }
      return 'done';
    },
    close: () => transport.close(),
  };
}

const domainOf = (from: string): string => /@([^<>@\s]+?)>?$/.exec(from)?.[1] ?? 'localhost';

type SmtpError = Error & { code?: string; responseCode?: number; response?: string };

/** A 5xx about the recipient or the message is final; one about us (log-in, connection) is for the operator to mend. */
function reasonOf({ code, responseCode, response }: SmtpError): Error {
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response ?? '')?.[0];
  const reason = ['SMTP', responseCode ?? code ?? 'failed', enhanced].filter(Boolean).join(' ');
  const ours = code === 'EAUTH' || code === 'ECONNECTION' || code === 'ETLS';
  return responseCode && responseCode >= 500 && !ours ? new Undeliverable(reason) : new TryAgain(reason);
}
