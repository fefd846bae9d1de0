/** Counters per window, shared by all servers: log-in failures, reports by address and by phone. Machine time. */
import { createHmac } from 'node:crypto';
import type { House } from '../house.ts';
import { Problem } from '../problem.ts';
import { gather } from './gather.ts';

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

interface Change {
  id: string;
  windowMs: number;
  by: number;
}
type Standing = { count: number; endsAt: number };

const gathers = new WeakMap<House, (change: Change) => Promise<Standing>>();

/** Changes a counter and answers where it stood with this change. Many at once cost one write, not one each. */
function change(house: House, limit: Limit, who: string, by: number): Promise<Standing> {
  const known = gathers.get(house) ?? gather((all: Change[]) => changeAll(house, all));
  gathers.set(house, known);
  return known({ id: idOf(house, limit, who), windowMs: limit.windowMs, by });
}

async function changeAll(house: House, changes: Change[]): Promise<Standing[]> {
  const sums = new Map<string, Change>();
  for (const { id, windowMs, by } of changes) sums.set(id, { id, windowMs, by: (sums.get(id)?.by ?? 0) + by });
  const counted = await house.store.sessions.count([...sums.values()], house.machineNow());
  const standing = new Map([...sums].map(([id, { by }]) => [id, counted.get(id)!.count - by]));
  return changes.map(({ id, by }) => {
    const count = standing.get(id)! + by;
    standing.set(id, count);
    return { count, endsAt: counted.get(id)!.endsAt };
  });
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
