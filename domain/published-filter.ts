/**
 * What one looks for among published reports, as it stands in a page's address (`/p?q=…&from=2026-03-01`): read by the
 * page, by the server's readable form of it, and by the feed. What is unknown or malformed is left out, because an
 * address is typed, shared and outlived by people.
 */
import { resolutions } from './stages.ts';

export const filterNames = ['q', 'field', 'district', 'agency', 'resolution', 'from', 'to', 'near'] as const;
export type FilterName = (typeof filterNames)[number];
/** `from` and `to` are days in Vietnam, both included; `near` is `lat,lng,metres`. */
export type PublishedFilter = Partial<Record<FilterName, string>>;

const known: Record<FilterName, (value: string) => boolean> = {
  q: (value) => value.length <= 200,
  // Which there are is the directory's to know: a code that is none finds nothing.
  field: isCode,
  district: isCode,
  agency: isCode,
  resolution: (value) => (resolutions as readonly string[]).includes(value),
  from: isDay,
  to: isDay,
  near: isCircle,
};

function isCode(value: string): boolean {
  return /^[a-z0-9-]{1,40}$/.test(value);
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
}

function isCircle(value: string): boolean {
  const found = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),\d{1,6}$/.exec(value);
  return found !== null && Math.abs(Number(found[1])) <= 90 && Math.abs(Number(found[2])) <= 180;
}

/** The filter of an address. */
export function readFilter(address: URLSearchParams): PublishedFilter {
  const filter: PublishedFilter = {};
  for (const name of filterNames) {
    const value = address.get(name)?.trim();
    if (value && known[name](value)) filter[name] = value;
  }
  return filter;
}

/** `?q=…` of a filter, or nothing where nothing is asked for; `more` is written behind it. */
export function writeFilter(filter: PublishedFilter, more: Record<string, string> = {}): string {
  const address = new URLSearchParams();
  for (const name of filterNames) if (filter[name]) address.set(name, filter[name]);
  for (const [name, value] of Object.entries(more)) if (value) address.set(name, value);
  const text = address.toString();
  return text && `?${text}`;
}

/** The same question to `GET /api/published`, whose times are instants. */
export function queryOfFilter({ from, to, ...rest }: PublishedFilter): Record<string, string> {
  return {
    ...rest,
    ...(from ? { from: `${from}T00:00:00+07:00` } : {}),
    ...(to ? { to: `${to}T23:59:59.999+07:00` } : {}),
  };
}
