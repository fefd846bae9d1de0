/** The queues of all runs as one: the mean of the means, the highest of the highest, by the hour or by the day. Pure. */
import { type Calendar, dayOf, startOfDay } from '../domain/calendar.ts';
import type { QueuePoint, QueueResult } from '../domain/rehearsal/result.ts';
import { isWorkingTime, workingBetween } from '../domain/working-time.ts';
import type { Played } from './play.ts';

type Queued = Pick<Played, 'groups' | 'until'>;

const hourMs = 3_600_000;
/** A rehearsal of more days than this is told by the day. */
const daysByHour = 31;

export function queuesOf(
  played: readonly Queued[],
  from: number,
  calendar: Calendar,
): { by: 'hour' | 'day'; queues: QueueResult[] } {
  const until = Math.max(...played.map((one) => one.until));
  const by = until - from <= daysByHour * 24 * hourMs ? 'hour' : 'day';
  const names = [...new Set(played.flatMap((one) => [...one.groups.keys()]))].toSorted();
  return { by, queues: names.map((group) => queueOf(group, played, from, calendar, by)) };
}

function queueOf(
  group: string,
  played: readonly Queued[],
  from: number,
  calendar: Calendar,
  by: 'hour' | 'day',
): QueueResult {
  const points = new Map<number, { sum: number; max: number }>();
  const sums: number[] = [];
  const busy: number[] = [];
  let [max, people] = [0, 0];
  for (const one of played) {
    const desk = one.groups.get(group);
    const workingMinutes = Math.max(1, workingBetween(from, one.until, calendar));
    // What stands there overnight waits for the morning: only working hours are told.
    const hours = desk?.queue.hours(one.until).filter(({ at }) => isWorkingTime(at + hourMs / 2, calendar)) ?? [];
    sums.push(hours.reduce((sum, { mean }) => sum + mean, 0) / (workingMinutes / 60));
    people = desk?.people ?? people;
    if (desk && people > 0) busy.push(desk.busyMinutes / (people * workingMinutes));
    for (const hour of hours) {
      const at = by === 'hour' ? hour.at : startOfDay(dayOf(hour.at));
      const known = points.get(at) ?? { sum: 0, max: 0 };
      points.set(at, { sum: known.sum + hour.mean, max: Math.max(known.max, hour.max) });
      max = Math.max(max, hour.max);
    }
  }
  const perDay = calendar.dayLength / hourMs;
  const parts = played.length * (by === 'hour' ? 1 : perDay);
  const mean = (values: readonly number[]): number =>
    values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
  const list: QueuePoint[] = [...points]
    .toSorted(([a], [b]) => a - b)
    .map(([at, point]) => ({ at, mean: round(point.sum / parts), max: point.max }));
  return { group, people, mean: round(mean(sums)), max, busy: Math.min(1, mean(busy)), points: list };
}

const round = (value: number): number => Math.round(value * 100) / 100;
