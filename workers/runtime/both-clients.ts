/** What both clients share and their types don't say. */

import { type InHand, within } from './in-hand.ts';

/** gRPC status 6: a message with this id is there already, which is what was wanted. */
export function alreadyThere(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 6;
}

/** The key of the definition that a job runs on. Both clients carry the protocol's name and type another. */
export function definitionKeyOf(job: object): string {
  return String((job as { processDefinitionKey?: unknown }).processDefinitionKey ?? '');
}

/** What both clients want a handler to return when it has answered its job, or leaves it to its time-out. */
export const acknowledged = 'JOB_ACTION_ACKNOWLEDGEMENT' as const;

/** The worker of either client, as far as closing goes. */
export interface ClosingWorker {
  close(timeoutMs: number): Promise<unknown>;
}

/**
 * Closes a client so that nothing gets lost. The order matters: (1) the workers take no more jobs; (2) their open
 * questions are taken back, which both clients would leave at the engine until the long poll is over, and let a job fall
 * that comes of it; (3) the jobs in hand are answered; (4) only then the client, which swallows every call once it closes.
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
  await within(client.close(500), 500);
}
