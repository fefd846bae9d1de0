/**
 * Where the exporter gets its records: straight from memory while it keeps up, from the journal while it is behind, so
 * that a slow endpoint costs disk and never memory.
 */
import type { Batch, LogRecord } from '../types.ts';

/** What is needed of the journal (see `journal/journal.ts`). */
export interface DurableLog {
  onDurable(listener: (batches: readonly Batch[]) => void): () => void;
  durablePosition(): number;
  reader(after: number): { next(bytes: number): Promise<Batch[]>; close(): Promise<void> };
}

export interface RecordSource {
  /**
   * The next records in order, at most `count`; waits for them, or so many milliseconds and then answers none; undefined
   * once closed.
   */
  next(count: number, patience?: number): Promise<LogRecord[] | undefined>;
  /** True while records are read back from the journal. */
  behind(): boolean;
  close(): Promise<void>;
}

/** Records that wait in memory before the exporter counts as behind. */
const liveLimit = 4000;
/** Bytes of log that are read at a time when behind. */
const pageBytes = 1 << 20;

/** All durable records behind `after`. */
export function followRecords(log: DurableLog, after: number): RecordSource {
  let cursor = after;
  let live: LogRecord[] | undefined;
  let page: LogRecord[] = [];
  let reader: ReturnType<DurableLog['reader']> | undefined;
  let closed = false;
  let wake = Promise.withResolvers<void>();

  const stopListening = log.onDurable((batches) => {
    if (live) {
      for (const batch of batches) for (const record of batch.records) live.push(record);
      // Too much waits: forget it, it is on disk.
      if (live.length > liveLimit) live = undefined;
    }
    wake.resolve();
  });

  function take(from: LogRecord[], count: number): LogRecord[] {
    const taken = from.splice(0, count);
    cursor = taken.at(-1)!.position;
    return taken;
  }

  async function readBack(): Promise<void> {
    reader ??= log.reader(cursor);
    const batches = await reader.next(pageBytes);
    for (const batch of batches) for (const record of batch.records) if (record.position > cursor) page.push(record);
    // Nothing is awaited between this look and going live: no record can slip in between.
    if (page.length === 0 && cursor >= log.durablePosition()) {
      live = [];
      const done = reader;
      reader = undefined;
      await done.close();
    }
  }

  return {
    async next(count, patience) {
      const until = patience === undefined ? Number.POSITIVE_INFINITY : performance.now() + patience;
      while (!closed) {
        wake = Promise.withResolvers<void>();
        if (page.length > 0) return take(page, count);
        if (live && live.length > 0) return take(live, count);
        if (!live) await readBack();
        else if (until === Number.POSITIVE_INFINITY) await wake.promise;
        else if (!(await within(wake.promise, until - performance.now()))) return [];
      }
      return undefined;
    },
    behind: () => live === undefined,
    async close() {
      closed = true;
      stopListening();
      wake.resolve();
      await reader?.close();
      page = [];
    },
  };
}

/** False when the time is over first. */
function within(waiting: Promise<void>, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), Math.max(0, milliseconds));
    void waiting.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
