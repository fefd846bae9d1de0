/** How many wait, over time: kept as it changes, read by the hour. Pure. */
import { offsetMs } from '../domain/iso-time.ts';

const hourMs = 3_600_000;

export interface HourOfQueue {
  /** Epoch ms at which the hour begins. */
  readonly at: number;
  readonly mean: number;
  readonly max: number;
}

export interface QueueRecord {
  /** From `at` on so many wait. Times never go back. */
  changed(at: number, length: number): void;
  /** The hours from the first change to `until` in which anybody waited. */
  hours(until: number): HourOfQueue[];
}

export function queueRecord(): QueueRecord {
  const hours = new Map<number, { area: number; max: number }>();
  let since = 0;
  let length = 0;

  function pass(to: number): void {
    // Nobody waits: nothing to keep, however long it lasts.
    for (let from = since; length > 0 && from < to; ) {
      // An hour of the clock on the wall.
      const hour = Math.floor((from + offsetMs) / hourMs);
      const end = Math.min(to, (hour + 1) * hourMs - offsetMs);
      const known = hours.get(hour) ?? { area: 0, max: 0 };
      hours.set(hour, { area: known.area + length * (end - from), max: Math.max(known.max, length) });
      from = end;
    }
    since = to;
  }

  return {
    changed(at, now) {
      pass(at);
      length = now;
    },
    hours(until) {
      pass(until);
      return [...hours].map(([hour, { area, max }]) => ({ at: hour * hourMs - offsetMs, mean: area / hourMs, max }));
    },
  };
}
