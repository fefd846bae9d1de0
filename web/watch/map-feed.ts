/** The open reports of the map, moved by the stream; read anew when one comes that is not known yet. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Problem } from '../data/http.ts';
import { listen } from '../data/stream.ts';
import { type MapReport, type MapReports, readMapReports } from '../data/watch.ts';
import { gently } from './gently.ts';
import { moved } from './places.ts';

export class MapFeed implements ReactiveController {
  shown: MapReports | undefined;
  problem: Problem | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #again = gently(() => void this.read());
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get reports(): readonly MapReport[] {
    return this.shown?.items ?? [];
  }

  hostConnected(): void {
    this.#stops = [
      listen('instance', (event) => {
        if (!this.shown) return;
        const items = moved(this.shown.items, event);
        if (items === null) this.#again.soon();
        else if (items !== this.shown.items) {
          const total = this.shown.total - (this.shown.items.length - items.length);
          this.shown = { ...this.shown, items: [...items], total };
          this.#host.requestUpdate();
        }
      }),
      // Dates and incidents are not said by an instance's event.
      listen('task', () => this.#again.soon()),
      listen('incident', () => this.#again.soon()),
      listen('reset', () => void this.read()),
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
      this.shown = await readMapReports();
      this.problem = undefined;
    } catch (cause) {
      this.problem = cause instanceof Problem ? cause : new Problem(-1, { detail: String(cause) });
    }
    this.#host.requestUpdate();
  }
}
