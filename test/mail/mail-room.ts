/** For tests of incoming mail: a house with its outbox, a real mailbox, and the reader and the work over it. */

import { processId } from '../../server/deploy.ts';
import { createMailbox } from '../../server/mail-in/mailbox.ts';
import { mailWork } from '../../server/mail-in/work.ts';
import { duePromise } from '../../server/plugins/sender/promise.ts';
import { submissions } from '../../server/plugins/sender/submit.ts';
import { type ImapServer, openImapServer } from '../house/imap/server.ts';
import { openPostRoom, type PostRoom } from '../house/post-room.ts';
import { until } from '../house/until.ts';
import { mailbox as address } from './corpus/mail.ts';

export interface MailRoom extends PostRoom {
  imap: ImapServer;
  /** What the reader and the work complained of. */
  trouble: string[];
  /** Reads the mailbox until it is empty, looks at all that was taken, and gives out what is owed. */
  read(): Promise<void>;
  /** A server that reads and works, and stops dead at this step: nothing of what it was about to do is done. */
  stopsAt(step: string): Promise<void>;
}

export async function openMailRoom(): Promise<MailRoom> {
  const imap = await openImapServer();
  const room = await openPostRoom({ IMAP_URL: imap.url, MAILBOX_ADDRESS: address });
  const { house, store } = room;
  const trouble: string[] = [];
  const onError = (error: unknown) => trouble.push(String(error));
  const submit = submissions(house, duePromise(store, processId, house.machineNow));
  return {
    ...room,
    imap,
    trouble,
    async read() {
      const reader = createMailbox(house, { imapUrl: imap.url, onTaken: () => {}, onError, lookMs: 200 });
      reader.start();
      await until(async () => (await imap.count('INBOX')) === 0, 'the mailbox to be read', 60_000);
      await reader.stop();
      await mailWork(house, { submit, onError }).work();
      await room.deliver();
    },
    async stopsAt(step) {
      const reached = Promise.withResolvers<void>();
      const onStep = (now: string): void | Promise<void> => {
        if (now !== step) return undefined;
        reached.resolve();
        return new Promise(() => {});
      };
      const reader = createMailbox(house, { imapUrl: imap.url, onTaken: () => {}, onError, onStep, lookMs: 200 });
      reader.start();
      if (!['fetched', 'taken', 'moved'].includes(step)) {
        await until(async () => (await imap.count('INBOX')) === 0, 'the mailbox to be read');
        await reader.stop();
        void mailWork(house, { submit, onError, onStep }).work();
      }
      await reached.promise;
    },
    async close() {
      await room.close();
      await imap.close();
    },
  };
}
