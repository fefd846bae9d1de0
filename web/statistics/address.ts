/** The addresses of these pages: all that they show stands in them. Pure. */
import type { Division } from '../data/statistics.ts';
import type { Span } from './period.ts';

export interface Filters {
  field?: string;
  agency?: string;
  district?: string;
  stage?: string;
}
const filterNames = ['field', 'agency', 'district', 'stage'] as const;

export function filtersOf(query: URLSearchParams): Filters {
  const found: Filters = {};
  for (const name of filterNames) {
    const value = query.get(name);
    if (value) found[name] = value;
  }
  return found;
}

export const divisionOf = (query: URLSearchParams): Division | undefined => {
  const by = query.get('by');
  return (['month', 'quarter', 'field', 'agency', 'district', 'stage'] as const).find((one) => one === by);
};

export function address(path: string, parts: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export const pagePath = (span: Span, filters: Filters, by?: Division): string =>
  address('/statistics', { ...span, ...filters, by });

/** To the reports behind a figure, or behind its cell. */
export const countedPath = (
  span: Span,
  filters: Filters,
  figure: string,
  cell?: { by: Division; id: string },
): string =>
  address('/statistics/reports', { ...span, ...filters, figure, ...(cell ? { by: cell.by, cell: cell.id } : {}) });
