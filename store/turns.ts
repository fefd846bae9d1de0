/** One after the other within a process, first come first served. */

export interface Turns {
  /**
   * Resolves with what ends the turn (safe to call twice) when those before have ended theirs. With `patience` (ms) it
   * resolves after that in any case: who must not wait for ever goes on without a turn.
   */
  take(patience?: number): Promise<() => void>;
}

export function turns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    async take(patience) {
      const before = last;
      const mine = Promise.withResolvers<void>();
      last = before.then(() => mine.promise);
      if (patience === undefined) await before;
      else {
        const out = Promise.withResolvers<void>();
        const timer = setTimeout(out.resolve, patience);
        await Promise.race([before, out.promise]);
        clearTimeout(timer);
      }
      return mine.resolve;
    },
  };
}
