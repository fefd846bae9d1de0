/** Why something that is owed is not sent now. */

/** It never can be: the entry is given up with this reason, which names no person and no address. */
export class Undeliverable extends Error {}

/** Not now: to be tried again, with this reason, after `waitMs` where the other side said how long. */
export class TryAgain extends Error {
  readonly waitMs: number | undefined;
  constructor(reason: string, waitMs?: number) {
    super(reason);
    this.waitMs = waitMs;
  }
}

/** What became of an entry: sent, or nobody needs it any more. */
export type Outcome = 'done' | 'dropped';
