/** Names of districts, agencies and fields in the language in force; they are data of domain/, not texts of a page. */
import { agencies, agencyById } from '../../domain/agencies.ts';
import { districtById, districts, metresBetween } from '../../domain/districts.ts';
import { fieldById, fields } from '../../domain/fields.ts';
import { inLanguage } from './text.ts';

export interface Choice {
  value: string;
  text: string;
}

/** `thành phố Tam Kỳ` at the head of a line: `Thành phố Tam Kỳ`. */
const atStart = (text: string) => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

export const districtChoices = (): Choice[] =>
  districts.map((one) => ({ value: one.id, text: atStart(inLanguage(one)) }));
export const fieldChoices = (): Choice[] => fields.map((one) => ({ value: one.id, text: inLanguage(one) }));
export const agencyChoices = (): Choice[] => agencies.map((one) => ({ value: one.id, text: atStart(inLanguage(one)) }));

/** The name of an id; an id that this version does not know shows itself. */
function nameOf(found: { vi: string; en: string } | undefined, id: string | undefined): string {
  return found ? inLanguage(found) : (id ?? '');
}
export const districtName = (id: string | undefined): string => nameOf(id ? districtById(id) : undefined, id);
export const agencyName = (id: string | undefined): string => atStart(nameOf(id ? agencyById(id) : undefined, id));
export const fieldName = (id: string | undefined): string => nameOf(id ? fieldById(id) : undefined, id);

/** Farther than this from every centre a point is not proposed as any district of the province. */
const farthestMetres = 45_000;

/** The district whose centre is nearest: a proposal that the sender confirms. Undefined far outside the province. */
export function nearestDistrict(lat: number | null, lng: number | null): string | undefined {
  if (lat === null || lng === null) return undefined;
  let best: { id: string; metres: number } | undefined;
  for (const one of districts) {
    const metres = metresBetween({ lat, lng }, one);
    if (metres < (best?.metres ?? farthestMetres)) best = { id: one.id, metres };
  }
  return best?.id;
}
