/** What anyone may read: published reports with their replies, as list and as points, and the figures. */
import type { Figures, PublishedPoints, PublishedReport } from '../../domain/api/published.ts';
import { type PublishedFilter, queryOfFilter } from '../../domain/published-filter.ts';
import { ask, queryOf } from './http.ts';

export type { FigureCounts, FigureRow, Figures, PublishedPoints, PublishedReport } from '../../domain/api/published.ts';

const options = (signal?: AbortSignal) => (signal ? { signal } : {});

export function listPublished(
  filter: PublishedFilter,
  paging: { after?: string | null; limit?: number },
  signal?: AbortSignal,
): Promise<{ items: PublishedReport[]; next: string | null }> {
  return ask(`/api/published${queryOf({ ...queryOfFilter(filter), ...paging })}`, options(signal));
}

export function readPublished(code: string, signal?: AbortSignal): Promise<PublishedReport> {
  return ask(`/api/published/${encodeURIComponent(code)}`, options(signal));
}

export function readPoints(filter: PublishedFilter, signal?: AbortSignal): Promise<PublishedPoints> {
  return ask(`/api/published/points${queryOf(queryOfFilter(filter))}`, options(signal));
}

/** Figures of the reports received in one year, or in all. */
export function readFigures(year: number | undefined, signal?: AbortSignal): Promise<Figures> {
  return ask(`/api/published/figures${queryOf({ year })}`, options(signal));
}
