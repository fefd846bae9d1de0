/** How a rule says what it found: one line a finding. */
import type { CheckKind, Finding, FindingCode, Severity } from '../../domain/checks.ts';
import type { Ground } from './read/files.ts';

/** A rule looks at all files of a draft and says what breaks it. */
export type Rule = (ground: Ground) => Finding[];

export type Say<Kind extends CheckKind> = (
  severity: Severity,
  code: FindingCode<Kind>,
  where: { file: string; element?: string; article?: string },
  data?: Finding['data'],
) => Finding;

const sayer =
  <Kind extends CheckKind>(kind: Kind): Say<Kind> =>
  (severity, code, where, data = {}) => ({ kind, code, severity, ...where, data });

export const regulation: Say<'regulation'> = sayer('regulation');
export const coherence: Say<'coherence'> = sayer('coherence');
export const engine: Say<'engine'> = sayer('engine');

/** An element as it is called in a sentence: its name, or its id where it has none. */
export const called = (node: { id: string; name: string }): string => node.name || node.id;
