/** What anyone may read: published reports with their replies. */
import type { PublishedReport } from '../../domain/api/published.ts';
import { ask, queryOf } from './http.ts';

export type { PublishedReport } from '../../domain/api/published.ts';

export interface PublishedFilter {
  field?: string;
  district?: string;
  q?: string;
  after?: string;
  limit?: number;
}

export function listPublished(
  filter: PublishedFilter,
  signal?: AbortSignal,
): Promise<{ items: PublishedReport[]; next: string | null }> {
  return ask(`/api/published${queryOf({ ...filter })}`, signal ? { signal } : {});
}

export function readPublished(code: string, signal?: AbortSignal): Promise<PublishedReport> {
  return ask(`/api/published/${encodeURIComponent(code)}`, signal ? { signal } : {});
}
