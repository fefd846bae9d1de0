/**
 * How many tasks a list holds, for as many people as ask: one event makes every open page ask again, and people of one
 * group ask the same. So an answer is shared until the next event, and for a second of business time at most.
 */
import { mostCounted, type ViewFilter } from '../../domain/api/task-views.ts';
import { scopeOf } from '../../domain/rights.ts';
import type { Actor, House } from '../house.ts';
import { filterOf } from './list.ts';

/** A count that takes longer is not worth its wait: the list opens without it. */
const countMs = 500;

export interface Count {
  /** At most `mostCounted`; null where it took too long. */
  count: number | null;
  more: boolean;
}

export interface Counts {
  /** `now`: business time. */
  of(actor: Actor, filter: ViewFilter, now: number): Promise<Count>;
}

export function sharedCounts(house: House): Counts {
  const shared = new Map<string, Promise<Count>>();
  house.hub.listen((events) => {
    if (events.some((event) => event.type === 'task')) shared.clear();
  });
  let second = 0;
  return {
    of(actor, { group: _, sort: __, ...query }, now) {
      if (Math.floor(now / 1_000) !== second) shared.clear();
      second = Math.floor(now / 1_000);
      const who = query.state === 'mine' ? actor.username : '';
      const key = JSON.stringify([scopeOf(actor.groups, 'task.see'), who, Object.entries(query).sort()]);
      const known = shared.get(key) ?? count(house, actor, query, now);
      shared.set(key, known);
      // A failure is nobody else's.
      known.catch(() => shared.delete(key));
      return known;
    },
  };
}

async function count(house: House, actor: Actor, query: ViewFilter, now: number): Promise<Count> {
  const { $and, ...rest } = filterOf(actor, query, now) as { $and: object[] };
  const find = $and.length > 0 ? { ...rest, $and } : rest;
  try {
    const options = { limit: mostCounted + 1, maxTimeMS: countMs };
    const found = await house.store.tasks.model.collection.countDocuments(find as never, options);
    return { count: Math.min(found, mostCounted), more: found > mostCounted };
  } catch (error) {
    // 50: it took longer than it may.
    if ((error as { code?: number }).code === 50) return { count: null, more: false };
    throw error;
  }
}
