/**
 * What the product has answered to those who asked it: every promise, to be held against what is there in the end.
 * Nothing is noted of a call whose answer was lost, but that it was made.
 */
import type { Plan } from './plans.ts';

export interface Kept {
  code: string;
  token: string;
  plan: Plan;
  email: string | null;
  confidential: boolean;
}

/** What a sender said later and was told 202 for. */
export type Said = 'supplement' | 'withdrawal' | 'feedback';

export class Ledger {
  /** Answered 201, by code. */
  readonly accepted = new Map<string, Kept>();
  /** Claims answered 204. */
  readonly claims: { task: string; by: string }[] = [];
  /** Completions answered 204: one task may be in it once. */
  readonly completions: { task: string; by: string; outcome: string }[] = [];
  /** Answered 202. */
  readonly said: { code: string; what: Said }[] = [];
  /** Reports whose way has come to its end, as their senders see it. */
  readonly ended = new Set<string>();
  /** Answers of success, of a refusal with 5xx, and calls that got no answer. */
  answered = 0;
  refused = 0;
  unanswered = 0;

  toString(): string {
    const { accepted, claims, completions, said, answered, refused, unanswered } = this;
    return `${accepted.size} reports (201), ${claims.length} claims and ${completions.length} completions (204), ${said.length} said later (202); in all ${answered} answered, ${refused} refused for now, ${unanswered} without an answer`;
  }
}
