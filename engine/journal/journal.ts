/**
 * The door of the journal: the engine's batches on disk. Opening takes the lock, `recover` reads what is there, `append`
 * makes durable; snapshots shorten recovery, and segments go when two snapshots and every exporter are past them.
 */
import { mkdir, rm } from 'node:fs/promises';
import type { Batch, Journal } from '../types.ts';
import { takeLock } from './lock.ts';
import { createReader, type JournalReader } from './reader.ts';
import { recoverJournal, type Segment } from './recover.ts';
import { encodeState, storeSnapshot } from './snapshot.ts';
import { createWriter, type Writer } from './writer.ts';

export interface JournalOptions {
  /** Directory of the journal; made when it is not there. */
  dir: string;
  /** A segment that has grown beyond this is followed by a new one. 16 MiB. */
  segmentBytes?: number;
  /** Log bytes after which a snapshot is due; twice the last snapshot's size where that is more. 32 MiB. */
  snapshotBytes?: number;
  /** Space that is allocated ahead in the newest segment. 1 MiB; 0: none. */
  preallocateBytes?: number;
  /** Takes a line about something that was mended or dropped. Standard error. */
  warn?: (line: string) => void;
  /** Told once, when the log can no longer be written. */
  onFailure?: (error: Error) => void;
}

export interface FileJournal extends Journal {
  /** Calls the listener with each group of batches after it became durable, in order. Returns how to stop it. */
  onDurable(listener: (batches: readonly Batch[]) => void): () => void;
  /** Position of the last record that is on disk. */
  durablePosition(): number;
  /** Position before the oldest record that the log still holds. */
  earliest(): number;
  /** Reads batches behind a position from the log. */
  reader(after: number): JournalReader;
  /** Why nothing can be written any more; undefined while all is well. */
  failure(): Error | undefined;
}

/**
 * Opens a journal directory for writing. Throws when another process holds it. `recover` must be called once before the
 * first `append`; it throws `JournalDamaged` when the log cannot be trusted.
 */
export async function openJournal(options: JournalOptions): Promise<FileJournal> {
  const { dir, segmentBytes = 16 << 20, snapshotBytes = 32 << 20, preallocateBytes = 1 << 20 } = options;
  const warn = options.warn ?? ((line: string) => console.error(line));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const lock = await takeLock(dir);
  const listeners = new Set<(batches: readonly Batch[]) => void>();
  let writer: Writer | undefined;
  let segments: Segment[] = [];
  let snapshots: number[] = [];
  let exported = 0;
  let sinceSnapshot = 0;
  let lastSnapshotBytes = 0;
  let snapshotting: Promise<void> | undefined;
  let compacting: Promise<void> | undefined;

  /** Removes segments whose last record is covered by the older of the kept snapshots and acknowledged by exporters. */
  async function compact(): Promise<void> {
    const covered = Math.min(snapshots.length > 1 ? snapshots[0]! : 0, exported);
    while (segments.length > 1 && segments[0]!.last <= covered) {
      const gone = segments.shift()!;
      await rm(gone.path, { force: true });
    }
  }

  function compactSoon(): void {
    compacting ??= compact()
      .catch((error: Error) => warn(`Journal: an old segment could not be removed (${error.message}).`))
      .finally(() => {
        compacting = undefined;
      });
  }

  const opened = (): Writer => {
    if (!writer) throw new Error('The journal must be recovered before it is written.');
    return writer;
  };

  return {
    async recover(onSnapshot, onBatch) {
      const found = await recoverJournal(dir, warn, onSnapshot, onBatch);
      segments = found.segments;
      snapshots = found.snapshots.slice(-2);
      sinceSnapshot = found.bytesSinceSnapshot;
      writer = createWriter(
        {
          dir,
          segmentBytes,
          preallocateBytes,
          onDurable(batches) {
            for (const listener of listeners) listener(batches);
          },
          onSegment: (segment) => segments.push(segment),
          onFailure: (error) => options.onFailure?.(error),
        },
        segments.at(-1),
        found.position,
        found.group,
      );
    },
    append(batch) {
      sinceSnapshot += batch.records.length * approximateRecordBytes;
      return opened().append(batch);
    },
    snapshotDue: () => !snapshotting && sinceSnapshot > Math.max(snapshotBytes, 2 * lastSnapshotBytes),
    writeSnapshot(state, position) {
      const lines = encodeState(state);
      lastSnapshotBytes = lines.reduce((sum, line) => sum + line.length, 0);
      sinceSnapshot = 0;
      const durable = opened().durablePosition() >= position ? Promise.resolve() : opened().append({ records: [] });
      const before = snapshotting;
      const mine = (async () => {
        await before;
        try {
          await durable;
          await storeSnapshot(dir, position, lines);
          snapshots = [...snapshots, position].slice(-2);
          compactSoon();
        } catch (error) {
          // The log has everything: without a snapshot only the next start takes longer.
          warn(`Journal: no snapshot could be written (${(error as Error).message}); it is tried again later.`);
        }
      })().finally(() => {
        if (snapshotting === mine) snapshotting = undefined;
      });
      snapshotting = mine;
      return mine;
    },
    exported(position) {
      if (position <= exported) return;
      exported = position;
      compactSoon();
    },
    onDurable(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    durablePosition: () => opened().durablePosition(),
    earliest: () => segments[0]?.previous ?? opened().durablePosition(),
    reader: (after) => createReader(segments, after),
    failure: () => writer?.failure(),
    async close() {
      await snapshotting?.catch(() => {});
      await writer?.close();
      await compacting;
      await lock.release();
    },
  };
}

/** Enough to know when a snapshot pays; the exact size is known only after writing. */
const approximateRecordBytes = 600;
