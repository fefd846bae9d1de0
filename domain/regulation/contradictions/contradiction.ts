/** What a contradiction is: a rule that found it, the clauses against each other, and the places where it shows. */
import type { Calendar } from '../../calendar.ts';
import type { Wording } from '../clauses.ts';
import type { LawReading } from '../reading.ts';

export const rules = [
  'same-start',
  'sum-over-clock',
  'endless-loop',
  'overlap-text',
  'overlap-table',
  'one-holder',
  'outside-calendar',
  'repealed',
] as const;
export type Rule = (typeof rules)[number];

export interface Place {
  /** The draft's file that it is in; absent for what is in no file (the directory, the calendar, the law). */
  file?: string;
  /** Id of the element, or of the table's row. */
  id?: string;
  name: string;
}

export interface Contradiction {
  rule: Rule;
  /** `8.2`; `PL1.8` is row 8 of Annex 1. */
  articles: string[];
  places: Place[];
  /** What the words of the rule need: numbers, budgets, names. */
  data: Readonly<Record<string, string | number>>;
}

/** A row of a decision table, as far as its cells can be compared without running them. */
export interface TableRow {
  file: string;
  decision: string;
  id: string;
  /** One a column, as written. */
  inputs: string[];
  output: string;
}

export interface AnnexRow {
  row: number;
  /** What belongs to it, as the annex lists it. */
  about: string;
  agency: string | null;
}

export interface Holder {
  group: string;
  /** Active people. */
  people: number;
  /** Of them, those for whom somebody stands in. */
  standIns: number;
}

/** Everything that is looked at. */
export interface Known {
  /** The diagram's file. */
  file: string;
  reading: LawReading;
  rows: readonly TableRow[];
  annex: readonly AnnexRow[];
  /** In force today. */
  wordings: readonly Wording[];
  /** Were in force once. */
  repealed: readonly Wording[];
  calendar: Calendar;
  /** The last day for which holidays are entered, `YYYY-MM-DD`; null where none are. */
  calendarUntil: string | null;
  /** Budgets of agencies that have a shorter limit of their own. */
  agencyLimits: readonly { agency: string; limit: string }[];
  holders: readonly Holder[];
  /** Epoch ms. */
  now: number;
}
