/** Files into a backup and out of it: durable, with the hash of what was read. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { CopiedFile } from './manifest.ts';

/** Bytes that are written as they come, hashed, and on the disk when it is closed. */
export async function newFile(path: string): Promise<{
  write(chunk: Buffer): Promise<void>;
  close(): Promise<{ bytes: number; sha256: string }>;
}> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async write(chunk) {
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    },
    async close() {
      await file.sync();
      await file.close();
      return { bytes, sha256: hash.digest('hex') };
    },
  };
}

export async function copyFile(from: string, folder: string, name: string): Promise<CopiedFile> {
  const file = await newFile(join(folder, name));
  for await (const chunk of createReadStream(from)) await file.write(chunk as Buffer);
  return { name, ...(await file.close()) };
}

/** Every file below `from`, put below `folder`/`name`. */
export async function copyFolder(from: string, folder: string, name: string): Promise<CopiedFile[]> {
  const copied: CopiedFile[] = [];
  for (const entry of (await readdir(from, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    copied.push(await copyFile(path, folder, [name, ...relative(from, path).split(sep)].join('/')));
  }
  return copied;
}

/** Makes the folder for its owner alone. @throws Error when there is something in it */
export async function needEmpty(folder: string, what: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Error(`${what} must be empty: ${folder} is not.`);
}

export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
