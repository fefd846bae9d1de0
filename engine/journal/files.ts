/**
 * File names and the small file operations of the journal. What could go wrong: a new or renamed file is durable only
 * after its directory was synced too.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const digits = 16;
/** How much of a file is written at a time. */
const writeBytes = 1 << 20;
const segmentName = /^segment-(\d{16})\.log$/;
const snapshotName = /^snapshot-(\d{16})\.json$/;

/** Name of the segment whose first record has a position greater than `previous`. */
export function segmentFile(dir: string, previous: number): string {
  return join(dir, `segment-${String(previous).padStart(digits, '0')}.log`);
}

/** Name of the snapshot of the state after `position`. */
export function snapshotFile(dir: string, position: number): string {
  return join(dir, `snapshot-${String(position).padStart(digits, '0')}.json`);
}

export interface NumberedFile {
  path: string;
  position: number;
}

/** The journal's files, each list in the order of positions; `unfinished` are left-overs of a write that was cut off. */
export async function listFiles(
  dir: string,
): Promise<{ segments: NumberedFile[]; snapshots: NumberedFile[]; unfinished: string[] }> {
  const segments: NumberedFile[] = [];
  const snapshots: NumberedFile[] = [];
  const unfinished: string[] = [];
  for (const name of (await readdir(dir)).sort()) {
    const segment = segmentName.exec(name);
    const snapshot = snapshotName.exec(name);
    if (segment) segments.push({ path: join(dir, name), position: Number(segment[1]) });
    else if (snapshot) snapshots.push({ path: join(dir, name), position: Number(snapshot[1]) });
    else if (name.endsWith('.tmp')) unfinished.push(join(dir, name));
  }
  return { segments, snapshots, unfinished };
}

export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file so that after a crash either the old or the new content stands there, never a part. `head` is content
 * that stands before all the chunks and is known only behind the last of them.
 */
export async function replaceFile(
  dir: string,
  path: string,
  chunks: Iterable<Buffer | string>,
  head: { bytes: number; content(): Buffer } = { bytes: 0, content: () => Buffer.alloc(0) },
): Promise<void> {
  const unfinished = `${path}.tmp`;
  const handle = await open(unfinished, 'w', 0o600);
  try {
    let at = head.bytes;
    let held: Buffer[] = [];
    let length = 0;
    const put = async () => {
      await writeFully(handle, Buffer.concat(held), at);
      at += length;
      held = [];
      length = 0;
    };
    for (const chunk of chunks) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      held.push(bytes);
      length += bytes.length;
      if (length >= writeBytes) await put();
    }
    await put();
    await writeFully(handle, head.content(), 0);
    await handle.sync();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncDirectory(dir);
}

async function writeFully(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
