/**
 * Events as they come into this server: from its own projection at once, from the others' through a change stream, each
 * once and in the order of their ids. Streams listen here, and so does whoever waits for a record to be projected.
 */
import { EventEmitter } from 'node:events';
import type { StreamEvent } from '../../store/events.ts';
import type { Store } from '../../store/store.ts';

export interface Hub {
  /** Called with events in the order of their ids. Returns how to stop. */
  listen(listener: (events: StreamEvent[]) => void): () => void;
  /** Events that this server has just written. */
  offer(events: StreamEvent[]): void;
  /**
   * Asks `look` now and after every change until it gives something other than undefined, at most `ms` long.
   * Resolves to undefined when the time is up.
   */
  waitFor<T>(look: () => Promise<T | undefined>, ms: number): Promise<T | undefined>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Between looks while waiting without news: another server may have been faster than its change stream. */
const pollMs = 150;

export function createHub(store: Store, onError: (error: unknown) => void = () => {}): Hub {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  let seen = 0;
  let stopped = false;
  let stream: { close(): Promise<void> } | undefined;
  let catchingUp: Promise<void> | undefined;
  let again = false;

  /** Reads what came after the last id. One reader at a time; ids have no gaps, so order is the order of reading. */
  async function read(): Promise<void> {
    for (;;) {
      const events = await store.events.after(seen, 1000);
      if (events.length === 0) return;
      give(events);
    }
  }
  function catchUp(): Promise<void> {
    again = true;
    catchingUp ??= (async () => {
      while (again && !stopped) {
        again = false;
        await read().catch(onError);
      }
      catchingUp = undefined;
    })();
    return catchingUp;
  }
  function give(events: StreamEvent[]): void {
    const fresh = events.filter((event) => event._id > seen);
    if (fresh.length === 0) return;
    seen = fresh.at(-1)!._id;
    emitter.emit('events', fresh);
  }

  function watch(): void {
    if (stopped) return;
    const changes = store.events.model.collection.watch([{ $match: { operationType: 'insert' } }]);
    stream = changes;
    changes.on('change', () => void catchUp());
    changes.on('error', (error: unknown) => {
      if (stopped) return;
      onError(error);
      void changes.close().catch(() => {});
      setTimeout(() => {
        watch();
        void catchUp();
      }, 1_000).unref();
    });
  }

  return {
    listen(listener) {
      emitter.on('events', listener);
      return () => emitter.off('events', listener);
    },
    offer(events) {
      const first = events[0];
      if (!first) return;
      // Another server's events may lie between: then they are read in order.
      if (first._id === seen + 1) give(events);
      else void catchUp();
    },
    async waitFor(look, ms) {
      const until = Date.now() + ms;
      for (;;) {
        const news = Promise.withResolvers<void>();
        const wake = () => news.resolve();
        emitter.once('events', wake);
        const found = await look().catch((error) => {
          emitter.off('events', wake);
          throw error;
        });
        const left = until - Date.now();
        if (found !== undefined || left <= 0) {
          emitter.off('events', wake);
          return found;
        }
        const timer = setTimeout(wake, Math.min(pollMs, left));
        await news.promise;
        clearTimeout(timer);
        emitter.off('events', wake);
      }
    },
    async start() {
      seen = await store.events.last();
      watch();
    },
    async stop() {
      stopped = true;
      await stream?.close().catch(() => {});
      await catchingUp;
    },
  };
}
