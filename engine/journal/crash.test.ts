/** The power goes, or the disk refuses, at any deed of the writer: nothing that was answered is lost, nothing is made up. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../types.ts';
import { crashed, NotingDisk } from './disk.testing.ts';
import { batches, freshDirectory, reopen } from './testing.ts';

/** Small groups and large ones, over several segments, with and without space allocated ahead. */
async function written(preallocateBytes: number): Promise<{ disk: NotingDisk; all: Batch[] }> {
  const disk = new NotingDisk();
  const { journal } = await reopen(await freshDirectory(), { disk, segmentBytes: 2500, preallocateBytes });
  const all: Batch[] = [];
  let position = 1;
  for (const sizes of [[1], [2, 1], [1, 1, 1, 1, 1, 1], [3], [1, 4, 1], [8], [1], [2, 2, 2, 2], [1]]) {
    const group = batches(sizes, position);
    position += sizes.reduce((sum, size) => sum + size, 0);
    all.push(...group);
    await Promise.all(group.map((batch) => journal.append(batch).then(() => disk.acknowledged++)));
  }
  await journal.close();
  return { disk, all };
}

/** Numbers that look like chance and are the same in every run. */
function chances(seed: number): () => boolean {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return ((state ^ (state >>> 13)) & 1) === 1;
  };
}

describe('a power cut', () => {
  test.each([0, 700])('at any deed leaves a beginning with all that was answered (%i bytes ahead)', async (ahead) => {
    const { disk, all } = await written(ahead);
    const dir = join(await freshDirectory(), 'after');
    expect(disk.deeds.length).toBeGreaterThan(40);
    for (let crash = 0; crash <= disk.deeds.length; crash++) {
      const owed = disk.deeds[crash]?.acknowledged ?? all.length;
      const ways = [() => false, () => true, chances(crash), chances(crash + 1000), chances(crash + 2000)];
      for (const [way, chance] of ways.entries()) {
        await rm(dir, { recursive: true, force: true });
        await crashed(dir, disk.deeds, crash, chance);
        const first = await reopen(dir);
        const count = first.recovered.length;
        expect(count, `deed ${crash}, way ${way}`).toBeGreaterThanOrEqual(owed);
        expect(first.recovered).toEqual(all.slice(0, count));
        const next = batches([2], (all[count - 1]?.records.at(-1)?.position ?? 0) + 1)[0]!;
        await first.journal.append(next);
        await first.journal.close();
        const second = await reopen(dir);
        expect(second.recovered).toEqual([...all.slice(0, count), next]);
        expect(second.warnings).toEqual([]);
        await second.journal.close();
      }
    }
  });
});

const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

describe('a full disk', () => {
  test('at any deed: what was appended waits, is on disk once there is space, and nothing is written twice', async () => {
    const calm = await written(0);
    for (let full = 0; full < calm.disk.deeds.length - 1; full++) {
      const disk = new NotingDisk();
      let left = 3;
      disk.trouble = () => (disk.deeds.length === full && left-- > 0 ? noSpace() : undefined);
      const dir = await freshDirectory();
      const { journal, warnings } = await reopen(dir, { disk, segmentBytes: 2500, preallocateBytes: 0, retryMs: 1 });
      const troubles: (string | undefined)[] = [];
      journal.onTrouble((trouble) => troubles.push(trouble?.message));
      for (const batch of calm.all) await journal.append(batch);
      if (left < 3) {
        expect(troubles).toEqual([expect.stringMatching(/journal is full.*goes on by itself/), undefined]);
        expect(warnings).toHaveLength(2);
      }
      await journal.close();
      expect((await reopen(dir)).recovered).toEqual(calm.all);
    }
  });

  test('that stays full until the end: what was answered is there, what waited is told that it was not written', async () => {
    const disk = new NotingDisk();
    const dir = await freshDirectory();
    const { journal } = await reopen(dir, { disk, retryMs: 60_000 });
    const [one, two] = batches([1, 1]);
    await journal.append(one!);
    const troubled = new Promise((resolve) => journal.onTrouble(resolve));
    disk.trouble = noSpace;
    const waiting = expect(journal.append(two!)).rejects.toThrow(/cannot be written/);
    await troubled;
    await journal.close();
    await waiting;
    expect((await reopen(dir)).recovered).toEqual([one]);
  });
});

test('any other error of the disk is final: no one knows what is on it', async () => {
  const disk = new NotingDisk();
  const dir = await freshDirectory();
  const failures: string[] = [];
  const { journal } = await reopen(dir, { disk, onFailure: (error) => failures.push(error.message) });
  const [one, two, three] = batches([1, 1, 1]);
  await journal.append(one!);
  disk.trouble = (deed) => (deed.kind === 'sync' ? new Error('EIO: i/o error') : undefined);
  await expect(journal.append(two!)).rejects.toThrow(/EIO.*start the engine again/);
  disk.trouble = () => undefined;
  await expect(journal.append(three!)).rejects.toThrow(/EIO/);
  expect(failures).toHaveLength(1);
  await journal.close();
  const { recovered } = await reopen(dir);
  expect(recovered.slice(0, 1)).toEqual([one]);
  expect(recovered.length).toBeLessThanOrEqual(2);
});
