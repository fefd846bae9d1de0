/**
 * Starts the thread that makes a snapshot. What could go wrong: the thread runs out of memory or finds a damaged file;
 * then only the snapshot fails, and the engine goes on without it.
 */
import { Worker } from 'node:worker_threads';
import type { SnapshotMade, SnapshotMaker } from './journal/snapshots.ts';

export const snapshotThread: SnapshotMaker = (request, signal) =>
  new Promise<SnapshotMade>((resolve, reject) => {
    const thread = new Worker(new URL('./snapshot-thread.ts', import.meta.url), { workerData: request });
    const stop = () => void thread.terminate();
    let made: SnapshotMade | undefined;
    thread.on('message', (message: SnapshotMade) => {
      made = message;
    });
    thread.on('error', reject);
    thread.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      if (made) resolve(made);
      else reject(new Error(`its thread ended with ${code}`));
    });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
