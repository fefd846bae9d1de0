/** Mails and notices by SMTP. Whom an entry goes to is looked up here, at the last moment; nothing of it is logged. */
import { createTransport } from 'nodemailer';
import type { MailData, MailTemplate } from '../../domain/mail.ts';
import { texts } from '../../domain/text/texts.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Store } from '../../store/store.ts';
import { tokenOf } from '../plugins/token.ts';

export interface Mailer {
  /** Resolves when the mail server took it, or when there is nobody to send it to. */
  send(entry: OutboxEntry): Promise<void>;
  close(): void;
}

export function createMailer(store: Store, options: { smtpUrl: string; publicUrl: string; secret: string }): Mailer {
  const transport = createTransport(options.smtpUrl);
  const from = 'Trung tâm IOC Quảng Nam <no-reply@localhost>';

  async function addresses(entry: OutboxEntry): Promise<string[]> {
    const { to } = entry.mail!;
    if ('sender' in to) return present((await store.reports.find(to.sender))?.sender.email);
    if ('follower' in to) return present((await store.followers.find(to.follower))?.email);
    if ('username' in to) return present((await store.people.find(to.username))?.email);
    return (await store.people.inGroups([to.group])).flatMap((person) => present(person.email));
  }

  return {
    async send(entry) {
      const recipients = await addresses(entry);
      if (recipients.length === 0) return;
      const { template, data, to } = entry.mail!;
      const agency = data.agency ? await store.agencies.find(String(data.agency)) : null;
      const link =
        'sender' in to
          ? `${options.publicUrl}/r/${to.sender}#${tokenOf(options.secret, to.sender)}`
          : `${options.publicUrl}/tasks?report=${entry.reportCode}`;
      const filled = {
        ...data,
        code: entry.reportCode,
        link,
        ...(agency ? { agencyName: agency.name.vi } : {}),
      } as MailData;
      const { subject, text } = texts('vi').mails[template as MailTemplate](filled);
      // One message each: nobody learns who else is told. The id lets a mail server drop a repeat.
      for (const [n, recipient] of recipients.entries())
        await transport.sendMail({
          from,
          to: recipient,
          subject,
          text,
          messageId: `<${hashless(entry._id)}.${n}@field-reports>`,
        });
    },
    close: () => transport.close(),
  };
}

const present = (address: string | undefined): string[] => (address ? [address] : []);
const hashless = (id: string): string => id.replace(/[^A-Za-z0-9.-]/g, '-');
