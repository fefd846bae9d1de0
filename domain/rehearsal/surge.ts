/**
 * What a made-up surge assumes: shown with every result that rests on it. Durations are working minutes from there to
 * done; half of them lie below `median`, and `spread` says how far apart the quick and the slow ones are (the deviation
 * of the logarithm).
 */
export interface SurgeAssumptions {
  readonly durations: Readonly<Record<string, { readonly median: number; readonly spread: number }>>;
  /** Shares of what is not the ordinary way, 0…1. */
  readonly shares: Readonly<Record<SurgeShare, number>>;
}

export const surgeShares = [
  'rejected',
  'incomplete',
  'supplemented',
  'outOfScope',
  'extended',
  'returned',
  'rated',
] as const;
export type SurgeShare = (typeof surgeShares)[number];

export const assumedSurge: SurgeAssumptions = {
  durations: {
    intake: { median: 30, spread: 0.7 },
    routing: { median: 25, spread: 0.7 },
    scope: { median: 240, spread: 0.7 },
    instruction: { median: 120, spread: 0.8 },
    handling: { median: 1_500, spread: 0.8 },
    extension: { median: 60, spread: 0.8 },
    approval: { median: 180, spread: 0.8 },
    publication: { median: 60, spread: 0.8 },
  },
  shares: {
    rejected: 0.04,
    incomplete: 0.06,
    supplemented: 0.7,
    outOfScope: 0.05,
    extended: 0.15,
    returned: 0.05,
    rated: 0.3,
  },
};
