/**
 * Something that is read from the server: waiting, here, or failed. A later read makes an earlier one stale, so that
 * answers that overtake each other never show old data; while reading anew, what was there stays on the screen.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Problem } from '../data/http.ts';

export class Loading<T> implements ReactiveController {
  /** The newest answer, or undefined before the first. */
  value: T | undefined;
  problem: Problem | undefined;
  busy = false;
  readonly #host: ReactiveControllerHost;
  readonly #read: (signal: AbortSignal) => Promise<T>;
  #abort: AbortController | undefined;

  /** `read` is called by `start` and `again`; it must pass the signal on. */
  constructor(host: ReactiveControllerHost, read: (signal: AbortSignal) => Promise<T>) {
    this.#host = host;
    this.#read = read;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort?.abort();
  }

  /** Forgets what is shown and reads. */
  start(): Promise<void> {
    this.value = undefined;
    this.problem = undefined;
    return this.again();
  }

  /** Reads anew and keeps showing what is there until the answer comes. */
  async again(): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.busy = true;
    this.#host.requestUpdate();
    try {
      const value = await this.#read(abort.signal);
      if (abort.signal.aborted) return;
      this.value = value;
      this.problem = undefined;
    } catch (cause) {
      if (abort.signal.aborted) return;
      this.problem = cause instanceof Problem ? cause : new Problem(-1, { detail: String(cause) });
      if (!(cause instanceof Problem)) console.error(cause);
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  /** Sets what is known without asking: an event brought it. */
  put(value: T): void {
    this.value = value;
    this.#host.requestUpdate();
  }
}
