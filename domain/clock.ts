/**
 * Time as it is passed in. Nothing in this product asks the machine for business time on its own:
 * who needs it takes a Clock, so that a test or a controlled clock decides what "now" is.
 */

/** Business time. `now()` answers epoch milliseconds; it rejects when the source of time can't be reached. */
export interface Clock {
  now(): Promise<number>;
}

/** A clock that stands still until it is moved; for tests and rehearsals. */
export interface StoppedClock extends Clock {
  set(epochMs: number): void;
  forward(ms: number): void;
}

/** Makes a clock that stands at `epochMs` until somebody moves it. */
export function stoppedClock(epochMs: number): StoppedClock {
  let current = epochMs;
  return {
    now: async () => current,
    set(next) {
      current = next;
    },
    forward(ms) {
      current += ms;
    },
  };
}

/** The machine's own clock. */
export const machineClock: Clock = { now: async () => Date.now() };
