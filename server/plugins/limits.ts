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

interface Gathering {
  waiting: { by: number; done: PromiseWithResolvers<{ count: number; endsAt: number }> }[];
}
/** Counts that came while one of the same counter is being written: they go together in the next. */
const gathering = new WeakMap<House, Map<string, Gathering>>();

/** Changes a counter and answers where it stood with this change. Many at once cost one write, not one each. */
function change(house: House, limit: Limit, who: string, by: number): Promise<{ count: number; endsAt: number }> {
  const counters = gathering.get(house) ?? new Map<string, Gathering>();
  gathering.set(house, counters);
  const id = idOf(house, limit, who);
  const done = Promise.withResolvers<{ count: number; endsAt: number }>();
  const under = counters.get(id);
  if (under) under.waiting.push({ by, done });
  else {
    const mine: Gathering = { waiting: [{ by, done }] };
    counters.set(id, mine);
    void write(house, limit, id, mine).finally(() => counters.delete(id));
  }
  return done.promise;
}

async function write(house: House, limit: Limit, id: string, gathered: Gathering): Promise<void> {
  while (gathered.waiting.length > 0) {
    const group = gathered.waiting.splice(0);
    const sum = group.reduce((total, { by }) => total + by, 0);
    try {
      const { count, endsAt } = await house.store.sessions.count(id, house.machineNow(), limit.windowMs, sum);
      let standing = count - sum;
      for (const { by, done } of group) {
        standing += by;
        done.resolve({ count: standing, endsAt });
      }
    } catch (error) {
      for (const { done } of group) done.reject(error);
    }
  }
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
