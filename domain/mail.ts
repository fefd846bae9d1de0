/** The mails and notices that the product sends: which there are and what each is given. Texts: `text/<lang>/mails.ts`. */

import type { MissingPart, RefusedFile, Understood } from './mail-in/letter.ts';

/** What a template may use. No name, phone or address: whom a mail goes to is looked up when it is sent. */
export interface MailData {
  code: string;
  /** The sender's private link, put in by whoever sends; absent in notices to staff. */
  link?: string;
  /** ISO 8601 with +07:00. */
  dueAt?: string;
  originalDueAt?: string;
  /** Names a stage of `text/<lang>/names.ts`. */
  stage?: string;
  /** The agency's id; its name is put in by whoever sends. */
  agency?: string;
  agencyName?: string;
  /** What is missing, why it was refused, the reply. */
  text?: string;
  /** The task's key, in notices to staff: where its link leads. */
  task?: string;
  /** Of new tasks and hand-overs: how many are told of at once. */
  count?: number;
  /** Of a followed report: its status, its field, and the link that ends it. */
  status?: string;
  field?: string;
  /** Its name, put in by whoever sends. */
  fieldName?: string;
  stop?: string;
  /** Of a link that sets a password: its id; the link itself is put in by whoever sends. */
  passwordLink?: string;
  /** Of an answer to an incoming mail: what is said of that. */
  mail?: MailInFacts;
  /** Why a mail was refused, or what became of an addition. */
  why?: string;
}

export interface MailInFacts {
  subject: string;
  missing: MissingPart[];
  known: Understood;
  refused: RefusedFile[];
  /** It named somebody else's report. */
  otherSender: boolean;
  /** Working days in which it can be completed. */
  daysLeft: number;
  /** Largest mail that is taken. */
  megabytes: number;
}

/** Answers to mails that came in; texts: `text/<lang>/mail-in.ts`. */
export const mailInTemplates = [
  'mail-received',
  'mail-asked',
  'mail-reminded',
  'mail-closed',
  'mail-refused',
  'mail-added',
  'mail-withdrawal',
  'mail-over',
] as const;

export const mailTemplates = [
  'supplement-requested',
  'incomplete',
  'rejected',
  'withdrawn',
  'ended',
  'extended',
  'calendar-moved',
  'answered-public',
  'answered-private',
  'answered-sealed',
  'remind',
  'overdue',
  'addendum',
  'new-task',
  'approval',
  'handed-over',
  'followed',
  'accepted',
  'taken-on',
  'release-asked',
  'release-done',
  'release-returned',
  'inherited',
  'set-password',
  'roster-gap',
  ...mailInTemplates,
  'webhook-off',
] as const;
export type MailTemplate = (typeof mailTemplates)[number];

export interface MailText {
  subject: string;
  text: string;
}

/** One line of the morning's digest. */
export interface DigestLine {
  code: string;
  stage: string;
  /** ISO 8601 with +07:00; null where there is no date. */
  dueAt: string | null;
}

/** A part of the digest: how many there are, and the first of them. */
export interface DigestPart {
  count: number;
  lines: DigestLine[];
}

/** The morning's digest: what of one's own or one's groups is overdue, due today, and what nobody has taken. */
export interface DigestData {
  /** `YYYY-MM-DD` */
  day: string;
  link: string;
  overdue: DigestPart;
  dueToday: DigestPart;
  unclaimed: DigestPart;
}
