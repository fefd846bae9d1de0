/**
 * The rows that figures are counted over: reports, their finished steps, their requests for more time, and returns for
 * lack of competence, each as it was known at `cut`. A row holds codes, numbers and times (epoch ms), nothing else.
 */
import type { Calendar } from '../calendar.ts';
import { workingBetween } from '../working-time.ts';
import { type Dossier, dueAt, openAt, type Step, turnAt } from './dossier.ts';

type Value = string | number | boolean | null;
interface Filed {
  /** The report's code, with the step's key where it is one. */
  key: string;
  code: string;
  field: string | null;
  district: string | null;
  agency: string | null;
}

export interface ReportRow extends Filed {
  receivedAt: number;
  /** The first reply that was given out. */
  answeredAt: number | null;
  /** Of the reply in force: `fixed`, `answered`, `cannot-fix`; null where it does not say. */
  resolution: string | null;
  /** Whether every step before the first reply was done by its first date, and by the date in force. */
  byFirst: boolean | null;
  byMoved: boolean | null;
  /** Working minutes from reception to the first reply. */
  minutes: number | null;
  rated: boolean;
  rating: string | null;
  /** Handled anew after a reply. */
  again: boolean;
  /** `open`, `answered`, or how it ended without a reply. */
  outcome: 'open' | 'answered' | 'rejected' | 'withdrawn' | 'lapsed' | 'canceled' | 'closed';
  endedAt: number | null;
  stage: string | null;
  overdue: boolean;
  overdueByFirst: boolean;
}

export interface StepRow extends Filed {
  stage: string;
  openedAt: number;
  doneAt: number;
  first: number | null;
  due: number | null;
  dated: boolean;
  byFirst: boolean | null;
  byMoved: boolean | null;
  minutes: number;
  outcome: string | null;
  by: string | null;
}

export interface ExtensionRow extends Filed {
  askedAt: number;
  askedBy: string | null;
  days: number | null;
  first: number | null;
  due: number | null;
  afterFirst: boolean;
  afterBreach: boolean;
  decision: 'granted' | 'refused' | 'waiting';
  decidedAt: number | null;
  approver: string | null;
  daysGranted: number;
}

export interface ReturnRow extends Filed {
  returnedAt: number;
}

export interface Rows {
  reports: ReportRow[];
  steps: StepRow[];
  extensions: ExtensionRow[];
  returns: ReturnRow[];
}
export type RowKind = keyof Rows;
export type Row = Filed & Record<string, Value>;

/** The calendar of a version; a step without one is measured by that of the step before. */
export type CalendarOf = (version: number | null) => Calendar;

export const noRows = (): Rows => ({ reports: [], steps: [], extensions: [], returns: [] });

/** Adds the rows of one report as they were at `cut`; none where it had not come in by then. */
export function addRows(rows: Rows, dossier: Dossier, cut: number, calendarOf: CalendarOf): void {
  if (dossier.receivedAt > cut) return;
  rows.reports.push(reportRow(dossier, cut, calendarOf));
  let calendar: number | null = null;
  for (const step of dossier.steps) {
    calendar = step.calendar ?? calendar;
    if (step.doneAt === null || step.doneAt > cut) continue;
    rows.steps.push(stepRow(dossier, step as Done, calendarOf(calendar)));
    if (step.outcome === 'extension-requested') rows.extensions.push(extensionRow(dossier, step as Done, cut));
    if (step.stage === 'scope' && step.outcome === 'out-of-scope')
      rows.returns.push({ ...filedAt(dossier, step), returnedAt: step.doneAt });
  }
}

type Done = Step & { doneAt: number };

/** A row's minutes are kept to the hundredth: what is printed is what is hashed. */
export const hundredth = (value: number): number => Math.round(value * 100) / 100;

