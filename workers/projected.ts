/**
 * Waits for what the record stream is about to bring: a worker is often faster than the projection, by some
 * milliseconds. The wait is on the machine's time, so that it ends even where the engine's clock stands still.
 */
import { NotYet } from './runtime/job.ts';

/** How long a job waits before it is given back (with all its tries, and at once up for another worker). */
const patienceMs = 3_000;

/** Reads until `settled` says so. Rejects with NotYet when the projection does not get there in time. */
export async function whenProjected<T>(
  read: () => Promise<T>,
  settled: (value: T) => boolean,
  what: string,
): Promise<T> {
  const giveUp = performance.now() + patienceMs;
  for (let pause = 10; ; pause = Math.min(200, pause * 1.5)) {
    const value = await read();
    if (settled(value)) return value;
    if (performance.now() + pause > giveUp) throw new NotYet(`${what} is not projected yet`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
