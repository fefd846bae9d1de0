/**
 * What a check of a draft finds, and what a release makes of it. The words of each code stand with the page that shows
 * them (`web/text/studio`); the rules that find them in `rehearsal/check`.
 */
import type { ModelFile } from './api/models.ts';

/** What the engine would refuse · what the regulation forbids · what in the files does not fit together. */
export const checkKinds = ['engine', 'regulation', 'coherence'] as const;
export type CheckKind = (typeof checkKinds)[number];

/** An error forbids a release; a warning asks for a reason; a hint asks for nothing. */
export const severities = ['error', 'warning', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** Everything that a check can find, by kind. The words of each stand in `web/text/studio`, `studio.check.<code>`. */
export const findingCodes = {
  engine: [
    ...['unreadable', 'refused', 'feel-syntax', 'feel-slow', 'too-deep'],
    ...['compat-property-value-not-allowed', 'compat-extension-element-required'],
    ...['compat-extension-element-not-allowed', 'compat-other'],
    ...['lint-label-required', 'lint-no-disconnected', 'lint-no-implicit-end', 'lint-no-implicit-start'],
    ...['lint-no-bpmndi', 'lint-no-overlapping-elements', 'lint-superfluous-gateway', 'lint-other'],
  ],
  regulation: [
    ...['stage-missing', 'budget-longer', 'budget-stricter', 'budget-computed', 'budget-unreadable', 'clock-start'],
    ...['wrong-actor', 'step-skipped', 'approval-skipped', 'refusal-untold', 'extension-unapproved', 'way-missing'],
    ...['confidential-published', 'sealed-published', 'wait-without-window', 'extension-unlimited', 'extension-longer'],
    ...['task-without-article', 'task-without-deadline', 'deadline-without-article', 'article-unknown'],
    ...['annex-unknown', 'decision-page-unknown', 'article-other', 'task-beyond', 'article-dropped'],
  ],
  coherence: [
    ...['id-twice', 'unreachable', 'end-waits', 'outcome-not-taken', 'outcome-sometimes-not-taken'],
    ...['outcome-two-ways', 'outcome-default', 'outcome-unknown', 'value-never-written'],
    ...['form-none', 'form-missing', 'form-unused', 'form-key-twice', 'form-without-outcome', 'form-outcome-unknown'],
    ...['form-outcome-missing', 'form-field-unknown', 'form-field-missing', 'form-field-hidden'],
    ...['form-field-not-required', 'form-field-stricter', 'form-field-bound', 'form-field-options', 'words-to-engine'],
    ...['variable-unwritten', 'variable-too-early', 'not-emptied', 'emptied-and-read', 'leak-named', 'leak-all'],
    ...['shadowed', 'job-unknown', 'job-computed', 'job-header', 'job-needs'],
    ...['decision-missing', 'decision-computed', 'decision-unused', 'decision-policy', 'decision-columns'],
    ...['decision-result-unread', 'decision-input-unknown', 'decision-value-unknown', 'decision-agency-unknown'],
    ...['routing-gap', 'routing-row-idle', 'message-unknown', 'message-start', 'message-key'],
    ...['group-none', 'group-unknown', 'group-without-right', 'group-computed'],
    ...['stage-header', 'note-outdated', 'citizen-words'],
  ],
} as const satisfies Readonly<Record<CheckKind, readonly string[]>>;
export type FindingCode<Kind extends CheckKind = CheckKind> = (typeof findingCodes)[Kind][number];

export interface Finding {
  readonly kind: CheckKind;
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Name of the file that it is about. */
  readonly file: string;
  /** Id in that file: an element or flow of a diagram, a component of a form, a row of a table. */
  readonly element?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
  /** `8.2`, where the regulation is what speaks. */
  readonly article?: string;
  /** Values for the holes of the words. */
  readonly data: Readonly<Record<string, string | number>>;
}

/** A draft's files, and what the product knows that they are held against. */
export interface CheckInput {
  readonly files: readonly ModelFile[];
  /** Clauses that the regulation has: `8.2`. */
  readonly articles: readonly string[];
  /** Pages of decisions: `0001-where-the-regulation-is-silent`. */
  readonly decisions: readonly string[];
  /** Agencies that reports may be routed to. */
  readonly agencies: readonly string[];
  /** Fields and areas that the directory has, besides those that the product is shipped with. */
  readonly fields?: readonly string[];
  readonly areas?: readonly string[];
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  /** How many more there were than an answer holds. */
  readonly left: number;
}

export type Tally = Record<Severity, number>;

export function tally(findings: readonly Pick<Finding, 'severity'>[]): Tally {
  const counts: Tally = { error: 0, warning: 0, hint: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/** What a release may do with a draft that was checked: nothing, give a reason first, or go on. */
export function releaseVerdict(result: CheckResult): 'forbidden' | 'needs-reason' | 'free' {
  const { error, warning } = tally(result.findings);
  if (error > 0) return 'forbidden';
  // What an answer has no room for was not seen by anyone: it asks for a reason as a warning does.
  return warning > 0 || result.left > 0 ? 'needs-reason' : 'free';
}
