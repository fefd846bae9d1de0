/** One cell: what people and programs write ↔ the one form that is compared (domain/sheets.ts). */

import { cleanText } from '../../../domain/search-text.ts';
import type { ColumnAs } from '../../../domain/sheets.ts';
import { texts } from '../../../domain/text/texts.ts';
import type { Cell } from './grid.ts';

export type Read = { value: string } | { code: string };

/** The form that is compared. A value that is kept goes through it too, so that what was written reads as the same. */
export function readCell(as: ColumnAs, cell: Cell): Read {
  if (cell instanceof Date) return as === 'day' || as === 'time' ? ofWallClock(as, cell.getTime()) : { code: 'format' };
  const text = oneLine(unguarded(cell === null ? '' : String(cell)));
  if (text === '') return { value: '' };
  if (typeof as === 'object') return readChoice(as.of, text);
  if (as === 'day' || as === 'time') return readMoment(as, text);
  if (as === 'list') return { value: listOf(text).join(', ') };
  if (as === 'number') return readNumber(text);
  return { value: text };
}

/** Text as a cell has it: what is kept is brought into this form too before it is compared. */
export const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** Codes of a list, each once, sorted. */
export const listOf = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))].sort();

function readNumber(text: string): Read {
  // Vietnamese sheets write a comma where others have a point.
  const number = Number(/^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text);
  return Number.isFinite(number) ? { value: String(number) } : { code: 'number' };
}

/** By its code, or its word in either language. */
function readChoice(codes: readonly string[], text: string): Read {
  const same = (word: string | undefined): boolean => word?.toLowerCase() === text.toLowerCase();
  const found = codes.find(
    (code) => same(code) || same(texts('vi').sheets.choices[code]) || same(texts('en').sheets.choices[code]),
  );
  return found ? { value: found } : { code: 'choice' };
}

const dayMs = 86_400_000;
/** Days from the spreadsheets' first day (1899-12-30) to ours; what may be meant by a bare number: 1954 to 2119. */
const serialZero = 25_569;
const serial = /^[2-7]\d{4}(?:[.,]\d+)?$/;
const pad = (text: string | undefined): string => (text ?? '0').padStart(2, '0');

function readMoment(as: 'day' | 'time', text: string): Read {
  if (serial.test(text)) return ofWallClock(as, (Number(text.replace(',', '.')) - serialZero) * dayMs);
  const own = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: (\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(text);
  const [year, month, date, hour, minute] = own
    ? [own[3], pad(own[2]), pad(own[1]), own[4], own[5]]
    : iso
      ? iso.slice(1)
      : [];
  if (!year || (as === 'time' && hour === undefined)) return { code: as };
  const said = `${year}-${month}-${date}T${pad(hour)}:${pad(minute)}`;
  const at = Date.parse(`${said}Z`);
  // A day that does not exist comes back as another one, or as none.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 16) !== said) return { code: as };
  return ofWallClock(as, at);
}

/** `at`: what the clock on the wall shows, as if it were UTC. Rounded to the minute: serial numbers are not exact. */
function ofWallClock(as: 'day' | 'time', at: number): Read {
  if (Number.isNaN(at)) return { code: as };
  const text = new Date(Math.round(at / 60_000) * 60_000).toISOString();
  return { value: as === 'day' ? text.slice(0, 10) : text.slice(0, 16) };
}

/** As it is shown: a choice by its word, days as people in Vietnam write them. */
export function showCell(as: ColumnAs, value: string, language: 'vi' | 'en'): string {
  if (value === '') return '';
  if (typeof as === 'object') return texts(language).sheets.choices[value] ?? value;
  if (as !== 'day' && as !== 'time') return value;
  const [day, time] = value.split('T');
  const shown = day!.split('-').reverse().join('/');
  return time ? `${shown} ${time}` : shown;
}

/**
 * A spreadsheet runs what begins with one of these. An apostrophe in front keeps it from that, and reading takes it off;
 * what has such an apostrophe of its own gets another, so that each value comes back as it was.
 */
export const guarded = (text: string): string => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);

function unguarded(text: string): string {
  if (/^'+[=+\-@\t\r]/.test(text)) return text.slice(1);
  // What some programs write so that a number keeps its zeros.
  return /^="([^"]*)"$/.exec(text)?.[1] ?? text;
}
