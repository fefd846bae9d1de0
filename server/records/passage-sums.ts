/** Who went through which element within one batch: sums by hour and by day, as differences to what is kept. */
import { type Calendar, dayOf, startOfDay } from '../../domain/calendar.ts';
import { addTo, bucketOf } from '../../domain/waiting.ts';
import { workingBetween } from '../../domain/working-time.ts';
import type { PassageChange, Span } from '../../store/passages.ts';

/** The zone lies whole hours off UTC, so that an hour there is an hour here. */
const hourMs = 3_600_000;
const startOf: Record<Span, (at: number) => number> = {
  hour: (at) => Math.floor(at / hourMs) * hourMs,
  day: (at) => startOfDay(dayOf(at)),
};

type Sum = Omit<PassageChange, 'stays'> & { stays: Record<string, number> };

export class PassageSums {
  readonly #sums = new Map<string, Sum>();
  readonly #calendar: Calendar;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  entered(definitionKey: string, elementId: string, at: number): void {
    for (const span of ['hour', 'day'] as const) this.#at(definitionKey, elementId, span, at).entered += 1;
  }

  left(definitionKey: string, elementId: string, since: number, at: number): void {
    const minutes = Math.max(0, workingBetween(since, at, this.#calendar));
    for (const span of ['hour', 'day'] as const) {
      const sum = this.#at(definitionKey, elementId, span, at);
      sum.left += 1;
      sum.minutes += minutes;
      addTo(sum.stays, { [bucketOf(minutes)]: 1 });
    }
  }

  changes(): Iterable<PassageChange> {
    return this.#sums.values();
  }

  #at(definitionKey: string, elementId: string, span: Span, at: number): Sum {
    const start = startOf[span](at);
    const id = `${definitionKey}:${elementId}:${span}:${start}`;
    const known = this.#sums.get(id);
    if (known) return known;
    const fresh = { definitionKey, elementId, span, start, entered: 0, left: 0, minutes: 0, stays: {} };
    this.#sums.set(id, fresh);
    return fresh;
  }
}
