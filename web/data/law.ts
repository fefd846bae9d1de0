/** What contradicts what, in a draft or in what is in force; and the running reports that a draft touches. */
import type { ContradictionList, Touched } from '../../domain/api/law.ts';
import { ask, queryOf } from './http.ts';

export type { ContradictionList, ContradictionView, Touched, TouchedItem } from '../../domain/api/law.ts';

const pathOf = (id: string): string => `/api/models/${encodeURIComponent(id)}`;

/** `id`: a draft's, or `in-force`. */
export const readContradictions = (id: string, signal?: AbortSignal): Promise<ContradictionList> =>
  ask(`${pathOf(id)}/contradictions`, signal ? { signal } : {});

export const readTouched = (
  id: string,
  page: { after?: string; limit?: number } = {},
  signal?: AbortSignal,
): Promise<Touched> => ask(`${pathOf(id)}/touched${queryOf(page)}`, signal ? { signal } : {});
