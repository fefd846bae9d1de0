/** The mails and notices that the product sends: which there are and what each is given. Texts: `text/<lang>/mails.ts`. */

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
}

export const mailTemplates = [
  'supplement-requested',
  'incomplete',
  'rejected',
  'withdrawn',
  'extended',
  'answered-public',
  'answered-private',
  'answered-sealed',
  'remind',
  'overdue',
  'addendum',
] as const;
export type MailTemplate = (typeof mailTemplates)[number];

export interface MailText {
  subject: string;
  text: string;
}
