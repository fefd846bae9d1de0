/**
 * Reads the mailbox that reports come to (IMAP): takes each mail and only then moves it to the folder `Taken`, so that a
 * server that dies at any moment loses none and takes none twice. Told of new mail by IDLE, it looks once a minute anyway.
 * One of several servers reads at a time, by a lease; connections that break are made anew, more and more seldom.
 */
import { randomUUID } from 'node:crypto';
import { ImapFlow } from 'imapflow';
import { mostMailBytes } from '../../domain/mail-in/letter.ts';
import type { House } from '../house.ts';
import { take } from './take.ts';

/** Where taken mails are kept in the mailbox itself. */
export const takenFolder = 'Taken';

const leaseMs = 180_000;
const lookMs = 60_000;
const slowestMs = 60_000;
/** Of a mail that is not fetched, its head is, up to this. */
const headBytes = 64 * 1024;

export interface MailboxOptions {
  imapUrl: string;
  /** There is a new mail to look at. */
  onTaken: () => void;
  onError: (error: unknown) => void;
  /** Told of each step: faults are tried at each. */
  onStep?: (step: string) => void | Promise<void>;
  /** Between two looks, ms. */
  lookMs?: number;
}

export interface Mailbox {
  start(): void;
  stop(): Promise<void>;
}

export function createMailbox(house: House, options: MailboxOptions): Mailbox {
  const { onTaken, onError, onStep = () => {} } = options;
  const owner = randomUUID();
  const { leases, mails } = house.store;
  /** Mails that stay in the mailbox because it would not move them. */
  const immovable = new Set<string>();
  let stopped = true;
  let running: Promise<void> | undefined;
  let waking = Promise.withResolvers<void>();

  const wake = (): void => {
    waking.resolve();
    waking = Promise.withResolvers<void>();
  };
  async function pause(ms: number): Promise<void> {
    const timer = Promise.withResolvers<void>();
    const handle = setTimeout(timer.resolve, ms);
    handle.unref();
    await Promise.race([waking.promise, timer.promise]);
    clearTimeout(handle);
  }
  const mine = (): Promise<boolean> => leases.take('mailbox', owner, house.machineNow(), leaseMs);

  async function takeOne(client: ImapFlow, uid: number, source: string): Promise<void> {
    const about = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true });
    if (!about) return;
    const size = about.size ?? 0;
    const tooLarge = size > mostMailBytes;
    const query = tooLarge ? { uid: true, headers: true } : { uid: true, source: true };
    const found = await client.fetchOne(String(uid), query, { uid: true });
    const raw = found && (tooLarge ? found.headers?.subarray(0, headBytes) : found.source);
    if (!raw) return;
    await onStep('fetched');
    if (await take(house, { source, raw, size, tooLarge })) onTaken();
    await onStep('taken');
  }

  /** All that is there now. */
  async function takeAll(client: ImapFlow, validity: bigint): Promise<void> {
    const uids = (await client.search({ all: true }, { uid: true })) || [];
    for (const uid of uids.sort((a, b) => a - b)) {
      if (stopped || !(await mine())) return;
      const source = `${validity}.${uid}`;
      if (immovable.has(source)) continue;
      if (!(await mails.bySource(source))) await takeOne(client, uid, source);
      const moved = await client.messageMove(String(uid), takenFolder, { uid: true });
      await onStep('moved');
      if (!moved) immovable.add(source);
    }
  }

  async function session(): Promise<void> {
    const { folder, ...address } = imapOptions(options.imapUrl);
    const client = new ImapFlow({ ...address, logger: false, emitLogs: false });
    const lost = Promise.withResolvers<void>();
    client.on('error', () => lost.resolve());
    client.on('close', () => lost.resolve());
    client.on('exists', wake);
    try {
      await client.connect();
      const box = await client.mailboxOpen(folder);
      await client.mailboxCreate(takenFolder);
      while (!stopped && client.usable && (await mine())) {
        const woken = waking.promise;
        await takeAll(client, box.uidValidity);
        if (stopped || !client.usable) break;
        // Ends with the next command, which is the next look.
        void client.idle().catch(() => {});
        await Promise.race([woken, lost.promise, pause(options.lookMs ?? lookMs)]);
      }
      if (client.usable) await client.logout();
    } finally {
      client.close();
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      let wait = lookMs / 4;
      try {
        if (await mine()) {
          await session();
          failures = 0;
          wait = 1_000;
        }
      } catch (error) {
        failures += 1;
        wait = Math.min(slowestMs, 1_000 * 2 ** Math.min(failures, 10));
        onError(new Error(`mailbox: ${reasonOf(error)}`));
      }
      if (!stopped) await pause(wait);
    }
    await leases.release('mailbox', owner).catch(() => {});
  }

  return {
    start() {
      stopped = false;
      running ??= run();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}

/** A mail server's own words may repeat the address: its code is enough. */
function reasonOf(error: unknown): string {
  const { code, authenticationFailed, responseStatus, name } = error as {
    code?: string;
    authenticationFailed?: boolean;
    responseStatus?: string;
    name?: string;
  };
  return authenticationFailed ? 'the log-in was refused' : (code ?? responseStatus ?? name ?? 'failed');
}

function imapOptions(text: string) {
  const url = new URL(text);
  const secure = url.protocol === 'imaps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 993 : 143),
    secure,
    // `imap://` is for a server on this machine: never upgraded half-way.
    ...(secure ? {} : { doSTARTTLS: false }),
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    folder: decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX',
  };
}
