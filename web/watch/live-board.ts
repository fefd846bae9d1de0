/**
 * The board kept up to date by the stream, for a page that shows it. It is read when the stream connects, because what
 * changed before that nobody has said; from then on only what changes comes, and nothing is asked for again.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Problem } from '../data/http.ts';
import { listen } from '../data/stream.ts';
import { type CountsEvent, readBoard } from '../data/watch.ts';
import { type BoardState, changedBy, startedFrom } from './board-state.ts';

/** What is older than this is said to be (ms). */
export const staleMs = 5_000;

export class LiveBoard implements ReactiveController {
  state: BoardState | undefined;
  problem: Problem | undefined;
  live = false;
  /** Business time up to which everything has been said. */
  asOf = '';
  readonly #host: ReactiveControllerHost;
  readonly #changed: () => void;
  #heard = 0;
  #stops: (() => void)[] = [];
  #reading = false;
  #again = false;
  #meanwhile: CountsEvent[] = [];

  /** `changed`: called after each picture and each change of it. */
  constructor(host: ReactiveControllerHost, changed: () => void = () => {}) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stops = [
      listen('counts', (event) => this.#counts(event)),
      listen('pulse', ({ at }) => this.#hear(at)),
      listen('reset', () => void this.read()),
      listen('connected', (live) => this.#connection(live)),
    ];
    const tick = setInterval(() => this.#host.requestUpdate(), 1_000);
    this.#stops.push(() => clearInterval(tick));
    void this.read();
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** How old what is shown is, in ms of this machine; 0 before anything is shown. */
  get age(): number {
    return this.#heard === 0 ? 0 : performance.now() - this.#heard;
  }

  /** Reads the whole board. One that is asked for meanwhile is read after it. */
  async read(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      this.#meanwhile = [];
      try {
        const board = await readBoard();
        this.state = startedFrom(board, this.#meanwhile);
        this.problem = undefined;
        this.#hear(board.asOf);
        this.#changed();
      } catch (cause) {
        this.problem = cause instanceof Problem ? cause : new Problem(-1, { detail: String(cause) });
      }
    }
    this.#reading = false;
    this.#host.requestUpdate();
  }

  #connection(live: boolean): void {
    const came = live && !this.live;
    this.live = live;
    this.#host.requestUpdate();
    // Counts have no id and are not said again to who was away.
    if (came) void this.read();
  }

  #counts(event: CountsEvent): void {
    if (this.#reading) this.#meanwhile.push(event);
    if (!this.state) return;
    this.state = changedBy(this.state, event);
    this.#hear(event.asOf);
    this.#changed();
  }

  #hear(at: string): void {
    this.#heard = performance.now();
    this.asOf = at;
    this.#host.requestUpdate();
  }
}
