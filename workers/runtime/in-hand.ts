/** Counts jobs that are being worked on, so that a stop can wait for them, and give back what takes too long. */

export class InHand {
  #count = 0;
  #waiting: (() => void)[] = [];
  readonly #givenUp = Promise.withResolvers<void>();

  /** What `work` comes to, or `instead` where the stop waits no longer for it. */
  async orGivenUp<T>(work: Promise<T>, instead: T): Promise<T> {
    return Promise.race([work, this.#givenUp.promise.then(() => instead)]);
  }

  /** What is still in hand is answered with what is said instead of it. */
  giveUp(): void {
    this.#givenUp.resolve();
  }

  /** Runs `work` and counts it while it runs. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
      if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }

  /** Resolves when nothing is in hand, or after `patienceMs`. */
  async empty(patienceMs: number): Promise<void> {
    if (this.#count === 0) return;
    await within(new Promise<void>((resolve) => this.#waiting.push(resolve)), patienceMs);
  }
}

/** Resolves with the promise, or without it after `ms`. A rejection counts as done. */
export async function within(promise: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([
    promise.then(
      () => {},
      () => {},
    ),
    late,
  ]);
  clearTimeout(timer);
}
