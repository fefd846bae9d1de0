/**
 * Open data: published reports as a table that anyone may take. Only what is on the public pages stands in it; the
 * sender's name does not, even where it may be shown there: on a page it belongs to a report, in a table it would make a
 * list of people.
 */
import type { PublishedReport } from './api/published.ts';

export const licence = { id: 'CC-BY-4.0', url: 'https://creativecommons.org/licenses/by/4.0/' } as const;

/** The columns in their order; names stay as they are for ever, new ones come last. */
export const columns = [
  'code',
  'field',
  'district',
  'agency',
  'place',
  'lat',
  'lng',
  'receivedAt',
  'publishedAt',
  'resolution',
  'rating',
  'content',
  'reply',
] as const;
export type OpenRow = Record<(typeof columns)[number], string | number | null>;

export function openRow(report: PublishedReport): OpenRow {
  const { code, field, district = null, place, receivedAt, publishedAt, rating = null, content, reply } = report;
  return {
    code,
    field: field || null,
    district,
    agency: reply.agency,
    place: place.text,
    lat: place.lat ?? null,
    lng: place.lng ?? null,
    receivedAt,
    publishedAt,
    resolution: reply.resolution ?? null,
    rating,
    content,
    reply: reply.text,
  };
}

/**
 * A cell of a CSV file (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front, also
 * behind blanks; a number stays a number.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;
