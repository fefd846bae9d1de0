/**
 * What is carried out one report at a time and goes on over a stop: migrations, successions, edits of the calendar. One
 * server at a time holds a batch by a lease. An engine that is away is waited for; a server that ends in the middle is
 * followed by the next, which goes on where it was.
 */
import { randomUUID } from 'node:crypto';
import type { House } from '../house.ts';
import type { Work } from '../keeper.ts';
import { EngineDown } from '../zeebe.ts';

/** Others keep off so long after a sign of life (ms): longer than one report can take. */
const leaseMs = 30_000;

interface Held {
  _id: string | number;
  /** Machine time: since when the engine has not answered; null while it does. */
  waitsSince: number | null;
  lease: { owner: string; until: number } | null;
}

/** Changes a batch and renews its lease; null where it was lost, stopped or superseded. */
export type Hold<B> = (set?: Partial<B>) => Promise<B | null>;

export interface Batches<B extends Held, I> {
  /** The next that is open and that nobody else works on, with the lease taken. Machine time. */
  take(owner: string, machineNow: number, leaseMs: number): Promise<B | null>;
  /** Changes it while this owner holds the lease; null otherwise. */
  hold(id: B['_id'], owner: string, set: Partial<B>): Promise<B | null>;
  nextItem(id: B['_id']): Promise<I | null>;
  /** What comes before the first item: writing down which there are. Answers the batch as it stands then, and how an item is done. */
  begin(batch: B, hold: Hold<B>): Promise<{ batch: B | null; one: (batch: B, item: I) => Promise<void> }>;
  /** No item is left: false where looking once more has found some. */
  end?(batch: B): Promise<boolean>;
  /** `always`: also where it was told of a moment ago. */
  tell?(batch: B, always: boolean): Promise<void>;
  /** Errors that pass by themselves, beside an engine that is away. */
  passes?(error: unknown): boolean;
}

export function batchWork<B extends Held, I>(house: House, batches: Batches<B, I>): Work {
  const owner = randomUUID();
  let stopped = false;

  const holder =
    (id: B['_id']): Hold<B> =>
    (set = {}) =>
      batches.hold(id, owner, { ...set, lease: { owner, until: house.machineNow() + leaseMs } } as Partial<B>);

  /** `waits` when the engine is away; the batch stays open. */
  async function carryOut(taken: B): Promise<'done' | 'waits'> {
    const hold = holder(taken._id);
    const { batch: begun, one } = await batches.begin(taken, hold);
    let batch = begun;
    while (batch && !stopped) {
      const item = await batches.nextItem(batch._id);
      if (!item) {
        if ((await batches.end?.(batch)) === false) continue;
        await hold({ state: 'done', endedAt: await house.clock.now(), waitsSince: null } as unknown as Partial<B>);
        await batches.tell?.(batch, true);
        return 'done';
      }
      try {
        await one(batch, item);
      } catch (error) {
        if (!(error instanceof EngineDown || batches.passes?.(error))) throw error;
        // Whoever looks next goes on, this server or another.
        const waitsSince = batch.waitsSince ?? house.machineNow();
        await batches.hold(batch._id, owner, { waitsSince, lease: null } as Partial<B>);
        if (batch.waitsSince === null) await batches.tell?.(batch, true);
        return 'waits';
      }
      batch = await hold({ waitsSince: null } as Partial<B>);
      if (batch) await batches.tell?.(batch, false);
    }
    return 'done';
  }

  return {
    async work() {
      while (!stopped) {
        const taken = await batches.take(owner, house.machineNow(), leaseMs);
        if (!taken) return 'idle';
        if ((await carryOut(taken)) === 'waits') return 'waits';
      }
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}
