/** What goes on by itself: approvals that a server left in the middle, and migrations of running reports. */
import type { House } from '../house.ts';
import { migrationWork } from './migration/work.ts';
import { finishOpen } from './release/finish.ts';

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

export function createKeeper(house: House, onError: (error: unknown) => void): Keeper {
  const migrations = migrationWork(house);
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;

  async function round(): Promise<void> {
    let next = lookMs;
    do {
      again = false;
      try {
        await finishOpen(house);
        next = (await migrations.work()) === 'waits' ? waitMs : lookMs;
      } catch (error) {
        onError(error);
        next = waitMs;
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
    running ??= round();
  }

  return {
    start() {
      stopped = false;
      wake();
    },
    wake,
    async stop() {
      stopped = true;
      migrations.stop();
      clearTimeout(timer);
      await running;
    },
  };
}
