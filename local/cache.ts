/**
 * Where downloads are kept: outside the checkout, shared by the program, its tests and every clone of one user.
 * Something is put there whole (renamed into place) or not at all, so a broken-off download leaves nothing behind.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** `XDG_CACHE_HOME` or `~/.cache`; a machine whose home cannot be written to uses its folder for temporary files. */
async function cacheRoot(): Promise<string> {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  for (const root of [join(base, 'quang-nam-field-reports'), join(tmpdir(), 'quang-nam-field-reports')]) {
    try {
      await mkdir(root, { recursive: true });
      return root;
    } catch {
      // Try the next place.
    }
  }
  throw new Error('Neither the cache folder nor the folder for temporary files can be written to.');
}

/** The folder `name` of the cache, made by `fill` (which writes into an empty folder) when it is not there yet. */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const target = join(await cacheRoot(), name);
  if (existsSync(target)) return target;
  const folder = await mkdtemp(join(dirname(target), '.part-'));
  try {
    await fill(folder);
    await rename(folder, target).catch((error) => {
      // Another start was faster: what it put there is the same.
      if (!existsSync(target)) throw error;
    });
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
