import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../types.ts';
import { listFiles } from './files.ts';
import { findFrame, readFrame, segmentHeaderBytes } from './format.ts';
import type { FileJournal } from './journal.ts';
import type { SnapshotMade } from './snapshots.ts';
import { batches, freshDirectory, madeUp, reopen } from './testing.ts';

describe('the journal', () => {
  test('gives back, in order, what was appended before it was closed', async () => {
    const dir = await freshDirectory();
    const written = batches([1, 3, 2, 40]);
    const first = await reopen(dir);
    for (const batch of written) await first.journal.append(batch);
    await first.journal.close();
    const second = await reopen(dir);
    expect(second.recovered).toEqual(written);
    expect(second.warnings).toEqual([]);
    expect(second.journal.durablePosition()).toBe(46);
  });

  test('goes on behind what it recovered, over many openings', async () => {
    const dir = await freshDirectory();
    for (let round = 0; round < 4; round++) {
      const { journal, recovered } = await reopen(dir, { segmentBytes: 2000 });
      expect(recovered.flatMap((batch) => batch.records).map((one) => one.position)).toEqual(
        Array.from({ length: round * 10 }, (_, i) => i + 1),
      );
      await Promise.all(batches([3, 3, 4], round * 10 + 1).map((batch) => journal.append(batch)));
      await journal.close();
    }
  });

  test('writes everything of one turn of the loop as one group', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir);
    await Promise.all(batches(Array(200).fill(1)).map((batch) => journal.append(batch)));
    await journal.append(batches([1], 201)[0]!);
    await journal.close();
    const bytes = await readFile((await listFiles(dir)).segments[0]!.path);
    const groups: number[] = [];
    for (let frame = readFrame(bytes, segmentHeaderBytes); frame; frame = readFrame(bytes, frame.end))
      groups.push(frame.group);
    expect(groups).toEqual([...Array(200).fill(1), 2]);
  });

  test('tells listeners of batches only after they are on disk', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir);
    const seen: number[] = [];
    journal.onDurable((group) => {
      for (const batch of group) seen.push(batch.records[0]!.position);
    });
    const appended = journal.append(batches([1])[0]!);
    expect(seen).toEqual([]);
    await appended;
    const bytes = await readFile((await listFiles(dir)).segments[0]!.path);
    expect(findFrame(bytes, 0)?.last).toBe(1);
    await journal.append(batches([1], 2)[0]!);
    await journal.close();
    expect(seen).toEqual([1, 2]);
  });

  test('is read while it is written, across segments', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir, { segmentBytes: 3000 });
    const written: Batch[] = batches(Array.from({ length: 60 }, (_, i) => (i % 5) + 1));
    const reader = journal.reader(7);
    const read: number[] = [];
    for (const batch of written) {
      await journal.append(batch);
      if (batch.records[0]!.position % 3 === 0)
        for (const one of await reader.next(500)) read.push(...one.records.map((r) => r.position));
    }
    for (let some = await reader.next(500); some.length; some = await reader.next(500))
      for (const one of some) read.push(...one.records.map((r) => r.position));
    await reader.close();
    // Position 7 stands in the middle of no batch: reading begins with the batch behind it.
    const last = written.at(-1)!.records.at(-1)!.position;
    expect(read).toEqual(Array.from({ length: last - read[0]! + 1 }, (_, i) => read[0]! + i));
    expect(read[0]!).toBeLessThanOrEqual(8);
    expect((await listFiles(dir)).segments.length).toBeGreaterThan(3);
  });

  test('refuses a log of a format that it does not know', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir);
    await journal.append(batches([1])[0]!);
    await journal.close();
    const path = (await listFiles(dir)).segments[0]!.path;
    const bytes = await readFile(path);
    bytes.writeUInt32LE(9, 8);
    const { crc32 } = await import('node:zlib');
    bytes.writeUInt32LE(crc32(bytes.subarray(16, segmentHeaderBytes), crc32(bytes.subarray(0, 12))), 12);
    await writeFile(path, bytes);
    await expect(reopen(dir)).rejects.toThrow(/has format 9; this engine reads 1 to \d+/);
    expect(await readFile(path)).toEqual(bytes);
  });
});

