/**
 * Asks again until the answer is truthy. For states that no event announces to a test (a process coming up, a row on
 * its way); fails with `what` after `patience` milliseconds, and with the last error if asking failed.
 */
export async function until<T>(ask: () => Promise<T>, what: string, patience = 15_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + patience;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer as NonNullable<T>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${patience} ms in vain for ${what}${last ? `: ${(last as Error).message}` : ''}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
