/**
 * Brings the database up to this program's version, step by step (docs/decisions/0037). One process at a time does it, by
 * a lease; the others wait for it. A step that was cut off in the middle is done again from its beginning: steps must
 * bear that, and a process beside them that does the same.
 */
import type { Store } from '../store.ts';
import type { DatabaseVersion } from '../versions.ts';

export interface Step {
  /** From 1, without gaps. */
  version: number;
  /** What it does, for operators: `hangs up what was over before …`. */
  what: string;
  /**
   * `expand` only adds: programs of the version before go on beside it, and no server takes people before it is done.
   * `contract` takes away or changes what older programs read: it waits until none of them lives, while servers work.
   */
  kind: 'expand' | 'contract';
  /** Does it, whole; safe to repeat. `stopped`: end soon, it will be begun again. */
  run(store: Store, stopped: () => boolean): Promise<void>;
  /** How many things it would touch; reads only. */
  count(store: Store): Promise<number>;
}

export interface Upgrade {
  store: Store;
  steps: readonly Step[];
  /** Random, one a process. */
  owner: string;
  machineNow: () => number;
  say: (line: string) => void;
  stopped?: () => boolean;
  /** Between looks while another process is at it (ms). */
  lookMs?: number;
}

const leaseOf = 'upgrade';
const leaseMs = 30_000;

/** The next step, where there is one. */
const nextOf = ({ steps }: Pick<Upgrade, 'steps'>, { version }: DatabaseVersion): Step | undefined =>
  steps.find((step) => step.version === version + 1);

/**
 * Does all steps that only add, before people are let in; resolves when they are done, by whomever. Steps behind one that
 * takes away wait for it.
 * @throws TooNew when this program is too old for the database
 */
export async function expand(upgrade: Upgrade): Promise<void> {
  await goThrough(upgrade, ({ kind }) => kind === 'expand', 'wait');
}

/**
 * Does what is left as far as no older program lives. `waits`: one does, or another process is at it.
 * @throws TooNew
 */
export async function contract(upgrade: Upgrade): Promise<'done' | 'waits'> {
  const { store, machineNow } = upgrade;
  let older = false;
  const done = await goThrough(
    upgrade,
    async ({ kind, version }) => {
      older = kind === 'contract' && (await store.parts.older(version, machineNow())).length > 0;
      return !older;
    },
    'leave',
  );
  return done && !older ? 'done' : 'waits';
}

/** False where another process is at it and we were not to wait. */
async function goThrough(
  upgrade: Upgrade,
  may: (step: Step) => boolean | Promise<boolean>,
  busy: 'wait' | 'leave',
): Promise<boolean> {
  const { store, owner, machineNow, stopped = () => false, lookMs = 250 } = upgrade;
  for (;;) {
    const next = nextOf(upgrade, await store.versions.check(newestOf(upgrade)));
    if (!next || stopped() || !(await may(next))) return true;
    if (await store.leases.take(leaseOf, owner, machineNow(), leaseMs)) {
      try {
        // Another may have done it between our look and the lease.
        const now = nextOf(upgrade, await store.versions.check(newestOf(upgrade)));
        if (now?.version === next.version && !(await doStep(upgrade, next))) return true;
      } finally {
        await store.leases.release(leaseOf, owner).catch(() => {});
      }
    } else if (busy === 'leave') return false;
    else await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

/** False where it was stopped in the middle. */
async function doStep(upgrade: Upgrade, step: Step): Promise<boolean> {
  const { store, owner, machineNow, say, stopped = () => false } = upgrade;
  const renew = () => store.leases.take(leaseOf, owner, machineNow(), leaseMs).catch(() => {});
  const renewing = setInterval(() => void renew(), leaseMs / 3);
  try {
    say(`database: step ${step.version} of ${newestOf(upgrade)}: ${step.what}`);
    if (step.kind === 'contract') await store.versions.need(step.version, machineNow());
    await step.run(store, stopped);
    if (stopped()) return false;
    await store.versions.reach(step.version, machineNow());
    return true;
  } finally {
    clearInterval(renewing);
  }
}

const newestOf = ({ steps }: Pick<Upgrade, 'steps'>): number => steps.at(-1)?.version ?? 0;
