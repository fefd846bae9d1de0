/**
 * An incoming mail as its rules see it: headers, words and a list of files, without the bytes. Made from the raw mail by
 * server/mail-in/read.ts; everything in here is what a stranger wrote.
 */

export interface LetterFile {
  /** As the mail names it, NFC, without a path. */
  name: string;
  /** The mail's word for it, lower case; what it is, its content says. */
  type: string;
  /** Bytes. */
  size: number;
  /** Shown within the text (a picture of a signature, often). */
  inline: boolean;
}

/** What a mail server says of a mail of ours that it could not deliver (RFC 3464). */
export interface DeliveryReport {
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | '';
  /** Enhanced status, e.g. `5.1.1`; empty where there is none. */
  status: string;
  recipient: string;
  /** Message-ID of the mail that it is about; empty where the report does not say. */
  about: string;
}

export interface Letter {
  /** Null where there is no address that could be answered. */
  from: { name: string; address: string } | null;
  /** Addresses of To, Cc and of the server's own marks of delivery, lower case. */
  to: string[];
  subject: string;
  /** With its angle brackets; empty where there is none. */
  messageId: string;
  /** What it answers to, the nearest first. */
  refs: string[];
  /** Epoch ms; null where the mail has no date that can be read. */
  date: number | null;
  /** Lower-case names; several of one name are joined by line ends. */
  headers: Readonly<Record<string, string>>;
  /** The text as it was written, quotes and signatures included; HTML as text. */
  words: string;
  /** The text of mails that are attached to it. */
  forwarded: string;
  files: LetterFile[];
  /** It cannot be read without somebody's key. */
  encrypted: boolean;
  /** Nothing but an invitation or its answer. */
  calendar: boolean;
  delivery: DeliveryReport | null;
}

/** Bytes of a whole mail; a larger one is never fetched. */
export const mostMailBytes = 25 * 1024 * 1024;

/**
 * `taken`: stored, not looked at yet · `accepted`: a report was made of it · `asked`: its sender is asked for what is
 * missing · `threaded`: belongs to a report or an asked mail · `held`: for staff to look at · `refused`: its sender was
 * told why it cannot be taken · `ignored`: nobody's words (automatic, a bounce, a repeat) · `closed`: asked, never
 * answered · `dismissed`: staff found that it is no report.
 */
export const mailStates = [
  'taken',
  'accepted',
  'asked',
  'threaded',
  'held',
  'refused',
  'ignored',
  'closed',
  'dismissed',
] as const;
export type MailState = (typeof mailStates)[number];

/** Why a mail is in its state; each has its sentence in web/text/admin/mail. */
export const mailWhys = [
  'new',
  'complete',
  'incomplete',
  'wish',
  'wish-strict',
  'by-hand',
  'supplement',
  'feedback',
  'addendum',
  'withdrawal-wish',
  'answer-to-request',
  'report-over',
  'other-sender',
  'too-large',
  'encrypted',
  'own-mail',
  'repeat',
  'auto-reply',
  'bounce',
  'bounce-unknown',
  'bulk',
  'spam',
  'forged',
  'no-sender',
  'calendar',
  'many-recipients',
  'not-for-us',
  'too-often',
  'unreadable',
  'unanswered',
  'no-report',
] as const;
export type MailWhy = (typeof mailWhys)[number];

/** What was understood of a mail; what is missing is asked for. */
export interface Understood {
  name?: string;
  phone?: string;
  address?: string;
  place?: string;
  district?: string;
  /** Epoch ms. */
  occurredAt?: number;
  content?: string;
  /** It speaks of secrecy: article 5.4 (the name is not shown) or 10.2 (nothing is). Asked for, never guessed. */
  wish?: Wish;
  missing: MissingPart[];
}

export const wishes = ['hide-name', 'confidential'] as const;
export type Wish = (typeof wishes)[number];

export const missingParts = ['name', 'phone', 'place', 'content', 'wish'] as const;
export type MissingPart = (typeof missingParts)[number];

/** Why a file of a mail was not taken; each has its words in text/<lang>/mails.ts. */
export const fileRefusals = [
  'heic',
  'tnef',
  'archive',
  'program',
  'document',
  'broken',
  'type',
  'too-large',
  'too-many',
] as const;
export type FileRefusal = (typeof fileRefusals)[number];
export interface RefusedFile {
  name: string;
  why: FileRefusal;
}

/** What of a mail is kept beside its bytes, sealed as they are: who wrote, what was understood, what became of its files. */
export interface KeptLetter {
  from: { name: string; address: string } | null;
  subject: string;
  messageId: string;
  files: LetterFile[];
  refused: RefusedFile[];
  /** Absent where nobody's report was looked for in it. */
  understood?: Understood;
  /** It names a report whose sender has another address: taken as new. */
  otherSender?: true;
}

/** Before anything was read, and after the key is gone. */
export const unreadLetter: KeptLetter = { from: null, subject: '', messageId: '', files: [], refused: [] };
