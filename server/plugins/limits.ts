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
function idOf(house: House, limit: Limit, who: string): string {
  const hash = createHmac('sha256', house.settings.secret).update(`${limit.what}:${who}`).digest('base64url');
  return `${limit.what}:${hash}`;
}

const tooMany = (house: House, endsAt: number): Problem =>
  new Problem('too-many-requests', { retryAfter: Math.max(1, Math.ceil((endsAt - house.machineNow()) / 1000)) });

function change(house: House, limit: Limit, who: string, by: number) {
  return house.store.sessions.count(idOf(house, limit, who), house.machineNow(), limit.windowMs, by);
}

/** Counts one. @throws 429 when it is one too many */
export async function countOrRefuse(house: House, limit: Limit, who: string): Promise<void> {
  if (limit.most === Number.POSITIVE_INFINITY) return;
  const { count, endsAt } = await change(house, limit, who, 1);
  if (count > limit.most) throw tooMany(house, endsAt);
}

/** Takes back what was counted, where it turns out to have been a repeat. */
export async function uncount(house: House, limit: Limit, who: string): Promise<void> {
  if (limit.most !== Number.POSITIVE_INFINITY) await change(house, limit, who, -1);
}

/** @throws 429 when the limit is reached already; counts nothing */
export async function refuseIfReached(house: House, limit: Limit, who: string): Promise<void> {
  const counted = await house.store.sessions.counted(idOf(house, limit, who), house.machineNow());
  if (counted && counted.count >= limit.most) throw tooMany(house, counted.endsAt);
}

export async function countOne(house: House, limit: Limit, who: string): Promise<void> {
  await change(house, limit, who, 1);
}
