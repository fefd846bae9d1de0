/** One row of the corpus: a mail, what must become of it, and why that is right. */
import type { FileRefusal, MailState, MailWhy, MissingPart } from '../../../domain/mail-in/letter.ts';

/** What stands before the corpus is delivered, for mails that answer to something of ours. */
export interface Before {
  /** Message-IDs of our mails: of a request, and of a report in each standing. */
  request: string;
  asked: string;
  reports: Record<'supplement' | 'answered' | 'handled' | 'over', { code: string; messageId: string }>;
  /** Of the mail that said the report of `handled` had been received: a mail that bounced. */
  jpeg: Buffer;
  png: Buffer;
  mp4: Buffer;
}

export interface Row {
  name: string;
  /** Why that is right. */
  because: string;
  raw: (before: Before) => Buffer;
  state: MailState;
  why: MailWhy;
  missing?: MissingPart[];
  /** Of the report, or of what was understood: each must hold. */
  content?: RegExp;
  notContent?: RegExp;
  person?: { name?: string; phone?: string };
  place?: RegExp;
  district?: string;
  /** Files that went with the report, and those that were refused. */
  files?: number;
  refused?: FileRefusal[];
  /** Which of the standing reports it belongs to. */
  report?: keyof Before['reports'];
  /** The answer's template, or none. */
  answer?: string | null;
}
