/** Places of the province by position: the nearest commune. Loads its data when first asked. */
import { metresBetween } from '../../domain/districts.ts';

export interface Place {
  commune: string;
  /** Id of the district. */
  district: string;
  /** To the commune's centre. */
  metres: number;
}

export type CommuneRow = readonly [name: string, district: string, lat: number, lng: number];

export async function communes(): Promise<readonly CommuneRow[]> {
  return (await import('../map-data/communes.json')).default as unknown as readonly CommuneRow[];
}

/** Farther than this from every centre a point is in no commune of the province: the largest in the mountains reach so far. */
const farthestMetres = 15_000;

/** The commune whose centre is nearest: a proposal that a person confirms. Undefined outside the province. */
export async function placeAt(point: { lat: number; lng: number }): Promise<Place | undefined> {
  let best: Place | undefined;
  for (const [commune, district, lat, lng] of await communes()) {
    const metres = metresBetween(point, { lat, lng });
    if (metres < (best?.metres ?? farthestMetres)) best = { commune, district, metres };
  }
  return best;
}
