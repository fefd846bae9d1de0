/** Cut-off writes and turned bits: what comes back is always a true beginning, with everything acknowledged in it. */
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Batch } from '../types.ts';
import { listFiles } from './files.ts';
import { openJournal } from './journal.ts';
import { batches, freshDirectory, reopen } from './testing.ts';

interface Written {
  dir: string;
  path: string;
  bytes: Buffer;
  all: Batch[];
  /** Behind which byte how many batches had been acknowledged. */
  acknowledged: { end: number; count: number }[];
}

/** Groups of batches, one after the other, each acknowledged before the next; returns the file as it then was. */
async function write(groups: readonly (readonly number[])[], segmentBytes?: number): Promise<Written> {
  const dir = await freshDirectory();
  const { journal } = await reopen(dir, { segmentBytes, preallocateBytes: 0 });
  const all: Batch[] = [];
  const acknowledged: Written['acknowledged'] = [];
  let position = 1;
  for (const sizes of groups) {
    const group = batches(sizes, position);
    await Promise.all(group.map((batch) => journal.append(batch)));
    all.push(...group);
    position = group.at(-1)!.records.at(-1)!.position + 1;
    const last = (await listFiles(dir)).segments.at(-1)!.path;
    acknowledged.push({ end: (await readFile(last)).length, count: all.length });
  }
  await journal.close();
  const path = (await listFiles(dir)).segments.at(-1)!.path;
  return { dir, path, bytes: await readFile(path), all, acknowledged };
}

/** Reads the directory with its last segment replaced by `bytes`. */
async function readBack(written: Written, bytes: Buffer): Promise<{ recovered: Batch[]; warnings: string[] }> {
  const dir = `${written.dir}/copy`;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir);
  for (const file of (await listFiles(written.dir)).segments) await copyFile(file.path, join(dir, basename(file.path)));
  await writeFile(join(dir, basename(written.path)), bytes);
  const warnings: string[] = [];
  const recovered: Batch[] = [];
  const journal = await openJournal({ dir, preallocateBytes: 0, warn: (line) => warnings.push(line) });
  try {
    await journal.recover(
      () => {},
      (batch) => recovered.push(batch),
    );
    // It must be writable again, and read the same afterwards.
    const next = (recovered.at(-1)?.records.at(-1)?.position ?? 0) + 1;
    await journal.append(batches([1], next)[0]!);
  } finally {
    await journal.close();
  }
  const again = await openJournal({ dir, warn: (line) => warnings.push(`again: ${line}`) });
  const second: Batch[] = [];
  await again.recover(
    () => {},
    (batch) => second.push(batch),
  );
  await again.close();
  expect(second.slice(0, -1)).toEqual(recovered);
  return { recovered, warnings };
}

const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
});

describe('a log that was cut off', () => {
  test('at any byte: a beginning of what was written, with everything that was acknowledged', async () => {
    const written = await write([[1], [2, 1], [1, 1, 1], [3]]);
    for (let cut = 0; cut <= written.bytes.length; cut += 7) {
      const { recovered } = await readBack(written, written.bytes.subarray(0, cut));
      const owed = written.acknowledged.filter((one) => one.end <= cut).at(-1)?.count ?? 0;
      expect(recovered.length, `cut at ${cut}`).toBeGreaterThanOrEqual(owed);
      expect(recovered).toEqual(written.all.slice(0, recovered.length));
    }
  });

  test('whatever the groups and wherever the cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        async (groups, where, zeros) => {
          const written = await write(groups);
          const cut = Math.floor(where * written.bytes.length);
          const bytes = zeros
            ? Buffer.concat([written.bytes.subarray(0, cut), Buffer.alloc(300)])
            : written.bytes.subarray(0, cut);
          const { recovered, warnings } = await readBack(written, bytes);
          const owed = written.acknowledged.filter((one) => one.end <= cut).at(-1)?.count ?? 0;
          expect(recovered.length).toBeGreaterThanOrEqual(owed);
          expect(recovered).toEqual(written.all.slice(0, recovered.length));
          expect(warnings.filter((line) => line.startsWith('again'))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('in the middle of the last write only: pages may be missing in any order', async () => {
    const written = await write([
      [1, 1],
      [1, 1, 1, 1],
    ]);
    const acked = written.acknowledged[0]!.end;
    const bytes = Buffer.from(written.bytes);
    bytes.fill(0, acked + 100, acked + 600);
    const { recovered, warnings } = await readBack(written, bytes);
    expect(recovered).toEqual(written.all.slice(0, 2));
    expect(warnings.join()).toMatch(/cut off the damaged end/);
  });
});

describe('a turned bit', () => {
  test('is never read as data: the log is cut there with a line, or refused', async () => {
    let refused = 0;
    let cut = 0;
    await fc.assert(
      fc.asyncProperty(sizes, fc.double({ min: 0, max: 1, noNaN: true }), async (groups, where) => {
        const written = await write(groups);
        const bytes = Buffer.from(written.bytes);
        const bit = Math.min(Math.floor(where * bytes.length * 8), bytes.length * 8 - 1);
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        try {
          const { recovered, warnings } = await readBack(written, bytes);
          cut++;
          expect(recovered.length).toBeLessThan(written.all.length);
          expect(recovered).toEqual(written.all.slice(0, recovered.length));
          expect(warnings.length).toBeGreaterThan(0);
        } catch (error) {
          if ((error as Error).name === 'AssertionError') throw error;
          refused++;
          expect((error as Error).message).toMatch(/^Journal: .* (is damaged at byte|has format)/);
        }
      }),
      { numRuns: 120, endOnFailure: true },
    );
    expect(refused).toBeGreaterThan(0);
    expect(cut).toBeGreaterThan(0);
  });

  test('in acknowledged records with whole ones behind them makes the engine refuse, and changes nothing', async () => {
    const written = await write([[1], [1], [1]]);
    const bytes = Buffer.from(written.bytes);
    bytes[written.acknowledged[0]!.end + 60]! ^= 4;
    await expect(readBack(written, bytes)).rejects.toThrow(/whole records follow. Nothing was changed/);
    expect(await readFile(join(written.dir, 'copy', basename(written.path)))).toEqual(bytes);
  });

  test('a segment that is missing is noticed', async () => {
    const written = await write(Array(12).fill([2]), 1000);
    onTestFinished(() => {});
    const { segments } = await listFiles(written.dir);
    expect(segments.length).toBeGreaterThan(3);
    await rm(segments[1]!.path);
    await expect(reopen(written.dir)).rejects.toThrow(/records \d+ to \d+ are missing before it/);
  });
});
