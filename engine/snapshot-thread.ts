/**
 * The thread that makes a snapshot: the snapshot before it, and the closed segments since, replayed into a state of its
 * own, which is written down. It shares nothing with the engine but files that no longer change.
 */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { snapshotFile } from './journal/files.ts';
import { readClosed } from './journal/recover.ts';
import { loadSnapshot, storeSnapshot } from './journal/snapshot.ts';
import type { SnapshotRequest } from './journal/snapshots.ts';
import { Replay } from './recover.ts';
import { Models } from './state/models.ts';
import { dump, type Snapshot } from './state/snapshot.ts';

/** The newest snapshot that can be read; the log before all of them is there only if nothing was ever removed. */
async function newest(dir: string, positions: readonly number[]): Promise<{ position: number; state?: unknown }> {
  for (const position of positions.toReversed()) {
    try {
      return await loadSnapshot(snapshotFile(dir, position));
    } catch {
      // The next start says so; the one before it is there for this.
    }
  }
  return { position: 0 };
}

async function make({ dir, snapshots, segments }: SnapshotRequest): Promise<void> {
  const replay = new Replay(new Models());
  const from = await newest(dir, snapshots);
  if (from.state !== undefined) replay.snapshot(from.state as Snapshot);
  for await (const batch of readClosed(segments, from.position)) replay.batch(batch);
  const state = await replay.finish();
  const position = segments.at(-1)!.last;
  const bytes = await storeSnapshot(dir, position, dump(state));
  parentPort?.postMessage({ position, bytes });
}

const request = workerData as SnapshotRequest;
// On Linux a priority belongs to the thread: commands go first where cores are few.
if (process.platform === 'linux' && !request.urgent) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
await make(request);
