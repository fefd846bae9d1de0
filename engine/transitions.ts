/**
 * Waiting for the listeners of a user task (zeebe-contract 2.2): whoever asked for a change is answered when it is
 * through or denied. The change is in the state and survives a restart; this wait is a connection and does not.
 */
import type { Begun, Step } from './behaviors/step.ts';
import type { Asked, Loop } from './loop.ts';
import { DeadlineExceeded, Rejection, type Whole } from './types.ts';

/** What a caller waits at most, in real milliseconds. */
const timeoutMs = 15_000;

interface Waiting {
  intent: string;
  resolve: () => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export class Transitions {
  readonly #loop: Loop;
  /** One task changes at a time, so that its key tells the callers apart. */
  readonly #waiting = new Map<number, Waiting>();

  constructor(loop: Loop) {
    this.#loop = loop;
    loop.onSettled = (userTaskKey, refusal) => {
      const waiting = this.#waiting.get(userTaskKey);
      this.#waiting.delete(userTaskKey);
      clearTimeout(waiting?.timer);
      if (refusal) waiting?.reject(new Rejection(waiting.intent, refusal.type, refusal.reason));
      else waiting?.resolve();
    };
  }

  /** Runs a command; resolves when the change that it has begun is through. Rejects with `DeadlineExceeded` in time. */
  async run<A>(
    intent: string,
    run: (step: Step) => Begun<A>,
    operationReference: Whole | undefined,
    asked: Asked,
  ): Promise<A> {
    let settled: Promise<void> | undefined;
    const begin = (step: Step): A => {
      const { answer, change } = run(step);
      // Registered within the command: listeners may be through before it is durable.
      if (change && !step.settled.has(change.userTaskKey)) settled = this.#wait(change.userTaskKey, change.intent);
      return answer;
    };
    const answer = await this.#loop.submit(intent, begin, operationReference, asked);
    await settled;
    return answer;
  }

  close(): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error('the engine is closed'));
    }
    this.#waiting.clear();
  }

  #wait(userTaskKey: number, intent: string): Promise<void> {
    const settled = new Promise<void>((resolve, reject) => {
      const late = () => {
        if (this.#waiting.get(userTaskKey) === waiting) this.#waiting.delete(userTaskKey);
        reject(new DeadlineExceeded('Time out between gateway and broker: the listeners are at work'));
      };
      const timer = setTimeout(late, timeoutMs);
      timer.unref();
      const waiting: Waiting = { intent, resolve, reject, timer };
      this.#waiting.set(userTaskKey, waiting);
    });
    // Refused while the command itself is still on its way to disk: nobody looks at it before that.
    settled.catch(() => {});
    return settled;
  }
}
