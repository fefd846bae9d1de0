/**
 * What is told to those who listen just now and kept for nobody: who looks at which task, and that somebody begins or
 * ceases to stand in for somebody. Every server hears it from the database's change stream, its own writes included, so
 * that it does not matter to which server a person is connected. What gets lost while the stream is opened anew is said
 * again by itself: presence within 20 s, delegations by the streams' own look once a minute.
 */
import { EventEmitter } from 'node:events';
import type { Delegation } from '../../store/delegations.ts';
import type { Presence } from '../../store/presence.ts';
import type { Store } from '../../store/store.ts';

export type Signal = { of: 'presence'; presence: Presence } | { of: 'delegation'; standIn: string };

export interface Signals {
  /** Returns how to stop. */
  listen(listener: (signal: Signal) => void): () => void;
  start(): void;
  stop(): Promise<void>;
}

interface Change {
  ns: { coll: string };
  fullDocument?: unknown;
}

export function createSignals(store: Store, onError: (error: unknown) => void = () => {}): Signals {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  let stopped = false;
  let stream: { close(): Promise<void> } | undefined;
  let retry: NodeJS.Timeout | undefined;

  function tell(change: Change): void {
    if (!change.fullDocument) return;
    const signal: Signal =
      change.ns.coll === 'presence'
        ? { of: 'presence', presence: change.fullDocument as Presence }
        : { of: 'delegation', standIn: (change.fullDocument as Delegation).standIn };
    emitter.emit('signal', signal);
  }

  function watch(): void {
    if (stopped) return;
    const of = {
      'ns.coll': { $in: ['presence', 'delegations'] },
      operationType: { $in: ['insert', 'replace', 'update'] },
    };
    const changes = store.connection.db!.watch([{ $match: of }], { fullDocument: 'updateLookup' });
    stream = changes;
    changes.on('change', (change) => tell(change as unknown as Change));
    changes.on('error', (error: unknown) => {
      if (stopped) return;
      onError(error);
      void changes.close().catch(() => {});
      retry = setTimeout(watch, 1_000);
      retry.unref();
    });
  }

  return {
    listen(listener) {
      emitter.on('signal', listener);
      return () => emitter.off('signal', listener);
    },
    start: watch,
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await stream?.close().catch(() => {});
    },
  };
}
