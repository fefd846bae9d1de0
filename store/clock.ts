/**
 * Business time. With `CLOCK_CONTROLLED` the embedded engine's clock is the one that counts (it can be moved through
 * its management port); otherwise the machine's. Sessions, tokens and limits never use this: they stay on machine time.
 */

import { type Clock, machineClock } from '../domain/clock.ts';

/**
 * Reads `GET <management>/actuator/clock` → `{epochMilli, instant}` at each call: a moved clock is seen at once. While
 * the engine is away (reports are taken all the same) it goes on from where the engine's clock was last seen.
 */
export function httpClock(managementUrl: string, timeoutMs = 2_000): Clock {
  const url = new URL('/actuator/clock', managementUrl);
  /** Engine time minus machine time, as last seen. */
  let ahead = 0;
  return {
    async now() {
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
        const body = (await answer.json()) as { epochMilli?: unknown };
        if (answer.ok && typeof body.epochMilli === 'number') ahead = body.epochMilli - Date.now();
      } catch {
        // Away, or in the middle of a restart: the last known difference stands.
      }
      return Date.now() + ahead;
    },
  };
}

/** The clock that the settings ask for: `CLOCK_CONTROLLED=1` and the engine's management address, or the machine's. */
export function businessClock(settings: { clockControlled: boolean; managementUrl: string }): Clock {
  return settings.clockControlled ? httpClock(settings.managementUrl) : machineClock;
}
