/** Puts reports that come at the same time into one transaction: a durable write costs the same for one as for many. */
import { gather } from '../gather.ts';

export interface GroupCommit<T> {
  /** Resolves when the item is durable; rejects with what storing it (alone, at last) failed with. */
  add(item: T): Promise<void>;
}

type Stored = { failure: unknown } | undefined;

/**
 * `storeAll` stores a group whole or not at all. When it rejects, each item is tried alone, so that one that cannot be
 * stored spoils no other's.
 */
export function groupCommit<T>(storeAll: (items: T[]) => Promise<void>, most = 200, lanes = 2): GroupCommit<T> {
  const tried = async (items: T[]): Promise<Stored> => {
    try {
      await storeAll(items);
      return undefined;
    } catch (failure) {
      return { failure };
    }
  };
  const commit = gather<T, Stored>(
    async (items) => {
      const whole = await tried(items);
      if (!whole || items.length === 1) return items.map(() => whole);
      const each: Stored[] = [];
      for (const item of items) each.push(await tried([item]));
      return each;
    },
    { most, lanes },
  );
  return {
    async add(item) {
      const stored = await commit(item);
      if (stored) throw stored.failure;
    },
  };
}
