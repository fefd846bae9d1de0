/**
 * Takes a mail: stored whole and sealed in one transaction, before the mailbox is touched. The same bytes are taken once,
 * however often the mailbox shows them (a server that died before it moved the mail, a mailbox that was numbered anew).
 */
import { createHash, createHmac } from 'node:crypto';
import { newId } from '../../domain/ids.ts';
import { unreadLetter } from '../../domain/mail-in/letter.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { House } from '../house.ts';

export interface Found {
  /** `<UIDVALIDITY>.<UID>` */
  source: string;
  /** The whole mail, or its head where it is too large to fetch. */
  raw: Buffer;
  /** Bytes of the whole. */
  size: number;
  tooLarge?: boolean;
}

/** Returns whether it is new. */
export async function take(house: House, { source, raw, size, tooLarge = false }: Found): Promise<boolean> {
  const { store, settings } = house;
  const id = newId(house.random);
  // A short mail could be guessed from a bare hash.
  const hash = keyed(settings.secret, createHash('sha256').update(raw).digest('hex'));
  const mail: StoredMail = {
    _id: id,
    source,
    hash,
    sameAs: sameAs(settings.secret, raw, hash),
    size,
    state: 'taken',
    why: tooLarge ? 'too-large' : 'new',
    reportCode: null,
    answers: null,
    receivedAt: await house.clock.now(),
    key: store.mails.newKey(),
    letter: unreadLetter,
    ask: null,
    nextAt: house.machineNow(),
    attempts: 0,
  };
  try {
    await store.transaction((session) => store.mails.insert(mail, raw, session));
    return true;
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    return false;
  }
}

/** The mail as it came. @throws Error where it was erased */
export async function rawOf(house: House, id: string): Promise<Buffer> {
  const raw = await house.store.mails.raw(id);
  if (!raw) throw new Error('the mail was erased');
  return raw;
}

/** Two deliveries of one mail differ in what servers wrote on it; Message-ID and body are its own. */
function sameAs(secret: string, raw: Buffer, hash: string): string {
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, 512 * 1024).toString('latin1'));
  const head = raw.subarray(0, end?.index ?? 0).toString('latin1');
  const messageId = /^Message-ID:\s*(<[^<>\s]+>)/im.exec(head)?.[1];
  if (!end || !messageId) return keyed(secret, hash);
  const body = createHash('sha256')
    .update(raw.subarray(end.index + end[0].length))
    .digest('hex');
  return keyed(secret, `${messageId}:${body}`);
}

/** A hash that only we can make: it tells nothing of what a mail says. */
const keyed = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(`mail:${text}`).digest('hex');