describe('snapshots', () => {
  /** Appends pairs of records until a snapshot has been made; gives back its position and that of the last record. */
  async function untilSnapshot(journal: FileJournal, next: () => Promise<SnapshotMade>, from: number) {
    let last = from;
    let made: SnapshotMade | undefined;
    next().then((one) => {
      made = one;
    });
    while (!made) {
      await journal.append(batches([2], last + 1)[0]!);
      last += 2;
    }
    return { position: made.position, last };
  }

  test('shorten recovery, and segments go when two snapshots and the exporter are past them', async () => {
    const dir = await freshDirectory();
    const state = (position: number) => ({
      position,
      jobs: Array.from({ length: 1200 }, (_, i) => ({ i, of: position % 7 ? null : 'x' })),
      mixed: [{ a: 1 }, { b: 2 }, [3], null],
      names: { 'Hội An': 1 },
      keys: Object.fromEntries(
        Array(900)
          .keys()
          .map((key) => [key, -key]),
      ),
      empty: [],
    });
    const { options, next } = madeUp(state);
    const { journal } = await reopen(dir, { segmentBytes: 4000, snapshotBytes: 10_000, ...options });
    const first = await untilSnapshot(journal, next, 0);
    const second = await untilSnapshot(journal, next, first.last);
    expect(journal.earliest()).toBe(0);
    journal.exported(first.position - 1);
    const third = await untilSnapshot(journal, next, second.last);
    expect(journal.earliest()).toBeGreaterThan(0);
    expect(journal.earliest()).toBeLessThan(first.position);
    journal.exported(third.last);
    const before = journal.size().logBytes;
    const fourth = await untilSnapshot(journal, next, third.last);
    expect(journal.size().snapshotPosition).toBe(fourth.position);
    expect(journal.size().logBytes).toBeLessThan(2 * before);
    await journal.close();
    const files = await listFiles(dir);
    expect(files.snapshots.map((file) => file.position)).toEqual([third.position, fourth.position]);
    expect(files.segments[0]!.position).toBe(third.position);
    const again = await reopen(dir);
    expect(again.state).toEqual(JSON.parse(JSON.stringify(state(fourth.position))));
    expect(again.recovered.flatMap((batch) => batch.records.map((one) => one.position))).toEqual(
      Array.from({ length: fourth.last - fourth.position }, (_, at) => fourth.position + 1 + at),
    );
  });

  test('keep every segment that an exporter has not acknowledged', async () => {
    const dir = await freshDirectory();
    const { options, next } = madeUp();
    const { journal } = await reopen(dir, { segmentBytes: 1000, snapshotBytes: 2000, ...options });
    let last = 0;
    for (let i = 0; i < 3; i++) ({ last } = await untilSnapshot(journal, next, last));
    await journal.close();
    expect((await listFiles(dir)).segments[0]!.position).toBe(0);
  });

  test('that cannot be made leave the log whole, say so once a segment, and are made when they can be', async () => {
    const dir = await freshDirectory();
    const { options, next } = madeUp();
    let attempts = 0;
    const { journal, warnings } = await reopen(dir, {
      segmentBytes: 1000,
      snapshotBytes: 1500,
      onSnapshot: options.onSnapshot,
      makeSnapshot: async (request, signal) => {
        if (++attempts < 4) throw new Error('no space');
        return options.makeSnapshot(request, signal);
      },
    });
    journal.exported(Number.MAX_SAFE_INTEGER);
    await untilSnapshot(journal, next, 0);
    expect(journal.earliest()).toBe(0);
    expect(warnings).toEqual(
      Array(3).fill('Journal: no snapshot could be written (no space); it is tried again later.'),
    );
  });

  test('a damaged snapshot is passed over for the one before it, with a line that says so', async () => {
    const dir = await freshDirectory();
    const { options, next } = madeUp();
    const { journal } = await reopen(dir, { segmentBytes: 1000, snapshotBytes: 2000, ...options });
    journal.exported(Number.MAX_SAFE_INTEGER);
    const first = await untilSnapshot(journal, next, 0);
    const second = await untilSnapshot(journal, next, first.last);
    await journal.close();
    const newest = (await listFiles(dir)).snapshots.at(-1)!;
    expect(newest.position).toBe(second.position);
    const bytes = await readFile(newest.path);
    bytes[bytes.length - 3]! ^= 1;
    await writeFile(newest.path, bytes);
    const { state, recovered, warnings } = await reopen(dir);
    expect(state).toEqual({ position: first.position });
    expect(recovered[0]!.records[0]!.position).toBe(first.position + 1);
    expect(recovered.at(-1)!.records.at(-1)!.position).toBe(second.last);
    expect(warnings.join()).toMatch(/snapshot-\d+.json is damaged: its checksum does not fit/);
  });

  test('of a format that this engine does not know make it refuse', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir);
    await journal.append(batches([1])[0]!);
    await journal.close();
    await writeFile(join(dir, 'snapshot-0000000000000001.json'), '{"format":9,"position":1,"bytes":0,"crc32":0}\n');
    await expect(reopen(dir)).rejects.toThrow(/snapshot-\d+.json has format 9; this engine reads 1 to \d+/);
  });

  test('a snapshot that was cut off while written is no snapshot', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir);
    await journal.append(batches([1])[0]!);
    await journal.close();
    await writeFile(join(dir, 'snapshot-0000000000000001.json.tmp'), '{"format":1');
    const { state, recovered } = await reopen(dir);
    expect(state).toBeUndefined();
    expect(recovered).toHaveLength(1);
    expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
