/** Holding a live engine beside one that has read its log, or a snapshot of its state. */
import { ManualClock } from '../clock.ts';
import { createEngine, type Engine } from '../engine.ts';
import { type Bench, MemoryJournal } from './bench.ts';

/** The whole state as plain data. */
// biome-ignore lint/suspicious/noExplicitAny: a dump is plain data, looked into by tests.
export const dumped = (engine: Engine): any => JSON.parse(JSON.stringify(engine.dump()));

/** Engines that begin with what this one has written: its log, and a snapshot of its state as it is now. */
export async function recovered(b: Bench): Promise<Engine[]> {
  const fromLog = new MemoryJournal();
  fromLog.batches.push(...b.journal.batches);
  const fromSnapshot = new MemoryJournal();
  fromSnapshot.snapshot = JSON.stringify(b.engine.dump());
  return Promise.all(
    [fromLog, fromSnapshot].map((journal) => createEngine({ clock: new ManualClock(b.clock.now()), journal })),
  );
}
