/**
 * Steps with limits of their own inside a clock that is opened before them and kept after them: together they may not
 * take longer than the clock gives, nor than an agency's shorter one. A step that is due with the clock at the latest
 * (`clockLimit`) adds nothing.
 */
import { minuteMs, parseBudget } from '../../working-time.ts';
import type { LawElement } from '../reading.ts';
import { reachableFrom, wayOf } from '../way.ts';
import type { Contradiction, Known } from './contradiction.ts';

export function sumOverClock({ file, reading, calendar, agencyLimits }: Known): Contradiction[] {
  const way = wayOf(reading);
  const kept = reading.elements.filter(({ clockDue, aside }) => clockDue !== null && !aside);
  const minutes = (budget: string): number => parseBudget(budget, calendar) ?? 0;
  return reading.elements
    .filter(({ isClock, aside }) => isClock && !aside)
    .flatMap((clock) => {
      // Only while this clock runs: whoever passes an opener again has a new one.
      const inside = reachableFrom(way, [clock.id], (id) => way.elements.get(id)?.isClock === true);
      const keepers = kept.filter(({ id, clockDue }) => inside.has(id) && opens(clock, clockDue));
      if (keepers.length === 0) return [];
      const own = reading.elements.filter((one) => {
        if (!inside.has(one.id) || one.budget === null || one.isClock || one.clockLimit !== null) return false;
        const after = reachableFrom(way, [one.id], (id) => way.elements.get(id)?.isClock === true);
        return keepers.some(({ id }) => after.has(id));
      });
      const sum = own.reduce((total, { budget }) => total + minutes(budget!), 0);
      const limits = [
        { who: '', budget: clock.budget! },
        ...(clock.agencyLimit ? agencyLimits.map(({ agency, limit }) => ({ who: agency, budget: limit })) : []),
      ];
      return limits
        .filter(({ budget }) => sum > minutes(budget))
        .map(
          ({ who, budget }): Contradiction => ({
            rule: 'sum-over-clock',
            articles: [...new Set([clock, ...own].flatMap(({ article }) => article ?? []))],
            places: [clock, ...own].map(({ id, name }) => ({ file, id, name })),
            data: { budget, sum: hoursOf(sum), agency: who, day: calendar.dayLength / minuteMs / 60 },
          }),
        );
    });
}

/** Whether the clock that a step keeps is one that this element opens: `=handlingDueAt` is among its outputs. */
function opens(clock: LawElement, clockDue: string | null): boolean {
  const name = clockDue?.replace(/^=\s*/, '').trim();
  return name !== undefined && Object.hasOwn(clock.outputs, name);
}

const hoursOf = (minutes: number): number => Math.round((minutes / 60) * 10) / 10;
