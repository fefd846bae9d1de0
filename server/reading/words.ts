/** Names, dates and numbers of the readable pages, which are in Vietnamese: the language that is searched for. */
import type { Directory } from '../../domain/directory/at.ts';
import { texts } from '../../domain/text/texts.ts';

const { reading, names, durations } = texts('vi');
export const { published: t, figures: f, reading: r } = reading;
export const { moment } = durations;

const atStart = (text: string): string => text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);

/** Names of the directory; nothing where nothing is named. */
export const namesOf = (directory: Directory) => {
  const district = (id: string | undefined): string => directory.areaName(id ?? '', 'vi');
  return {
    directory,
    field: (id: string | undefined): string => directory.fieldName(id ?? '', 'vi'),
    district,
    districtTitle: (id: string): string => atStart(district(id)),
    /** `at`: a time on the wire; an agency that was renamed since is called as it was then. */
    agency: (id: string, at?: string): string => atStart(directory.agencyName(id, 'vi', at?.slice(0, 10))),
  };
};
export type Names = ReturnType<typeof namesOf>;

export const resolutionName = (id: string): string => (names.resolutions as Record<string, string>)[id] ?? id;
export const ratingName = (id: string): string => (names.ratings as Record<string, string>)[id] ?? id;

/** `24/12/2025` of a time on the wire. */
export const day = (iso: string): string => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;

export const count = (n: number): string => n.toLocaleString('vi-VN');

/** A dash where there is nothing to take a share of. */
export function share(n: number, all: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return all === 0 ? '–' : (n / all).toLocaleString('vi-VN', { style: 'percent', ...digits });
}
