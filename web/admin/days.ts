/** Days and their names, for the calendar and the roster. `iso`: `YYYY-MM-DD` in Vietnam. */
import { currentLanguage } from '../text/text.ts';

const dayMs = 86_400_000;

const said = (iso: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB', { ...options, timeZone: 'UTC' }).format(
    new Date(`${iso}T00:00:00Z`),
  );

/** `thứ tư 04/03/2026` */
export function longDay(iso: string): string {
  const weekday = said(iso, { weekday: 'long' });
  const [year, month, day] = iso.split('-');
  return `${currentLanguage() === 'vi' ? weekday.toLowerCase() : weekday} ${day}/${month}/${year}`;
}

export const monthName = (iso: string): string => {
  const name = said(iso, { month: 'long' });
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** `n`: 0 Monday … 6 Sunday. */
export const weekdayShort = (n: number): string => said(`2024-01-0${n + 1}`, { weekday: 'narrow' });
export const weekdayLong = (n: number): string => {
  const name = said(`2024-01-0${n + 1}`, { weekday: 'long' });
  return name.charAt(0).toUpperCase() + name.slice(1);
};

export const isoOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
/** 0 Monday … 6 Sunday. */
export const weekdayOf = (iso: string): number => (new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7;
export const daysAfter = (iso: string, days: number): string =>
  new Date(Date.parse(`${iso}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
/** The day in Vietnam of an instant. */
export const isoDay = (at: number | string): string =>
  new Date(new Date(at).getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
