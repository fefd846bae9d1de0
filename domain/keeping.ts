/**
 * What is kept of a report and what may go (articles 3.6, 5.4, 12.1): the rules that the product ships, and what an
 * erasure leaves. Article 12.1 has all reports stored, so the rules are off until an administrator names a ground.
 */
import { fieldsOf, isStage } from './stages.ts';

/**
 * `sender`: who sent it (name, phone, address), who follows it, and the devices that hear of it · `words`: these, and
 * what was said and shown in a report that nobody but its handlers may read. What is published stays (article 5.4) ·
 * `mails`: incoming mails that no report was made of.
 */
export const erasable = ['sender', 'words', 'mails'] as const;
export type Erasable = (typeof erasable)[number];

export interface RetentionRule {
  id: string;
  what: Erasable;
  /** Days from the end of the procedure, of a mail from its arrival; in business time. */
  afterDays: number;
  /** The regulation that says so; without one a rule cannot be in force. */
  ground: string;
  active: boolean;
}

export const shippedRules: readonly RetentionRule[] = [
  { id: 'sender-details', what: 'sender', afterDays: 3_650, ground: '', active: false },
  { id: 'unpublished-words', what: 'words', afterDays: 3_650, ground: '', active: false },
  { id: 'mails-without-report', what: 'mails', afterDays: 365, ground: '', active: false },
];

/** Reports or mails of one run: more are left to the next. */
export const mostErased = 5_000;

/** Texts of staff that stay: why a report was refused or a date moved is counted (articles 8.3, 15), and is the office's. */
const keptTexts = new Set(['ground', 'reason']);

/** A completion's fields without what staff wrote in it; codes, numbers and files stay as they are. */
export function withoutWords(stage: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = isStage(stage) ? fieldsOf(stage) : undefined;
  const isText = (name: string, value: unknown): boolean =>
    typeof value === 'string' && (known?.get(name)?.kind ?? 'text') === 'text' && !keptTexts.has(name);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isText(name, value) ? '' : value]));
}

/** Whether anyone may read the report now. */
export function isOpen(report: {
  confidential: boolean;
  reply?: { kind: string } | undefined;
  takenDown?: unknown;
}): boolean {
  return report.reply?.kind === 'public' && !report.confidential && !report.takenDown;
}
