/**
 * The check of a draft as one edits it: begun a moment after the last change, an answer that was overtaken dropped, the
 * last one kept for whoever comes back to this part. Any element of the studio may hold one.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type CheckAnswer, checkFiles } from '../../data/checks.ts';
import { Problem } from '../../data/http.ts';
import type { ModelFile } from '../../data/models.ts';

/** So long after the last change a check begins (ms). */
const pauseMs = 1_200;

/** The last answer, for the files that it was about: another part of the draft was open meanwhile. */
let last: { files: readonly ModelFile[]; answer: CheckAnswer } | undefined;

const same = (one: readonly ModelFile[], other: readonly ModelFile[]): boolean =>
  one.length > 0 &&
  one.length === other.length &&
  one.every(({ name, content }, at) => other[at]!.name === name && other[at]!.content === content);

export class RunningCheck implements ReactiveController {
  answer: CheckAnswer | undefined;
  problem: Problem | undefined;
  busy = false;
  readonly #host: ReactiveControllerHost;
  #files: readonly ModelFile[] = [];
  #about: readonly ModelFile[] = [];
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#files = [];
  }

  /** The answer is about files that have been changed since. */
  get stale(): boolean {
    return this.answer !== undefined && this.#about !== this.#files;
  }

  /** Says what the files are now; the first are checked at once, later ones when nothing has changed for a moment. */
  look(files: readonly ModelFile[]): void {
    if (files === this.#files || same(files, this.#files)) return;
    const first = this.#files.length === 0;
    this.#files = files;
    clearTimeout(this.#timer);
    if (last && same(last.files, files)) {
      this.#abort?.abort();
      this.busy = false;
      this.answer = last.answer;
      this.#about = files;
    } else if (first) void this.run();
    else this.#timer = setTimeout(() => void this.run(), pauseMs);
  }

  /** Checks now. */
  async run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const files = this.#files;
    this.busy = true;
    this.#host.requestUpdate();
    try {
      const answer = await checkFiles(files, abort.signal);
      if (abort.signal.aborted) return;
      this.answer = answer;
      this.#about = files;
      this.problem = undefined;
      last = { files, answer };
    } catch (cause) {
      if (abort.signal.aborted) return;
      if (!(cause instanceof Problem)) throw cause;
      this.problem = cause;
    }
    this.busy = false;
    this.#host.requestUpdate();
  }
}
