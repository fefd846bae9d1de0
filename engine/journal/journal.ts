/**
 * The door of the journal: the engine's batches on disk. Opening takes the lock, `recover` reads what is there, `append`
 * makes durable; snapshots shorten recovery, and segments go when two snapshots and every exporter are past them.
 */
import { mkdir } from 'node:fs/promises';
import type { Batch, Journal } from '../types.ts';
import { copyJournal } from './backup.ts';
import { type Disk, machineDisk } from './disk.ts';
import { takeLock } from './lock.ts';
import { createReader, type JournalReader } from './reader.ts';
import { recoverJournal, type Segment } from './recover.ts';
import { createKeeper, type Keeper, type SnapshotMade, type SnapshotMaker } from './snapshots.ts';
import { createWriter, type Writer } from './writer.ts';

export interface JournalOptions {
  /** Directory of the journal; made when it is not there. */
  dir: string;
  /** A segment that has grown beyond this is followed by a new one. 16 MiB. */
  segmentBytes?: number;
  /** Bytes of closed segments after which a snapshot is due; twice the last one's length where that is more. 32 MiB. */
  snapshotBytes?: number;
  /** Makes snapshots away from this thread. Without it none are made, and the log only grows. */
  makeSnapshot?: SnapshotMaker;
  /** Told of each snapshot, after the segments that it makes needless are gone. */
  onSnapshot?: (made: SnapshotMade) => void;
  /** Space that is allocated ahead in the newest segment. 1 MiB; 0: none. */
  preallocateBytes?: number;
  /** Takes a line about something that was mended or dropped. Standard error. */
  warn?: (line: string) => void;
  /** Told once, when the log can no longer be written. */
  onFailure?: (error: Error) => void;
  /** Milliseconds between two attempts to write on a full disk. 500. */
  retryMs?: number;
  /** The machine's. */
  disk?: Disk;
}

export interface FileJournal extends Journal {
  /** Calls the listener when the disk is full, with the reason, and with undefined when there is space again. */
  onTrouble(listener: (trouble: Error | undefined) => void): void;
  /** Calls the listener with each group of batches after it became durable, in order. Returns how to stop it. */
  onDurable(listener: (batches: readonly Batch[]) => void): () => void;
  /** Position of the last record that is on disk. */
  durablePosition(): number;
  /** Position before the oldest record that the log still holds. */
  earliest(): number;
  /** How much of the log is on disk, and of which position the newest snapshot is (0: there is none). */
  size(): { logBytes: number; snapshotPosition: number };
  /** Reads batches behind a position from the log. */
  reader(after: number): JournalReader;
  /**
   * Makes a copy of the journal as it is now in a directory that is not there yet, while it is written on. Answers the
   * position of the last record in it. A snapshot that is under way is waited for.
   */
  backup(to: string): Promise<number>;
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
  const troubled = new Set<(trouble: Error | undefined) => void>();
  let writer: Writer | undefined;
  let segments: Segment[] = [];
  let keeper: Keeper | undefined;

  const opened = (): Writer => {
    if (!writer) throw new Error('The journal must be recovered before it is written.');
    return writer;
  };

  return {
    async recover(onSnapshot, onBatch) {
      const found = await recoverJournal(dir, warn, onSnapshot, onBatch);
      segments = found.segments;
      const kept = createKeeper(
        { dir, snapshotBytes, make: options.makeSnapshot, warn, onSnapshot: options.onSnapshot },
        segments,
        found,
      );
      keeper = kept;
      writer = createWriter(
        {
          dir,
          disk: options.disk ?? machineDisk,
          retryMs: options.retryMs ?? 500,
          segmentBytes,
          preallocateBytes,
          onDurable(batches) {
            for (const listener of listeners) listener(batches);
          },
          onSegment(segment) {
            segments.push(segment);
            kept.segmentClosed();
          },
          onFailure: (error) => options.onFailure?.(error),
          onTrouble(trouble) {
            warn(`Journal: ${trouble?.message ?? 'there is space again; everything that waited is on disk.'}`);
            for (const listener of troubled) listener(trouble);
          },
        },
        segments.at(-1),
        found.position,
        found.group,
      );
      kept.segmentClosed();
    },
    append: (batch) => opened().append(batch),
    exported: (position) => keeper?.exported(position),
    onDurable(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onTrouble: (listener) => void troubled.add(listener),
    durablePosition: () => opened().durablePosition(),
    earliest: () => segments[0]?.previous ?? opened().durablePosition(),
    size: () => ({
      logBytes: segments.reduce((sum, segment) => sum + segment.end, 0),
      snapshotPosition: keeper?.snapshots().at(-1) ?? 0,
    }),
    reader: (after) => createReader(segments, after),
    async backup(to) {
      const position = opened().durablePosition;
      const release = await keeper!.hold();
      try {
        const at = position();
        // What is taken down here is of one moment; the list and its last end go on changing.
        const now = segments.map((segment) => ({ ...segment }));
        await copyJournal(dir, to, [...keeper!.snapshots()], now);
        return at;
      } finally {
        release();
      }
    },
    failure: () => writer?.failure(),
    async close() {
      await writer?.close();
      await keeper?.close();
      await lock.release();
    },
  };
}
