/**
 * A copy of the journal as it is at one moment, while it is written on: closed files are linked, because they never
 * change; the newest segment is copied as far as it is durable. What could go wrong: links do not reach another disk;
 * then the files are copied.
 */
import { copyFile, link, mkdir, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { snapshotFile, syncDirectory } from './files.ts';
import type { Segment } from './recover.ts';

const chunkBytes = 1 << 20;

/** Segments and snapshots must stay where they are until this is done. `to` must not be there yet. */
export async function copyJournal(
  dir: string,
  to: string,
  snapshots: readonly number[],
  segments: readonly Segment[],
): Promise<void> {
  await mkdir(to, { recursive: false, mode: 0o700 });
  for (const position of snapshots) await same(snapshotFile(dir, position), to);
  for (const segment of segments.slice(0, -1)) await same(segment.path, to);
  const newest = segments.at(-1);
  if (newest) await copyBeginning(newest.path, join(to, basename(newest.path)), newest.end);
  await syncDirectory(to);
}

async function same(from: string, to: string): Promise<void> {
  const target = join(to, basename(from));
  try {
    await link(from, target);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(from, target);
    await sync(target);
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function copyBeginning(from: string, to: string, length: number): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const buffer = Buffer.allocUnsafe(chunkBytes);
      for (let at = 0; at < length; ) {
        const { bytesRead } = await source.read(buffer, 0, Math.min(chunkBytes, length - at), at);
        if (bytesRead === 0) throw new Error(`${from} is shorter than it should be`);
        await target.writeFile(buffer.subarray(0, bytesRead));
        at += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
