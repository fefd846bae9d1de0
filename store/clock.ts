/**
 * Business time. With `CLOCK_CONTROLLED` the embedded engine's clock is the one that counts (it can be moved through
 * its management port); otherwise the machine's. Sessions, tokens and limits never use this: they stay on machine time.
 */

import { type Clock, machineClock } from '../domain/clock.ts';

/**
 * Reads `GET <management>/actuator/clock` → `{epochMilli, instant}` at each call: a moved clock is seen at once.
 * Rejects when the engine doesn't answer within `timeoutMs`.
 */
export function httpClock(managementUrl: string, timeoutMs = 5_000): Clock {
  const url = new URL('/actuator/clock', managementUrl);
  return {
    async now() {
      const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      if (!answer.ok) throw new Error(`The engine's clock answered ${answer.status} at ${url.href}`);
      const body = (await answer.json()) as { epochMilli?: unknown };
      if (typeof body.epochMilli !== 'number') throw new Error(`The engine's clock gave no epochMilli at ${url.href}`);
      return body.epochMilli;
    },
  };
}

/** The clock that the settings ask for: `CLOCK_CONTROLLED=1` and the engine's management address, or the machine's. */
export function businessClock(settings: { clockControlled: boolean; managementUrl: string }): Clock {
  return settings.clockControlled ? httpClock(settings.managementUrl) : machineClock;
}
