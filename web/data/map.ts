/** How the map is drawn on this installation: the address of picture tiles where there is one, and who made them. */
import type { MapSettings } from '../../domain/api/map.ts';
import { ask } from './http.ts';

export type { MapSettings } from '../../domain/api/map.ts';

let asked: Promise<MapSettings> | undefined;

/** Asked once a visit. Offline, or from a server that has no such call, the map draws its own lines alone. */
export function readMapSettings(): Promise<MapSettings> {
  asked ??= ask<MapSettings>('/api/map').catch(() => {
    asked = undefined;
    return { tileUrl: null, attribution: '' };
  });
  return asked;
}
