/** What an answer to an incoming mail says of it: read when it is sent, from the sealed letter. */
import type { MailInFacts } from '../../domain/mail.ts';
import { mostMailBytes } from '../../domain/mail-in/letter.ts';
import type { Store } from '../../store/store.ts';
import type { Settings } from '../settings.ts';

export interface MailFacts {
  said: MailInFacts;
  messageId: string;
}

export function createMailFacts(options: { store: Store; mailIn: Settings['mailIn'] }) {
  const { store, mailIn } = options;

  return async function mailFacts(id: string): Promise<MailFacts | null> {
    const mail = await store.mails.find(id);
    if (!mail) return null;
    const { messageId, refused, subject, understood, otherSender } = mail.letter;
    const { remindDays, closeDays } = mailIn;
    const said: MailInFacts = {
      subject,
      missing: mail.ask?.missing ?? [],
      known: understood ?? { missing: [] },
      refused,
      otherSender: otherSender === true,
      daysLeft: mail.ask?.reminded ? closeDays - remindDays : closeDays,
      megabytes: mostMailBytes / 1024 / 1024,
    };
    return { said, messageId };
  };
}
