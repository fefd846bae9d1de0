/**
 * Puts reports that come at the same time into one transaction: a durable write costs the same for one as for many.
 * While one transaction is under way the next gathers; none waits when nothing is under way.
 */

export interface GroupCommit<T> {
  /** Resolves when the item is durable; rejects with what storing it (alone, at last) failed with. */
  add(item: T): Promise<void>;
}

/**
 * `storeAll` stores a group whole or not at all. When it rejects, each item is tried alone, so that one that cannot be
 * stored spoils no other's.
 */
export function groupCommit<T>(storeAll: (items: T[]) => Promise<void>, most = 200, lanes = 2): GroupCommit<T> {
  type Waiting = { item: T; done: PromiseWithResolvers<void> };
  let waiting: Waiting[] = [];
  let running = 0;

  async function run(group: Waiting[]): Promise<void> {
    try {
      await storeAll(group.map(({ item }) => item));
      for (const { done } of group) done.resolve();
    } catch (error) {
      if (group.length === 1) group[0]!.done.reject(error);
      else for (const one of group) await run([one]);
    }
  }

  function next(): void {
    if (running >= lanes || waiting.length === 0) return;
    const group = waiting.slice(0, most);
    waiting = waiting.slice(most);
    running += 1;
    void run(group).finally(() => {
      running -= 1;
      next();
    });
  }

  return {
    add(item) {
      const done = Promise.withResolvers<void>();
      waiting.push({ item, done });
      next();
      return done.promise;
    },
  };
}
