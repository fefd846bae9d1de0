import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../types.ts';
import { listFiles } from './files.ts';
import { findFrame, readFrame, segmentHeaderBytes } from './format.ts';
import { batches, freshDirectory, reopen } from './testing.ts';

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
    await expect(reopen(dir)).rejects.toThrow(/has format 9; this engine reads 1/);
    expect(await readFile(path)).toEqual(bytes);
  });
});

describe('snapshots', () => {
  test('shorten recovery, and segments go when two snapshots and the exporter are past them', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir, { segmentBytes: 4000, snapshotBytes: 1000 });
    let position = 0;
    const more = async (count: number) => {
      for (const batch of batches(Array(count).fill(2), position + 1)) await journal.append(batch);
      position += 2 * count;
    };
    await more(20);
    expect(journal.snapshotDue()).toBe(true);
    await journal.writeSnapshot({ position, jobs: Array.from({ length: 1200 }, (_, i) => ({ i })) }, position);
    expect(journal.snapshotDue()).toBe(false);
    await more(20);
    await journal.writeSnapshot({ position, keys: Object.fromEntries(Array(900).entries()) }, position);
    const before = (await listFiles(dir)).segments.length;
    journal.exported(20);
    await more(20);
    journal.exported(position);
    const state = { position, names: { 'Hội An': 1 }, empty: [] };
    await journal.writeSnapshot(state, position);
    await more(1);
    await journal.close();
    const files = await listFiles(dir);
    expect(files.segments.length).toBeLessThan(before + 3);
    expect(files.snapshots.map((file) => file.position)).toEqual([80, 120]);
    expect(files.segments[0]!.position).toBeLessThanOrEqual(80);
    const again = await reopen(dir);
    expect(again.state).toEqual(state);
    expect(again.recovered).toEqual(batches([2], 121));
  });

  test('keep every segment that an exporter has not acknowledged', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir, { segmentBytes: 1000 });
    for (const batch of batches(Array(30).fill(1))) await journal.append(batch);
    await journal.writeSnapshot({ n: 1 }, 30);
    await journal.writeSnapshot({ n: 2 }, 30);
    await journal.close();
    expect((await listFiles(dir)).segments[0]!.position).toBe(0);
  });

  test('a damaged snapshot is passed over for the one before it, with a line that says so', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir, { segmentBytes: 1000 });
    journal.exported(Number.MAX_SAFE_INTEGER);
    const written = batches(Array(30).fill(1));
    for (const batch of written) {
      await journal.append(batch);
      const { position } = batch.records[0]!;
      if (position % 10 === 0) await journal.writeSnapshot({ position }, position);
    }
    await journal.close();
    const newest = (await listFiles(dir)).snapshots.at(-1)!;
    const bytes = await readFile(newest.path);
    bytes[bytes.length - 3]! ^= 1;
    await writeFile(newest.path, bytes);
    const { state, recovered, warnings } = await reopen(dir);
    expect(state).toEqual({ position: 20 });
    expect(recovered).toEqual(written.slice(20));
    expect(warnings.join()).toMatch(/snapshot-0000000000000030.json is damaged: its checksum does not fit/);
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
