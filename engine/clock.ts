/** Clocks for an engine without a gateway: the machine's, and one that a test or a rehearsal moves by hand. */
import type { Clock } from './types.ts';

export const systemClock: Clock = { now: () => Date.now(), onChange: () => () => {} };

/** Stands still until it is moved; moving it forward makes due what was waiting. Times are epoch milliseconds. */
export class ManualClock implements Clock {
  #now: number;
  readonly #listeners = new Set<() => void>();

  constructor(now: number) {
    this.#now = now;
  }
  now(): number {
    return this.#now;
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  set(now: number): void {
    this.#now = now;
    for (const listener of [...this.#listeners]) listener();
  }
  forward(ms: number): void {
    this.set(this.#now + ms);
  }
}
