/**
 * Instants, durations and cycles as timers use them (zeebe-contract 4.9): plain arithmetic on epoch milliseconds.
 * Years and months are calendar arithmetic in UTC.
 */
import { parseDateTime } from 'feelin';

export interface Duration {
  months: number;
  ms: number;
}

/** ISO 8601 text of an instant in a zone given as `Z` or a fixed offset like `+07:00`. */
export function isoAt(ms: number, zone: string): string {
  const offset = zone === 'Z' ? 0 : offsetMinutes(zone);
  return new Date(ms + offset * 60_000).toISOString().replace('Z', zone === 'Z' ? 'Z' : zone);
}

function offsetMinutes(zone: string): number {
  const match = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (!match) throw new Error(`not a fixed offset: ${zone}`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** Date-time with offset or `Z`, optionally followed by `[Zone]`, or with a zone alone; undefined if it is none. */
export function parseInstant(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?(?:\[([^\]]+)\]|@(.+))?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, local, offset, bracket, at] = match;
  if (offset) return numberOrNone(Date.parse(`${cutToMs(local!)}${offset}`));
  const zone = bracket ?? at;
  if (!zone) return undefined;
  const seconds = local!.length === 16 ? `${local}:00` : local!;
  const offsetThere = parseDateTime(`${seconds}@${zone}`)?.['time offset'];
  const span = offsetThere && parseDuration(offsetThere.toString());
  return span ? numberOrNone(Date.parse(`${cutToMs(seconds)}Z`) - span.ms) : undefined;
}
const cutToMs = (local: string) => local.replace(/(\.\d{3})\d+/, '$1');
const numberOrNone = (value: number) => (Number.isNaN(value) ? undefined : value);

export function parseDuration(text: string): Duration | undefined {
  const match =
    /^([+-])?P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+(?:\.\d+)?)S)?)?$/.exec(
      text.trim(),
    );
  if (!match || /[PT]$/.test(text.trim())) return undefined;
  const sign = match[1] === '-' ? -1 : 1;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  const ms = (((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60_000 + Math.round(seconds! * 1000);
  return { months: sign * (years! * 12 + months!), ms: sign * ms };
}

/** Adds calendar months first (the day is cut to the month's length), then the exact part. */
export function addDuration(ms: number, duration: Duration): number {
  if (duration.months === 0) return ms + duration.ms;
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + duration.months);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, length));
  return date.getTime() + duration.ms;
}

/** A repeating timer: how often (-1 for ever) and when next. */
export interface Cycle {
  repetitions: number;
  /** The first due date at or after `now`. */
  first(now: number): number;
  /** The due date that follows another. */
  next(due: number): number;
}

/** `R[n]/[start/]duration`, or a cron text of six fields in UTC. */
export function parseCycle(text: string): Cycle | undefined {
  const parts = text.trim().split('/');
  const repeat = /^R(\d*)$/.exec(parts[0] ?? '');
  if (!repeat) return parseCron(text.trim());
  const duration = parseDuration(parts.at(-1) ?? '');
  const start = parts.length === 3 ? parseInstant(parts[1]!) : undefined;
  if (!duration || parts.length > 3 || (parts.length === 3 && start === undefined)) return undefined;
  return {
    repetitions: repeat[1] === '' ? -1 : Number(repeat[1]),
    first: (now) => start ?? addDuration(now, duration),
    next: (due) => addDuration(due, duration),
  };
}

const macros: Record<string, string> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function field(text: string, low: number, high: number, names: string[] = [], base = 0): Set<number> | undefined {
  const found = new Set<number>();
  const read = (part: string) => {
    const named = names.indexOf(part.toUpperCase());
    return named >= 0 ? named + base : /^\d+$/.test(part) ? Number(part) : Number.NaN;
  };
  for (const part of text.split(',')) {
    const [range, step] = part.split('/');
    const by = step === undefined ? 1 : Number(step);
    let from = low;
    let to = high;
    if (range !== '*' && range !== '?') {
      const [a, b] = range!.split('-');
      from = read(a!);
      to = b === undefined ? (step === undefined ? from : high) : read(b);
    }
    if (!(from >= low && to <= high && by > 0)) return undefined;
    for (let value = from; value <= to; value += by) found.add(value);
  }
  return found;
}

function parseCron(text: string): Cycle | undefined {
  const fields = (macros[text] ?? text).split(/\s+/);
  if (fields.length !== 6) return undefined;
  const seconds = field(fields[0]!, 0, 59);
  const minutes = field(fields[1]!, 0, 59);
  const hours = field(fields[2]!, 0, 23);
  const monthDays = field(fields[3]!, 1, 31);
  const inYear = field(fields[4]!, 1, 12, months, 1);
  const weekDays = field(fields[5]!, 0, 7, days);
  if (!seconds || !minutes || !hours || !monthDays || !inYear || !weekDays) return undefined;
  if (weekDays.has(7)) weekDays.add(0);
  const next = (after: number) => {
    const start = Math.floor(after / 1000) * 1000 + 1000;
    const midnight = start - (((start % 86_400_000) + 86_400_000) % 86_400_000);
    // Eight years hold every combination of day, month and weekday.
    for (let day = 0; day < 366 * 8; day++) {
      const date = new Date(midnight + day * 86_400_000);
      if (!inYear.has(date.getUTCMonth() + 1) || !monthDays.has(date.getUTCDate())) continue;
      if (!weekDays.has(date.getUTCDay())) continue;
      for (const hour of ordered(hours)) {
        for (const minute of ordered(minutes)) {
          for (const second of ordered(seconds)) {
            const at = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
            if (at >= start) return at;
          }
        }
      }
    }
    return Number.POSITIVE_INFINITY;
  };
  return { repetitions: -1, first: next, next };
}
const ordered = (values: Set<number>) => [...values].sort((a, b) => a - b);
