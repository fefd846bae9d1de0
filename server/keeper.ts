/**
 * What goes on by itself and over a stop: approvals that a server left in the middle, migrations of running reports, and
 * whatever else is carried out one report at a time. Each work finds on its own what is left to do.
 */

import { apart } from '../telemetry/trace.ts';

export interface Work {
  /** Does all that there is to do now. `waits`: the engine is away, or something else that passes. Safe to repeat. */
  work(): Promise<'idle' | 'waits'>;
  /** Ends the work soon; what is left is found again. */
  stop(): void;
}

/** Looks so often without being told; another server may have stopped in the middle. */
const lookMs = 15_000;
/** Between tries while the engine is away. */
const waitMs = 1_000;

export interface Keeper {
  start(): void;
  /** There is something to do. */
  wake(): void;
  stop(): Promise<void>;
}

export function createKeeper(works: readonly Work[], onError: (error: unknown) => void): Keeper {
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  async function round(): Promise<void> {
    let next = lookMs;
    do {
      again = false;
      next = lookMs;
      for (const one of works) {
        try {
          if ((await one.work()) === 'waits') next = waitMs;
        } catch (error) {
          onError(error);
          next = waitMs;
        }
      }
    } while (again && !stopped);
    running = undefined;
    if (stopped) return;
    timer = setTimeout(wake, next);
    timer.unref();
  }

  function wake(): void {
    if (stopped) return;
    again = true;
    clearTimeout(timer);
    running ??= apart(round);
  }

  return {
    start() {
      stopped = false;
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      for (const one of works) one.stop();
      clearTimeout(timer);
      await running;
    },
  };
}
