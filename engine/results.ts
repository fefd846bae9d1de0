/** Waiting for an instance to complete (CreateProcessInstanceWithResult). The wait is not durable: it dies with us. */
import { objectText } from './behaviors/variables.ts';
import { createInstance } from './commands/instances.ts';
import type { CreateInstanceWithResultRequest, InstanceResult } from './door.ts';
import type { Loop } from './loop.ts';
import { DeadlineExceeded } from './types.ts';

const defaultTimeoutMs = 15_000;

export class Results {
  readonly #waiting = new Map<number, (variables: ReadonlyMap<string, string>) => void>();

  constructor(loop: Loop) {
    loop.onResult = (key, variables) => {
      this.#waiting.get(key)?.(variables);
      this.#waiting.delete(key);
    };
  }
  wait(key: number, onResult: (variables: ReadonlyMap<string, string>) => void): () => void {
    this.#waiting.set(key, onResult);
    return () => this.#waiting.delete(key);
  }
}

/** Rejects with `DeadlineExceeded` in time; an instance that is cancelled never has a result. */
export async function awaitResult(
  loop: Loop,
  results: Results,
  request: CreateInstanceWithResultRequest,
  signal?: AbortSignal,
): Promise<InstanceResult> {
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<InstanceResult>((resolve, reject) => {
      const late = () => reject(new DeadlineExceeded('Time out between gateway and broker: the instance runs on'));
      timer = setTimeout(late, request.requestTimeout || defaultTimeoutMs);
      signal?.addEventListener('abort', late, { once: true });
      loop
        .submit(
          'CREATE_WITH_AWAITING_RESULT',
          (step) => {
            const created = createInstance(step, request, true);
            // Registered before anything follows, for the instance may complete within this very batch.
            stop = results.wait(Number(created.processInstanceKey), (variables) => {
              const wanted = request.fetchVariables ?? [];
              const chosen =
                wanted.length === 0 ? [...variables] : [...variables].filter(([name]) => wanted.includes(name));
              resolve({ ...created, variables: objectText(chosen) });
            });
            return created;
          },
          request.operationReference,
          { valueType: 'PROCESS_INSTANCE_CREATION', request },
        )
        .catch(reject);
    });
  } finally {
    clearTimeout(timer);
    stop();
  }
}
