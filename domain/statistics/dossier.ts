/**
 * What figures are made of: one small record a report, written by the projection beside the report itself. Codes, times
 * and numbers only: no text, nothing of the sender. Every fact has its time, so that a figure can be counted as it was
 * known at any moment (`cut`), and counted again later with the same result.
 */

/** One user task. */
export interface Step {
  /** userTaskKey. */
  key: string;
  stage: string;
  /** The acting agency's id, `ioc` or `province`. */
  agency: string;
  openedAt: number;
  doneAt: number | null;
  /** Called off, or gone with an interrupted scope. */
  goneAt: number | null;
  /** The date first set, and the date in force (epoch ms); null where the step has none. */
  first: number | null;
  due: number | null;
  moves: { at: number; from: number | null; to: number | null }[];
  /** Version of the calendar that its deadline was reckoned with; null where it has no deadline. */
  calendar: number | null;
  outcome: string | null;
  /** User name. */
  by: string | null;
  /** Days asked for, or granted. */
  days: number | null;
  /** Where the texts of the completion stand. */
  completion: string | null;
}

export const turning = ['field', 'district', 'leadAgency'] as const;
export type Turning = (typeof turning)[number];

export interface Dossier {
  /** The report's code. */
  _id: string;
  receivedAt: number;
  /** As the sender said. */
  district: string | null;
  /** What the report was filed under, from when on. */
  turns: { at: number; name: Turning; value: string | null }[];
  steps: Step[];
  answers: { at: number; resolution: string | null }[];
  ratings: { at: number; rating: string }[];
  /** `closed`: its way came to an end of its own. */
  ends: { at: number; how: 'rejected' | 'lapsed' | 'withdrawn' | 'canceled' | 'closed' }[];
  /** When nothing more could come; null while something may. */
  until: number | null;
}

export function newDossier(code: string, receivedAt: number, district: string | null): Dossier {
  return { _id: code, receivedAt, district, turns: [], steps: [], answers: [], ratings: [], ends: [], until: null };
}

/** What the report was filed under at a moment; null while it was not. */
export function turnAt({ turns }: Dossier, name: Turning, cut: number): string | null {
  return turns.findLast((turn) => turn.name === name && turn.at <= cut)?.value ?? null;
}

/** The date in force at a moment. */
export function dueAt({ due, moves }: Step, cut: number): number | null {
  const later = moves.find(({ at }) => at > cut);
  return later ? later.from : due;
}

export const openAt = ({ openedAt, doneAt, goneAt }: Step, cut: number): boolean =>
  openedAt <= cut && (doneAt === null || doneAt > cut) && (goneAt === null || goneAt > cut);
