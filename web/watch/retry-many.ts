/** Retries incidents one by one, a few at a time, and tells of each what became of it. Pure but for what it is given. */
export type Outcome = 'went' | 'again' | { refused: string };

export interface Progress {
  tried: number;
  of: number;
  /** By incident key. */
  outcomes: ReadonlyMap<string, Outcome>;
}

const atOnce = 4;

/** `retry` throws what it is refused with. Ends early when `signal` is given; what is under way is awaited. */
export async function retryMany(
  keys: readonly string[],
  retry: (key: string) => Promise<Outcome>,
  told: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const outcomes = new Map<string, Outcome>();
  const left = [...keys];
  const tell = () => told({ tried: outcomes.size, of: keys.length, outcomes: new Map(outcomes) });
  tell();
  async function work(): Promise<void> {
    for (let key = left.shift(); key !== undefined && !signal.aborted; key = left.shift()) {
      outcomes.set(key, await retry(key).catch((cause: Error) => ({ refused: cause.message })));
      tell();
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, work));
}
