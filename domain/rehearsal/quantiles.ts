/** Quantiles as rehearsals tell them. Pure. */
import type { Spread } from './result.ts';

/** The value that this share of the values does not exceed; null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
}

/** Between the runs, so that ten runs have a tenth part: the values in between are taken in proportion. */
export function spreadOf(values: readonly (number | null)[]): Spread | null {
  const sorted = values.filter((one) => one !== null).toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

/** Whether two figures differ by more than chance does: their spreads do not touch. */
export function differs(a: Spread | null, b: Spread | null): boolean {
  return a !== null && b !== null && (a.low > b.high || b.low > a.high);
}