function reportRow(dossier: Dossier, cut: number, calendarOf: CalendarOf): ReportRow {
  const { _id: code, receivedAt } = dossier;
  const answers = dossier.answers.filter(({ at }) => at <= cut);
  const [first] = answers;
  const last = answers.at(-1);
  const ended = dossier.ends.find(({ at }) => at <= cut);
  const before = first ? dossier.steps.filter(({ doneAt }) => doneAt !== null && doneAt <= first.at) : [];
  const open = dossier.steps.filter((step) => openAt(step, cut));
  const rating = last && dossier.ratings.findLast(({ at }) => at >= last.at && at <= cut);
  const outcome = first ? 'answered' : (ended?.how ?? 'open');
  const waits = outcome === 'open';
  const calendar = before.findLast((step) => step.calendar !== null)?.calendar ?? null;
  return {
    key: code,
    code,
    field: turnAt(dossier, 'field', cut),
    district: turnAt(dossier, 'district', cut) ?? dossier.district,
    agency: turnAt(dossier, 'leadAgency', cut),
    receivedAt,
    answeredAt: first?.at ?? null,
    resolution: last?.resolution ?? null,
    byFirst: first ? before.every((step) => step.first === null || (step.doneAt as number) <= step.first) : null,
    byMoved: first ? before.every((step) => step.due === null || (step.doneAt as number) <= step.due) : null,
    minutes: first ? hundredth(workingBetween(receivedAt, first.at, calendarOf(calendar))) : null,
    rated: rating !== undefined,
    rating: rating?.rating ?? null,
    again:
      first !== undefined &&
      dossier.steps.some((step) => step.openedAt > first.at && step.openedAt <= cut && step.stage !== 'review'),
    outcome,
    endedAt: first ? null : (ended?.at ?? null),
    stage: waits ? standing(open, dossier) : null,
    overdue: waits && open.some((step) => isPast(dueAt(step, cut), cut)),
    overdueByFirst: waits && open.some((step) => isPast(step.first, cut)),
  };
}

const isPast = (date: number | null, cut: number): boolean => date !== null && date < cut;

/** Where an open report stands: at its earliest open step, or with the sender. */
function standing(open: Step[], { steps }: Dossier): string | null {
  const [earliest] = open;
  if (earliest) return earliest.stage;
  return steps.length > 0 ? 'supplement' : null;
}

/** What the report was filed under when the step was done; the step's own agency. */
function filedAt(dossier: Dossier, { key, agency, doneAt }: Step) {
  const at = doneAt as number;
  return {
    key: `${dossier._id} ${key}`,
    code: dossier._id,
    field: turnAt(dossier, 'field', at),
    district: turnAt(dossier, 'district', at) ?? dossier.district,
    agency,
  };
}

function stepRow(dossier: Dossier, step: Done, calendar: Calendar): StepRow {
  const { stage, openedAt, doneAt, first, due, outcome, by } = step;
  return {
    ...filedAt(dossier, step),
    stage,
    openedAt,
    doneAt,
    first,
    due,
    dated: first !== null && due !== null,
    byFirst: first === null ? null : doneAt <= first,
    byMoved: due === null ? null : doneAt <= due,
    minutes: hundredth(workingBetween(openedAt, doneAt, calendar)),
    outcome,
    by,
  };
}

function extensionRow(dossier: Dossier, step: Done, cut: number): ExtensionRow {
  const { doneAt: askedAt, first, due } = step;
  const decided = dossier.steps.find((one) => one.stage === 'extension' && one.openedAt >= askedAt);
  const known = decided && decided.doneAt !== null && decided.doneAt <= cut ? decided : undefined;
  const granted = known?.outcome === 'granted';
  return {
    ...filedAt(dossier, step),
    askedAt,
    askedBy: step.by,
    days: step.days,
    first,
    due,
    afterFirst: first !== null && askedAt > first,
    afterBreach: due !== null && askedAt > due,
    decision: known ? (granted ? 'granted' : 'refused') : 'waiting',
    decidedAt: known?.doneAt ?? null,
    approver: known?.by ?? null,
    daysGranted: granted ? (known.days ?? 0) : 0,
  };
}
