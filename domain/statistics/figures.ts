/**
 * Every figure of the statistics as data: what is counted, by which time it belongs to a period, and of which other
 * figure it is a share. The query is what is run (count.ts), not a description of it. Whoever changes a query raises its
 * version: a fixed report names the version that it was counted by.
 *
 * Articles: 13.9 (the period's report), 11 (ratings), 8.2 (returns), 8.3 (more time).
 */
import type { RowKind } from './rows.ts';

/** What is counted. `time` is the column that must lie in the period, or `end`: what stood so when it ended. */
export interface Query {
  rows: RowKind;
  time: 'receivedAt' | 'answeredAt' | 'endedAt' | 'end' | 'doneAt' | 'askedAt' | 'returnedAt';
  /** Column → the value that it must have. */
  where: Readonly<Record<string, string | boolean>>;
  take: 'count' | 'sum' | 'median' | 'mean';
  /** What is summed up, or the median and mean of which it is. */
  column?: 'daysGranted' | 'minutes';
}

export interface Figure {
  name: string;
  version: number;
  query: Query;
  /** The figure that it is a share of. */
  of: string | null;
}

const figure = (name: string, query: Omit<Query, 'take'> & Partial<Query>, of: string | null = null): Figure => ({
  name,
  version: 1,
  query: { take: 'count', ...query },
  of,
});

const received = (name: string, outcome: string) =>
  figure(name, { rows: 'reports', time: 'receivedAt', where: { outcome } }, 'received');
const answered = (name: string, where: Query['where'], of: string) =>
  figure(name, { rows: 'reports', time: 'answeredAt', where }, of);
const ended = (name: string, outcome: string) => figure(name, { rows: 'reports', time: 'endedAt', where: { outcome } });
const steps = (name: string, where: Query['where'], of: string) =>
  figure(name, { rows: 'steps', time: 'doneAt', where }, of);
const asked = (name: string, where: Query['where']) =>
  figure(name, { rows: 'extensions', time: 'askedAt', where }, 'extensions');

export const figures: readonly Figure[] = [
  // Received in the period, and what became of them by its end. The parts add up to the whole.
  figure('received', { rows: 'reports', time: 'receivedAt', where: {} }),
  received('receivedAnswered', 'answered'),
  received('receivedOpen', 'open'),
  received('receivedRejected', 'rejected'),
  received('receivedWithdrawn', 'withdrawn'),
  received('receivedLapsed', 'lapsed'),
  received('receivedCanceled', 'canceled'),
  // First answered in the period, whenever received.
  figure('answered', { rows: 'reports', time: 'answeredAt', where: {} }),
  answered('onTimeByFirst', { byFirst: true }, 'answered'),
  answered('onTimeByMoved', { byMoved: true }, 'answered'),
  answered('late', { byMoved: false }, 'answered'),
  answered('fixed', { resolution: 'fixed' }, 'answered'),
  answered('onlyAnswered', { resolution: 'answered' }, 'answered'),
  answered('cannotFix', { resolution: 'cannot-fix' }, 'answered'),
  answered('again', { again: true }, 'answered'),
  figure('medianMinutes', { rows: 'reports', time: 'answeredAt', where: {}, take: 'median', column: 'minutes' }),
  figure('meanMinutes', { rows: 'reports', time: 'answeredAt', where: {}, take: 'mean', column: 'minutes' }),
  // Article 11.2: how many of those answered were rated, and how.
  answered('rated', { rated: true }, 'answered'),
  answered('satisfied', { rating: 'satisfied' }, 'rated'),
  answered('acceptable', { rating: 'acceptable' }, 'rated'),
  answered('unsatisfied', { rating: 'unsatisfied' }, 'rated'),
  // Ended in the period without an answer.
  ended('rejected', 'rejected'),
  ended('withdrawn', 'withdrawn'),
  ended('lapsed', 'lapsed'),
  // What stood open when the period ended.
  figure('open', { rows: 'reports', time: 'end', where: { outcome: 'open' } }),
  figure('openOverdue', { rows: 'reports', time: 'end', where: { outcome: 'open', overdue: true } }, 'open'),
  figure(
    'openOverdueByFirst',
    { rows: 'reports', time: 'end', where: { outcome: 'open', overdueByFirst: true } },
    'open',
  ),
  // Article 8.3: more time, asked for in the period.
  figure('extensions', { rows: 'extensions', time: 'askedAt', where: {} }),
  asked('extensionsAfterFirst', { afterFirst: true }),
  asked('extensionsAfterBreach', { afterBreach: true }),
  asked('extensionsGranted', { decision: 'granted' }),
  asked('extensionsRefused', { decision: 'refused' }),
  figure('daysGranted', {
    rows: 'extensions',
    time: 'askedAt',
    where: { decision: 'granted' },
    take: 'sum',
    column: 'daysGranted',
  }),
  // Article 8.2: sent back for lack of competence.
  figure('returns', { rows: 'returns', time: 'returnedAt', where: {} }),
  // Steps finished in the period.
  figure('steps', { rows: 'steps', time: 'doneAt', where: { dated: true } }),
  steps('stepsOnTimeByFirst', { dated: true, byFirst: true }, 'steps'),
  steps('stepsOnTimeByMoved', { dated: true, byMoved: true }, 'steps'),
  steps('stepsLate', { dated: true, byMoved: false }, 'steps'),
  figure('stepsMedianMinutes', { rows: 'steps', time: 'doneAt', where: {}, take: 'median', column: 'minutes' }),
  figure('stepsMeanMinutes', { rows: 'steps', time: 'doneAt', where: {}, take: 'mean', column: 'minutes' }),
];

const byName = new Map(figures.map((one) => [one.name, one]));

/** Undefined for a name that is none. */
export const figureNamed = (name: string): Figure | undefined => byName.get(name);

const bases = {
  receivedAt: 'received',
  answeredAt: 'answered',
  endedAt: 'ended',
  end: 'end',
  doneAt: 'done',
  askedAt: 'asked',
  returnedAt: 'returned',
} as const;
export const basisOf = ({ query }: Figure) => bases[query.time];

export function unitOf({ query }: Figure): 'reports' | 'steps' | 'requests' | 'days' | 'minutes' {
  if (query.column === 'minutes') return 'minutes';
  if (query.column === 'daysGranted') return 'days';
  if (query.rows === 'steps') return 'steps';
  return query.rows === 'reports' ? 'reports' : 'requests';
}
