/** Quiet hours: wall-clock times of Vietnam within which nobody is pushed or mailed. */
import { dayMs, dayOf, startOfDay } from './calendar.ts';
import type { QuietHours } from './notices.ts';

const pattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Milliseconds since midnight, or null where the text is no `HH:MM`. */
export function timeOfDay(text: string): number | null {
  const found = pattern.exec(text);
  return found ? (Number(found[1]) * 60 + Number(found[2])) * 60_000 : null;
}

/**
 * When the quiet hours that hold at `now` end (epoch ms); null when none hold. The first minute is quiet, the last is
 * not. Hours that begin and end at the same time are none.
 */
export function quietUntil(now: number, hours: QuietHours | null): number | null {
  const from = hours && timeOfDay(hours.from);
  const to = hours && timeOfDay(hours.to);
  if (from === null || to === null || from === to) return null;
  const midnight = startOfDay(dayOf(now));
  const time = now - midnight;
  if (from < to) return time >= from && time < to ? midnight + to : null;
  if (time >= from) return midnight + dayMs + to;
  return time < to ? midnight + to : null;
}
