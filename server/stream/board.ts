/**
 * The living board: one picture for all who watch at this server. It is taken anew after events and when the next task
 * turns overdue, and only while somebody listens; what changed is told. So a thousand viewers cost one count an event.
 */
import { EventEmitter } from 'node:events';
import type { Board as BoardShape, CountsEvent } from '../../domain/api/watch.ts';
import type { House } from '../house.ts';
import { wire } from '../views/time.ts';
import { changedFrom, type Picture, takePicture } from './picture.ts';

export interface Board {
  read(): Promise<BoardShape>;
  /** Called with what changed, once a picture. Returns how to stop. */
  listen(listener: (event: CountsEvent) => void): () => void;
  stop(): void;
}

/** Events that come within this time are counted together (ms). */
const gatherMs = 40;
/** A clock that is moved by hand is noticed at the latest after this (ms of the machine). */
const lookMs = 15_000;

export function createBoard(house: Pick<House, 'store' | 'clock' | 'hub'>, processId: string): Board {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  let last: Picture | undefined;
  let taking: Promise<Picture> | undefined;
  let stale = true;
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let stopListening: (() => void) | undefined;

  /** One picture at a time; whoever asks meanwhile gets one that begins after the question. */
  async function take(): Promise<Picture> {
    while (taking) await taking.catch(() => {});
    if (!stale && last) return last;
    taking = (async () => {
      stale = false;
      try {
        return await takePicture(house.store, processId, await house.clock.now());
      } catch (error) {
        stale = true;
        throw error;
      }
    })();
    try {
      const picture = await taking;
      tell(picture);
      return picture;
    } finally {
      taking = undefined;
    }
  }

  function tell(picture: Picture): void {
    const before = last;
    last = picture;
    if (!before || emitter.listenerCount('counts') === 0) return;
    const changed = changedFrom(before.counts, picture.counts);
    const versions = JSON.stringify(before.versions) === JSON.stringify(picture.versions);
    if (versions && Object.keys(changed).length === 0) return;
    const event: CountsEvent = { asOf: wire(picture.at), upTo: picture.upTo, versions: picture.versions, changed };
    emitter.emit('counts', event);
  }

  function lookIn(ms: number): void {
    const at = performance.now() + ms;
    if (at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(look, ms);
    timer.unref();
  }

  function look(): void {
    timerAt = Number.POSITIVE_INFINITY;
    if (emitter.listenerCount('counts') === 0) return;
    stale = true;
    take()
      .then(({ nextDueAt, at }) => lookIn(nextDueAt === null ? lookMs : Math.min(lookMs, nextDueAt - at + 1)))
      // The database is away: the next look may find it.
      .catch(() => lookIn(1_000));
  }

  return {
    async read() {
      // Without listeners nobody says when it is stale.
      if (emitter.listenerCount('counts') === 0) stale = true;
      const now = await house.clock.now();
      if (last && last.nextDueAt !== null && now > last.nextDueAt) stale = true;
      const { at, upTo, versions, counts } = await take();
      // What has not changed since is true now.
      return { asOf: wire(Math.max(at, now)), upTo, versions, counts };
    },
    listen(listener) {
      emitter.on('counts', listener);
      if (!stopListening) {
        stopListening = house.hub.listen(() => {
          stale = true;
          lookIn(gatherMs);
        });
        stale = true;
        lookIn(0);
      }
      return () => {
        emitter.off('counts', listener);
        if (emitter.listenerCount('counts') > 0) return;
        stopListening?.();
        stopListening = undefined;
        clearTimeout(timer);
        timerAt = Number.POSITIVE_INFINITY;
      };
    },
    stop() {
      emitter.removeAllListeners();
      stopListening?.();
      stopListening = undefined;
      clearTimeout(timer);
    },
  };
}
