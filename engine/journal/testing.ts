/** What the journal's tests share: a directory of their own, batches of made-up records, and reading all of it back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Batch, LogRecord } from '../types.ts';
import { type FileJournal, type JournalOptions, openJournal } from './journal.ts';
import { storeSnapshot } from './snapshot.ts';
import type { SnapshotMade, SnapshotMaker } from './snapshots.ts';

export async function freshDirectory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'journal-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export function record(position: number, value: Record<string, unknown> = {}): LogRecord {
  return {
    partitionId: 1,
    position,
    sourceRecordPosition: -1,
    key: String(2251799813685248n + BigInt(position)),
    timestamp: 1_700_000_000_000 + position,
    recordType: 'EVENT',
    valueType: 'JOB',
    intent: 'CREATED',
    brokerVersion: '8.8.0',
    recordVersion: 1,
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    operationReference: -1,
    value,
  };
}

/** Batches of the given numbers of records, positions from `from` on without a gap. */
export function batches(sizes: readonly number[], from = 1, text = 'Đường hỏng ở Hội An'): Batch[] {
  let position = from;
  return sizes.map((size) => ({
    records: Array.from({ length: size }, () => record(position, { text, n: position++ })),
  }));
}

/** Snapshots of made-up records: `state` says what is kept for a position. `next` resolves after the next one. */
export function madeUp(state: (position: number) => unknown = (position) => ({ position })) {
  let made = Promise.withResolvers<SnapshotMade>();
  const makeSnapshot: SnapshotMaker = async ({ dir, segments }) => {
    const position = segments.at(-1)!.last;
    return { position, bytes: await storeSnapshot(dir, position, state(position)) };
  };
  const onSnapshot = (one: SnapshotMade) => {
    made.resolve(one);
    made = Promise.withResolvers();
  };
  return { options: { makeSnapshot, onSnapshot }, next: () => made.promise };
}

export interface Opened {
  journal: FileJournal;
  state: unknown;
  recovered: Batch[];
  warnings: string[];
}

/** Opens and recovers; closes when the test ends, whatever its end. */
export async function reopen(dir: string, options: Partial<JournalOptions> = {}): Promise<Opened> {
  const warnings: string[] = [];
  const journal = await openJournal({ dir, preallocateBytes: 4096, warn: (line) => warnings.push(line), ...options });
  onTestFinished(() => journal.close());
  const recovered: Batch[] = [];
  let state: unknown;
  try {
    await journal.recover(
      (found) => {
        state = found;
      },
      (batch) => recovered.push(batch),
    );
  } catch (error) {
    await journal.close();
    throw error;
  }
  return { journal, state, recovered, warnings };
}
