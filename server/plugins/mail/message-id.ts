/**
 * Message-IDs of our mails: they carry the outbox entry, so that an answer or a bounce finds back, and a mark of the
 * server's secret, so that only who was sent it can name it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const markOf = (secret: string, entry: string): Buffer =>
  createHmac('sha256', secret).update(`message-id:${entry}`).digest().subarray(0, 12);

/** `entry`: `<report's code or nothing>|<outbox entry>`. `domain`: of the address that mails come from. The same entry has the same id: a mail server may drop what comes twice. */
export function messageIdOf(secret: string, entry: string, domain: string): string {
  return `<qn.${Buffer.from(entry).toString('base64url')}.${markOf(secret, entry).toString('base64url')}@${domain}>`;
}

/** What a Message-ID that we made was made of; null of any other. */
function entryOf(secret: string, messageId: string): string | null {
  const found = /^<qn\.([A-Za-z0-9_-]{1,600})\.([A-Za-z0-9_-]{16})@[^<>@\s]+>$/.exec(messageId.trim());
  if (!found) return null;
  const entry = Buffer.from(found[1]!, 'base64url').toString('utf8');
  const given = Buffer.from(found[2]!, 'base64url');
  const made = markOf(secret, entry);
  return given.length === made.length && timingSafeEqual(given, made) ? entry : null;
}

/** What a mail of ours is about, from its Message-ID: the outbox entry, the report, the incoming mail. */
export interface About {
  entry: string;
  code: string | null;
  mail: string | null;
}

export function aboutOf(secret: string, messageId: string): About | null {
  const text = entryOf(secret, messageId);
  if (text === null) return null;
  const bar = text.indexOf('|');
  const entry = text.slice(bar + 1);
  return {
    entry,
    code: text.slice(0, bar) || null,
    mail: /^mail:in:([0-9a-f]{32}):/.exec(entry)?.[1] ?? null,
  };
}

/** What all mails of one report answer to, so that programs show them together: of no mail that was ever sent. */
export const threadOf = (code: string, domain: string): string => `<${code.toLowerCase()}@${domain}>`;
