/** How figures, periods and cells are said. */
import type { Division, FigureDefinition, FigureValue } from '../data/statistics.ts';
import { atStart } from '../text/districts.ts';
import { agencyName, districtName, fieldName } from '../text/names.ts';
import { count, share } from '../text/numbers.ts';
import { type TextKey, t, textFor } from '../text/text.ts';
import { workingAmount } from '../text/times.ts';
import { isMonth, type PeriodId, type Span } from './period.ts';

export const figureName = (name: string): string => t(`statistics.figure.${name}` as TextKey);

/** What counts into it, in a clause. */
export const basisText = ({ basis }: Pick<FigureDefinition, 'basis'>): string =>
  t(`statistics.basis.${basis}` as TextKey);

export function periodName(id: PeriodId): string {
  const [year, rest] = id.split('-') as [string, string];
  return isMonth(id)
    ? t('statistics.month', { month: rest, year })
    : t('statistics.quarter', { n: rest.slice(1), year });
}
/** A name as it stands within a sentence. */
export const inSentence = (name: string): string => name.charAt(0).toLocaleLowerCase('vi') + name.slice(1);

const localDay = (day: string): string => day.split('-').reverse().join('/');
export const spanName = ({ period, from, to }: Span): string =>
  period ? periodName(period) : t('statistics.span', { from: localDay(from!), to: localDay(to!) });

/** The cell of a division: a field, an agency, a step … */
export function cellName(by: Division, id: string): string {
  if (id === '') return t('statistics.cell.none');
  switch (by) {
    case 'month':
    case 'quarter':
      return periodName(id);
    case 'field':
      return fieldName(id);
    case 'agency':
      return agencyName(id);
    case 'district':
      return atStart(districtName(id));
    default:
      return textFor('stage', id) ?? id;
  }
}

/** A figure's number as people read it: minutes as working time, a share never as a percentage alone. */
export function amount(value: number | null, unit: FigureDefinition['unit']): string {
  if (value === null) return '–';
  return unit === 'minutes' ? workingAmount(value) : count(value);
}
/** `81,2% (13 / 16)`, or the number alone where it is a part of nothing. */
export function withShare(
  { value, of }: FigureValue,
  { unit, of: whole }: Pick<FigureDefinition, 'unit' | 'of'>,
): string {
  const said = amount(value, unit);
  if (whole === null || of === null || value === null) return said;
  return `${share(value, of)} (${said} / ${count(of)})`;
}
