/**
 * Where and when a photo was taken, read from it on this device, before the picture is shrunk. Nothing of it is sent
 * unless its sender says so: the server removes what a photo tells about its maker.
 */
import { parse } from 'exifr/dist/mini.esm.mjs';

export interface Taken {
  lat?: number;
  lng?: number;
  /** ISO 8601 with offset. */
  at?: string;
}

/** EXIF tags: when the picture was taken, and in which zone. */
const [timeTag, zoneTag] = [0x9003, 0x9011] as const;

/** Null where the file tells neither. Never rejects: a picture without it is a picture like any other. */
export async function readTaken(file: Blob): Promise<Taken | null> {
  const wanted = { tiff: true, exif: true, gps: true, reviveValues: false, translateKeys: false };
  const tags = await parse(file, wanted).catch(() => undefined);
  if (!tags) return null;
  const taken: Taken = {};
  const { latitude: lat, longitude: lng } = tags;
  // 0, 0 is what a camera writes that does not know.
  if (isDegrees(lat, 90) && isDegrees(lng, 180) && (lat || lng)) Object.assign(taken, { lat, lng });
  const at = timeOf(tags[timeTag], tags[zoneTag]);
  if (at) taken.at = at;
  return taken.lat === undefined && !taken.at ? null : taken;
}

const isDegrees = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most;

/** `2026:03:01 08:12:33` with its zone; the province's own where the camera did not write one. */
export function timeOf(written: unknown, zone: unknown): string | undefined {
  const found = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}):(\d{2}):(\d{2})/.exec(String(written));
  if (!found) return undefined;
  const offset = /^[+-]\d{2}:\d{2}$/.test(String(zone)) ? String(zone) : '+07:00';
  const [, year, month, day, hour, minute, second] = found;
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  return Number.isNaN(Date.parse(at)) ? undefined : at;
}
