/** What the shape of a directory entry can't say: days that are none, names out of order, codes that nobody knows. */
import type { AgencyWish, AreaWish, FieldWish } from '../../../domain/api/directory.ts';
import type { DirectoryData } from '../../../domain/directory/dated.ts';
import { cleanText } from '../../../domain/search-text.ts';
import type { FieldError } from '../../problem.ts';

interface DatedWish {
  names: { vi: string; en: string; from: string }[];
  validFrom: string;
  validTo?: string | null;
}

const isDay = (day: string): boolean => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
};

function checkDated({ names, validFrom, validTo = null }: DatedWish): FieldError[] {
  const errors: FieldError[] = [];
  const days: [string, string | null][] = [
    ['/validFrom', validFrom],
    ['/validTo', validTo],
    ...names.map(({ from }, n): [string, string] => [`/names/${n}/from`, from]),
  ];
  for (const [pointer, day] of days) if (day !== null && !isDay(day)) errors.push({ pointer, code: 'format' });
  if (errors.length > 0) return errors;
  if (validTo !== null && validTo <= validFrom) errors.push({ pointer: '/validTo', code: 'range' });
  for (const [n, { vi, en, from }] of names.entries()) {
    for (const [language, text] of [
      ['vi', vi],
      ['en', en],
    ] as const)
      if (cleanText(text) === '') errors.push({ pointer: `/names/${n}/${language}`, code: 'required' });
    // A name from the first day on, and each later than the one before.
    const after = n === 0 ? from <= validFrom : from > names[n - 1]!.from;
    if (!after) errors.push({ pointer: `/names/${n}/from`, code: 'range' });
  }
  return errors;
}

export function checkAgency(wish: AgencyWish): FieldError[] {
  return checkDated(wish);
}

export function checkArea(id: string, wish: AreaWish, { agencies, areas }: DirectoryData): FieldError[] {
  const errors = checkDated(wish);
  const isAgency = (one: string) => agencies.some((agency) => agency.id === one);
  const isOther = (one: string) => one !== id && areas.some((area) => area.id === one);
  for (const [n, { agency, from }] of wish.agencies.entries()) {
    if (!isAgency(agency)) errors.push({ pointer: `/agencies/${n}/agency`, code: 'unknown-code' });
    const after = n === 0 ? from <= wish.validFrom : from > wish.agencies[n - 1]!.from;
    if (!isDay(from)) errors.push({ pointer: `/agencies/${n}/from`, code: 'format' });
    else if (!after) errors.push({ pointer: `/agencies/${n}/from`, code: 'range' });
  }
  if (wish.parent !== null && !isOther(wish.parent)) errors.push({ pointer: '/parent', code: 'unknown-code' });
  for (const [n, one] of wish.successors.entries())
    if (!isOther(one)) errors.push({ pointer: `/successors/${n}`, code: 'unknown-code' });
  return errors;
}

export function checkField(id: string, wish: FieldWish, { agencies, fields }: DirectoryData): FieldError[] {
  const errors = checkDated(wish);
  for (const language of ['vi', 'en'] as const)
    if (cleanText(wish.about[language]) === '') errors.push({ pointer: `/about/${language}`, code: 'required' });
  if (wish.agency !== null && !agencies.some((one) => one.id === wish.agency))
    errors.push({ pointer: '/agency', code: 'unknown-code' });
  // Annex 1 has a row for each.
  if (fields.some((one) => one.id !== id && one.row === wish.row)) errors.push({ pointer: '/row', code: 'twice' });
  return errors;
}
