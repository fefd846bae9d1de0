/** A chosen mapping as it goes over the wire (a record) and as it is kept (pairs: ids may hold dots). */
import type { Mapping } from '../../../domain/migration/plan.ts';

export interface Pair {
  source: string;
  target: string;
}

export const pairsOf = (mapping: Mapping = {}): Pair[] =>
  Object.entries(mapping).map(([source, target]) => ({ source, target }));

export const mappingOf = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ source, target }) => [source, target]));
