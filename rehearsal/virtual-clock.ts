/** A clock that stands until it is put on: between two happenings no time passes. */
export interface VirtualClock {
  now(): number;
  onChange(listener: () => void): () => void;
  /** Epoch ms, never back. */
  goTo(at: number): void;
}

export function virtualClock(start: number): VirtualClock {
  let now = start;
  const listeners = new Set<() => void>();
  return {
    now: () => now,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    goTo(at) {
      if (at < now) throw new RangeError(`The clock stands at ${now} and cannot go back to ${at}`);
      now = at;
      for (const listener of listeners) listener();
    },
  };
}
