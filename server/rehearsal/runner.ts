/** Runs rehearsals in the sandbox, keeps how far they are, and calls them off, whichever server was asked to. */
import type { RehearsalInput } from '../../domain/rehearsal/input.ts';
import type { RehearsalResult } from '../../domain/rehearsal/result.ts';
import { JobRefused } from '../../domain/sandbox.ts';
import type { Rehearsal } from '../../store/rehearsals.ts';
import type { House } from '../house.ts';
import { SandboxBusy, SandboxOutOfMemory, SandboxTimeout } from '../sandbox/sandbox.ts';

/** How often it is said that one goes on (ms), and after how long in silence it is broken off. */
const beatMs = 1_000;
export const silenceMs = 30_000;

export interface Runner {
  /** Begins, and resolves when it is at its end, whatever that is; never rejects. */
  run(rehearsal: Pick<Rehearsal, '_id'>, input: RehearsalInput): Promise<void>;
  /** Calls off what this server runs; another server's stops at its next beat. */
  cancel(id: string): void;
  close(): Promise<void>;
}

export function createRunner(
  house: Pick<House, 'store' | 'sandbox' | 'machineNow'>,
  onError: (error: unknown) => void,
): Runner {
  const { rehearsals } = house.store;
  const running = new Map<string, { abort: AbortController; ended: Promise<void> }>();
  let closing = false;

  async function one(id: string, input: RehearsalInput, abort: AbortController): Promise<void> {
    let state: 'waiting' | 'running' = 'waiting';
    let progress = 0;
    const beat = setInterval(() => {
      rehearsals.alive(id, { state, progress, seenAt: house.machineNow() }).then((goesOn) => {
        if (!goesOn) abort.abort();
      }, onError);
    }, beatMs);
    const end = await house.sandbox
      .run('rehearse', input, {
        signal: abort.signal,
        onProgress: ({ done, of }) => {
          state = 'running';
          progress = of === 0 ? 0 : done / of;
        },
      })
      .then(
        ({ result, speed }) => ({ state: 'done' as const, progress: 1, result, speed, headline: headlineOf(result) }),
        (error: unknown) => (closing ? { state: 'broken-off' as const } : endOf(error, abort.signal, onError)),
      );
    clearInterval(beat);
    await rehearsals.end(id, { ...end, endedAt: house.machineNow() }).catch(onError);
    running.delete(id);
  }

  return {
    run({ _id: id }, input) {
      const abort = new AbortController();
      const ended = one(id, input, abort);
      running.set(id, { abort, ended });
      return ended;
    },
    cancel: (id) => running.get(id)?.abort.abort(),
    async close() {
      closing = true;
      const all = [...running.values()];
      for (const { abort } of all) abort.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

function endOf(
  error: unknown,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Pick<Rehearsal, 'state'> & Partial<Pick<Rehearsal, 'refusal'>> {
  if (signal.aborted) return { state: 'canceled' };
  if (error instanceof JobRefused) {
    const engine = typeof error.data.engine === 'string' ? { engine: error.data.engine } : {};
    return { state: 'refused', refusal: { code: error.code, ...engine } };
  }
  if (error instanceof SandboxTimeout) return { state: 'failed', refusal: { code: 'too-long' } };
  if (error instanceof SandboxOutOfMemory) return { state: 'failed', refusal: { code: 'too-large' } };
  if (error instanceof SandboxBusy) return { state: 'failed', refusal: { code: 'busy' } };
  onError(error);
  return { state: 'failed', refusal: { code: 'fault' } };
}

function headlineOf({ draft, inForce }: RehearsalResult): NonNullable<Rehearsal['headline']> {
  const of = ({ first, extended }: RehearsalResult['draft']['reports']) => ({ first, extended });
  return { draft: of(draft.reports), inForce: inForce && of(inForce.reports) };
}
