/** Dates, working time and numbers as Vietnam says them. Pure: times are epoch milliseconds or ISO texts, UTC+7. */
import { currentLanguage, t } from './text.ts';

const zone = 'Asia/Ho_Chi_Minh';
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB';
  const key = `${locale} ${name}`;
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    formats.set(key, known);
  }
  return known;
}

function parts(at: number | string, name: string, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const found = format(name, options).formatToParts(new Date(at));
  return Object.fromEntries(found.map((part) => [part.type, part.value]));
}

/** `15:20, thứ hai 05/01/2026` · `15:20, Monday 05/01/2026` */
export function fullTime(at: number | string): string {
  const p = parts(at, 'full', {
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const weekday = currentLanguage() === 'vi' ? p.weekday?.toLowerCase() : p.weekday;
  return `${p.hour}:${p.minute}, ${weekday} ${p.day}/${p.month}/${p.year}`;
}

/** `15:20 05/01/2026` */
export function shortTime(at: number | string): string {
  const p = parts(at, 'short', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${p.hour}:${p.minute} ${p.day}/${p.month}/${p.year}`;
}

/** `15:20 05/01` within the year of `now`, with the year otherwise: for narrow columns. */
export function briefTime(at: number | string, now: number): string {
  const sameYear = day(at).slice(-4) === day(now).slice(-4);
  const whole = shortTime(at);
  return sameYear ? whole.slice(0, -5) : whole;
}

/** `05/01/2026` */
export function day(at: number | string): string {
  const p = parts(at, 'day', { day: '2-digit', month: '2-digit', year: 'numeric' });
  return `${p.day}/${p.month}/${p.year}`;
}

/** `15:20` */
export function clockTime(at: number | string): string {
  const p = parts(at, 'clock', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${p.hour}:${p.minute}`;
}

/** `2026-01-05T15:20`: the local time of a `datetime-local` input. */
export function localInput(at: number): string {
  return new Date(at + 7 * 3_600_000).toISOString().slice(0, 16);
}

/** Minutes of working time in words, at most two parts: `2 ngày 3 giờ`, `1 giờ 20 phút`. `dayMinutes`: a working day. */
export function workingAmount(minutes: number, dayMinutes = 600): string {
  const whole = Math.max(0, Math.floor(minutes));
  const days = Math.floor(whole / dayMinutes);
  const hours = Math.floor((whole % dayMinutes) / 60);
  const rest = (whole % dayMinutes) % 60;
  const said: string[] = [];
  if (days) said.push(t(days === 1 ? 'time.day' : 'time.days', { n: days }));
  if (hours) said.push(t(hours === 1 ? 'time.hour' : 'time.hours', { n: hours }));
  if (rest && !days) said.push(t(rest === 1 ? 'time.minute' : 'time.minutes', { n: rest }));
  return said.length ? said.slice(0, 2).join(' ') : t('time.minutes', { n: 0 });
}

/** A count as the language writes it: `12.345` · `12,345`. */
export function number(value: number): string {
  return new Intl.NumberFormat(currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB').format(value);
}

/** `1,4 MB` */
export function fileSize(bytes: number): string {
  const locale = currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB';
  const [value, unit] = bytes >= 1e6 ? [bytes / 1e6, 'MB'] : [bytes / 1e3, 'kB'];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}
