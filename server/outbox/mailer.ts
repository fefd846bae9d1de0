/**
 * Mails by SMTP, one message a recipient. Whom an entry goes to is looked up here, at the last moment; nothing of it is
 * logged, and a server's complaint is kept as its code alone, because its words repeat the address.
 */
import { createTransport } from 'nodemailer';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import type { Letters } from './letters.ts';
import { type Outcome, TryAgain, Undeliverable } from './undeliverable.ts';

export interface Mailer {
  /** Resolves when the mail server took it, or when there is nobody or nothing to send. @throws Undeliverable, TryAgain */
  send(entry: OutboxEntry): Promise<Outcome>;
  close(): void;
}

export function createMailer(options: { store: Store; smtpUrl: string; from: string; letters: Letters }): Mailer {
  const { store, from, letters } = options;
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

  async function addressOf(entry: OutboxEntry): Promise<string | undefined> {
    const { to } = entry.mail!;
    if ('sender' in to) return (await store.reports.find(to.sender))?.sender.email;
    if ('follower' in to) return (await store.followers.find(to.follower))?.email;
    if (!('username' in to)) throw new Undeliverable('a mail has one recipient');
    const person = await store.people.find(to.username);
    return person?.active ? person.email : undefined;
  }

  return {
    async send(entry) {
      const to = await addressOf(entry);
      const letter = to ? await letters(entry) : null;
      if (!to || !letter) return 'dropped';
      const { subject, text, headers } = letter;
      // The id lets a mail server drop what comes twice, when an answer of its own was lost.
      const messageId = `<${entry._id.replace(/[^A-Za-z0-9.-]/g, '-')}@${new URL(`mail://${domainOf(from)}`).hostname}>`;
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, headers, messageId });
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
