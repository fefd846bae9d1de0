/** A member of staff's page as far as it listens: follows the event stream, comes again when it ends, by its last id. */
import type { Officer } from './people.ts';

export interface Heard {
  id: number;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
  data: any;
}

export class Listener {
  /** Events with an id, in the order in which they came. */
  readonly heard: Heard[] = [];
  /** Words without an id: who looks at what. */
  readonly said: Heard[] = [];
  /** How often the stream was opened. */
  opened = 0;
  /** The newest id that the stream named, with an event or without. */
  last = '';
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  /** Resolves when the first words are there. `url`: one server of several, past the balancer. */
  static async open(officer: Officer, url = officer.url): Promise<Listener> {
    const listener = new Listener();
    const first = Promise.withResolvers<void>();
    listener.#running = listener.#follow(url, officer.cookie, first.resolve);
    await first.promise;
    return listener;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #follow(url: string, cookie: string, began: () => void): Promise<void> {
    let retryMs = 100;
    while (!this.#stop.signal.aborted) {
      try {
        const headers = { cookie, ...(this.last ? { 'last-event-id': this.last } : {}) };
        const answer = await fetch(`${url}/api/stream`, { headers, signal: this.#stop.signal });
        if (!answer.ok) throw new Error(`The stream answered ${answer.status}`);
        this.opened++;
        let text = '';
        for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
          text += chunk;
          const blocks = text.split('\n\n');
          text = blocks.pop()!;
          for (const block of blocks) retryMs = this.#take(block) ?? retryMs;
          if (this.last) began();
        }
      } catch {
        // The connection broke, or nobody was there: as a browser, it comes again.
      }
      if (!this.#stop.signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /** Returns the pause that the block asks for. */
  #take(block: string): number | undefined {
    const fields = Object.fromEntries(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    if (fields.id) this.last = fields.id;
    if (fields.event) {
      const event = { id: Number(fields.id ?? 0), type: fields.event, data: JSON.parse(fields.data ?? 'null') };
      (fields.id ? this.heard : this.said).push(event);
    }
    return fields.retry ? Number(fields.retry) : undefined;
  }
}
