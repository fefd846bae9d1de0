/**
 * When a snapshot is made, and which segments may go. A snapshot covers closed segments only: they no longer change, so
 * another thread makes it from the files while this one goes on (decision 0010). What could go wrong: none can be made
 * (disk full, damaged file). Then nothing is removed, a line says so, and the next closed segment is the next attempt.
 */
import { rm } from 'node:fs/promises';
import type { Segment } from './recover.ts';

export interface SnapshotRequest {
  dir: string;
  /** Positions of the snapshots that are on disk, ascending: the newest that can be read is the beginning. */
  snapshots: readonly number[];
  /** The closed segments, ascending; the snapshot is of the state after the last of them. */
  segments: readonly Segment[];
  /** The log has grown far beyond what was due: no more modesty. */
  urgent: boolean;
}
export interface SnapshotMade {
  position: number;
  /** Length of the file. */
  bytes: number;
}
/** Makes the snapshot durable. Rejects when it could not, or when the signal came first. */
export type SnapshotMaker = (request: SnapshotRequest, signal: AbortSignal) => Promise<SnapshotMade>;

export interface KeeperOptions {
  dir: string;
  /** Bytes of closed segments after which a snapshot is made; twice the last snapshot's length where that is more. */
  snapshotBytes: number;
  /** Undefined: no snapshots are made, and so nothing is removed. */
  make: SnapshotMaker | undefined;
  warn(line: string): void;
  /** Told after each snapshot, when what it makes needless is gone. */
  onSnapshot?(made: SnapshotMade): void;
}

export interface Keeper {
  /** A segment was begun, so the one before it is closed. */
  segmentClosed(): void;
  /** Every exporter has acknowledged up to here. */
  exported(position: number): void;
  /** Resolves when no file is made or removed any more, until the function that it answers is called. */
  hold(): Promise<() => void>;
  /** Positions of the snapshots on disk, ascending. */
  snapshots(): readonly number[];
  /** Breaks off a snapshot under way; waits until no file is touched any more. */
  close(): Promise<void>;
}

/** Due so many times over, a snapshot is urgent. */
const urgency = 2;

/** `segments` is the journal's own list: its last is being written, and what is removed here is taken out of it. */
export function createKeeper(
  options: KeeperOptions,
  segments: Segment[],
  found: { snapshots: readonly number[]; snapshotBytes: number },
): Keeper {
  const { dir, make, warn } = options;
  const stopping = new AbortController();
  let snapshots = found.snapshots.slice(-2);
  let lastBytes = found.snapshotBytes;
  let exported = 0;
  let holds = 0;
  /** Last record of the newest segment when the last attempt failed: no other is made before the next one is closed. */
  let failedBehind = -1;
  let making: Promise<void> | undefined;
  let removing: Promise<void> | undefined;

  /** How much of the log lies behind the newest snapshot, 1 being as much as makes one due. */
  function dueness(closed: readonly Segment[]): number {
    if (closed.length === 0 || closed.at(-1)!.last <= failedBehind) return 0;
    const newest = snapshots.at(-1) ?? 0;
    const behind = closed.reduce((sum, segment) => sum + (segment.last > newest ? segment.end : 0), 0);
    return behind / Math.max(options.snapshotBytes, 2 * lastBytes);
  }

  function segmentClosed(): void {
    const closed = segments.slice(0, -1);
    if (!make || making || holds > 0 || stopping.signal.aborted) return;
    const due = dueness(closed);
    if (due < 1) return;
    making = makeOne(closed, due > urgency).finally(() => {
      making = undefined;
      segmentClosed();
    });
  }

  async function makeOne(closed: readonly Segment[], urgent: boolean): Promise<void> {
    try {
      const made = await make!({ dir, snapshots, segments: closed, urgent }, stopping.signal);
      snapshots = [...snapshots, made.position].slice(-2);
      lastBytes = made.bytes;
      await removeSoon();
      options.onSnapshot?.(made);
    } catch (error) {
      // The log has everything: without a snapshot only the next start takes longer.
      if (!stopping.signal.aborted)
        warn(`Journal: no snapshot could be written (${(error as Error).message}); it is tried again later.`);
      failedBehind = closed.at(-1)!.last;
    }
  }

  /** Removes segments whose last record is covered by the older of the kept snapshots and acknowledged by exporters. */
  async function remove(): Promise<void> {
    const covered = Math.min(snapshots.length > 1 ? snapshots[0]! : 0, exported);
    while (holds === 0 && segments.length > 1 && segments[0]!.last <= covered) {
      const gone = segments.shift()!;
      await rm(gone.path, { force: true });
    }
  }

  function removeSoon(): Promise<void> {
    removing ??= remove()
      .catch((error: Error) => warn(`Journal: an old segment could not be removed (${error.message}).`))
      .finally(() => {
        removing = undefined;
      });
    return removing;
  }

  return {
    segmentClosed,
    exported(position) {
      if (position <= exported) return;
      exported = position;
      void removeSoon();
    },
    async hold() {
      holds++;
      await making;
      await removing;
      return () => {
        holds--;
        segmentClosed();
        void removeSoon();
      };
    },
    snapshots: () => snapshots,
    async close() {
      stopping.abort();
      await making;
      await removing;
    },
  };
}
