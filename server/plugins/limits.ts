/** Counters per window, shared by all servers: log-in failures, reports by address and by phone. Machine time. */
import { createHmac } from 'node:crypto';
import type { House } from '../house.ts';
import { Problem } from '../problem.ts';

export interface Limit {
  /** What is counted, e.g. `report-address`. */
  what: string;
  windowMs: number;
  most: number;
}

/** The counter's name: addresses and phones are kept as keyed hashes, never as they are. */
function idOf(house: House, limit: Limit, who: string): { id: string; ends: number } {
  const window = Math.floor(house.machineNow() / limit.windowMs);
  const hash = createHmac('sha256', house.settings.secret).update(`${limit.what}:${who}`).digest('base64url');
  return { id: `${limit.what}:${hash}:${window}`, ends: (window + 1) * limit.windowMs };
}

const secondsLeft = (house: House, ends: number): number => Math.max(1, Math.ceil((ends - house.machineNow()) / 1000));

/** Counts one. @throws 429 when it is one too many */
export async function countOrRefuse(house: House, limit: Limit, who: string): Promise<void> {
  if (limit.most === Number.POSITIVE_INFINITY) return;
  const { id, ends } = idOf(house, limit, who);
  const count = await house.store.sessions.count(id, ends + limit.windowMs);
  if (count > limit.most) throw new Problem('too-many-requests', { retryAfter: secondsLeft(house, ends) });
}

/** Takes back what was counted, where it turns out to have been a repeat. */
export async function uncount(house: House, limit: Limit, who: string): Promise<void> {
  if (limit.most === Number.POSITIVE_INFINITY) return;
  const { id, ends } = idOf(house, limit, who);
  await house.store.sessions.count(id, ends + limit.windowMs, -1);
}

/** @throws 429 when the limit is reached already; counts nothing */
export async function refuseIfReached(house: House, limit: Limit, who: string): Promise<void> {
  const { id, ends } = idOf(house, limit, who);
  if ((await house.store.sessions.counted(id)) >= limit.most)
    throw new Problem('too-many-requests', { retryAfter: secondsLeft(house, ends) });
}

export async function countOne(house: House, limit: Limit, who: string): Promise<void> {
  const { id, ends } = idOf(house, limit, who);
  await house.store.sessions.count(id, ends + limit.windowMs);
}
