/** What needs somebody now: read when tasks or incidents change, and when time passes. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { onTick } from '../data/clock.ts';
import { Problem } from '../data/http.ts';
import { listen } from '../data/stream.ts';
import { type NeedKind, type NeedList, type Needs, readNeeds } from '../data/watch.ts';
import { gently } from './gently.ts';

export class NeedsFeed implements ReactiveController {
  shown: Needs | undefined;
  problem: Problem | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #again = gently(() => void this.read());
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  list(kind: NeedKind | ''): NeedList | undefined {
    return this.shown?.lists.find((one) => one.kind === kind);
  }

  hostConnected(): void {
    const { soon } = this.#again;
    this.#stops = [
      listen('task', soon),
      listen('incident', soon),
      // Another number of what is overdue: time has passed it.
      listen('counts', soon),
      listen('reset', soon),
      onTick(soon),
      this.#again.stop,
    ];
    void this.read();
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  async read(): Promise<void> {
    try {
      this.shown = await readNeeds();
      this.problem = undefined;
    } catch (cause) {
      this.problem = cause instanceof Problem ? cause : new Problem(-1, { detail: String(cause) });
    }
    this.#host.requestUpdate();
  }
}
