/** Accepted reports near a point, for people who are about to send the same one, and following one of them instead. */
import type { Follower, NearbyReport } from '../../domain/api/published.ts';
import { metresBetween } from '../../domain/districts.ts';
import { ask } from './http.ts';

export interface Nearby extends NearbyReport {
  /** Metres from the point, as the server rounds places: to about 50. */
  metres: number;
}

/** Farther than this (m) it is another matter; older than this (ms) too. */
const reach = 800;
const newestMs = 90 * 24 * 3_600_000;
const most = 5;

/** The nearest few that may be the same matter, nearest first. `now`: business time in epoch ms. */
export function sameMatter(found: readonly NearbyReport[], lat: number, lng: number, now: number): Nearby[] {
  return found
    .map((one) => ({ ...one, metres: Math.round(metresBetween({ lat, lng }, one) / 50) * 50 }))
    .filter((one) => one.metres <= reach && Date.parse(one.receivedAt) > now - newestMs)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, most);
}

export async function readNearby(lat: number, lng: number, signal: AbortSignal): Promise<NearbyReport[]> {
  const near = `${lat.toFixed(5)},${lng.toFixed(5)}`;
  const { items } = await ask<{ items: NearbyReport[] }>(`/api/nearby?near=${near}`, { signal });
  return items;
}

export function followNearby(code: string, follower: Follower): Promise<{ id: string }> {
  return ask(`/api/nearby/${encodeURIComponent(code)}/followers`, { method: 'POST', body: follower });
}
