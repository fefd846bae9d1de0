/** Names of areas in the language in force, and a proposal from a position. Apart from names.ts: the first page needs no more. */
import { isInForce, nameAt } from '../../domain/directory/dated.ts';
import { districtById, districts, metresBetween } from '../../domain/districts.ts';
import { knownDirectory, today } from '../data/directory.ts';
import { inLanguage } from './text.ts';

export interface Choice {
  value: string;
  text: string;
}

/** `thành phố Tam Kỳ` at the head of a line: `Thành phố Tam Kỳ`. */
export const atStart = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** The name of an id; an id that this version does not know shows itself. */
export function nameOf(found: { vi: string; en: string } | undefined, id: string | undefined): string {
  return found ? inLanguage(found) : (id ?? '');
}

interface Area {
  id: string;
  vi: string;
  en: string;
  lat?: number;
  lng?: number;
}

/** Those in force today; before the server has answered those that the product is shipped with. */
export function areasNow(): readonly Area[] {
  const day = today();
  const areas = knownDirectory()?.areas.filter((one) => isInForce(one, day));
  return areas?.map((one) => ({ id: one.id, ...nameAt(one, day), ...one.point })) ?? districts;
}

export const districtChoices = (): Choice[] =>
  areasNow().map((one) => ({ value: one.id, text: atStart(inLanguage(one)) }));
export function districtName(id: string | undefined): string {
  const known = knownDirectory()?.areas.find((one) => one.id === id);
  return nameOf(known ? nameAt(known, today()) : id ? districtById(id) : undefined, id);
}

/** Farther than this from every centre a point is not proposed as any district of the province. */
const farthestMetres = 45_000;

/** The district whose centre is nearest: a proposal that the sender confirms. Undefined far outside the province. */
export function nearestDistrict(lat: number | null, lng: number | null): string | undefined {
  if (lat === null || lng === null) return undefined;
  let best: { id: string; metres: number } | undefined;
  for (const one of areasNow()) {
    if (one.lat === undefined || one.lng === undefined) continue;
    const metres = metresBetween({ lat, lng }, { lat: one.lat, lng: one.lng });
    if (metres < (best?.metres ?? farthestMetres)) best = { id: one.id, metres };
  }
  return best?.id;
}
