/** What both clients share and their types don't say. */

import { type InHand, within } from './in-hand.ts';
import type { Job } from './job.ts';
import type { Decision } from './worker.ts';

/** gRPC status 6: a message with this id is there already, which is what was wanted. */
export function alreadyThere(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 6;
}

/** An activated job of either client, as far as we read it. */
export interface ClientJob {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly customHeaders: unknown;
  readonly variables: unknown;
  readonly retries: number;
}

export function jobOf(job: ClientJob): Job {
  return {
    key: String(job.key),
    type: job.type,
    processInstanceKey: String(job.processInstanceKey),
    // Both clients carry the protocol's name and type another.
    processDefinitionKey: String((job as { processDefinitionKey?: unknown }).processDefinitionKey ?? ''),
    elementId: job.elementId,
    elementInstanceKey: String(job.elementInstanceKey),
    headers: { ...(job.customHeaders as Record<string, string>) },
    variables: { ...(job.variables as Record<string, unknown>) },
    retries: job.retries,
  };
}

/** How either client's job is answered. */
interface Answerable {
  complete(variables: never): Promise<typeof acknowledged>;
  error(code: string, message: string): Promise<typeof acknowledged>;
  fail(reason: { errorMessage: string; retries: number; retryBackOff: number }): Promise<typeof acknowledged>;
}

/** Tells the engine what was decided. */
export async function answer(job: object, decision: Decision): Promise<typeof acknowledged> {
  const to = job as Answerable;
  switch (decision.kind) {
    case 'complete':
      return to.complete(decision.variables as never).catch(comesBack);
    case 'bpmnError':
      return to.error(decision.code, decision.message);
    case 'fail':
      return to
        .fail({ errorMessage: decision.message, retries: decision.retries, retryBackOff: decision.backOffMs })
        .catch(comesBack);
  }
}

/** The engine is away or has given the job to another: either way it comes back by its time-out. */
const comesBack = () => acknowledged;

/** What both clients want a handler to return when it has answered its job, or leaves it to its time-out. */
export const acknowledged = 'JOB_ACTION_ACKNOWLEDGEMENT' as const;

/** The worker of either client, as far as closing goes. */
export interface ClosingWorker {
  close(timeoutMs: number): Promise<unknown>;
}

/** Works on a job and answers it; gives it back with all its tries where a stop waits no longer. */
export function workOn(
  job: ClientJob,
  inHand: InHand,
  handle: (job: Job) => Promise<Decision>,
): Promise<typeof acknowledged> {
  const back = { retries: job.retries, backOffMs: 0, message: 'Handed back: these workers were stopped' };
  return inHand.during(async () =>
    answer(job, await inHand.orGivenUp(handle(jobOf(job)), { kind: 'fail', ...back } as Decision)),
  );
}

/** What is given back is on its way for so long (ms). */
const handBackMs = 500;

/**
 * Closes a client so that nothing gets lost. The order matters: (1) the workers take no more jobs; (2) their open
 * questions are taken back, which both clients would leave at the engine until the long poll is over, and let a job fall
 * that comes of it; (3) the jobs in hand are answered,
 * or given back; (4) only then the client, which swallows every call once it closes.
 */
export async function closeInOrder(
  client: ClosingWorker,
  workers: readonly ClosingWorker[],
  inHand: InHand,
  patienceMs: number,
): Promise<void> {
  for (const worker of workers) {
    worker.close(patienceMs).catch(() => {});
    (worker as { jobStream?: { cancel?(): void } }).jobStream?.cancel?.();
  }
  await inHand.empty(patienceMs);
  inHand.giveUp();
  await inHand.empty(handBackMs);
  await within(client.close(500), 500);
}
