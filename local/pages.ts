/** Builds the web pages when they are not built from the sources as they stand now; one build for all who ask at once. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './settings.ts';

const sources = ['web', 'domain', 'docs/handbook', 'package-lock.json'];
export const pagesFolder = join(root, 'dist', 'web');
const stamp = join(root, 'dist', 'web.built-from');

async function filesOf(path: string): Promise<string[]> {
  if (!path.endsWith('.json')) {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
    return entries
      .filter(
        (entry) =>
          entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.parentPath.includes(join('web', 'testing')),
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }
  return [join(root, path)];
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(sources.map(filesOf))).flat()) {
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

const built = async (now: string): Promise<boolean> =>
  existsSync(stamp) && existsSync(pagesFolder) && (await readFile(stamp, 'utf8')) === now;

/** @throws Error when the build fails; its output has gone to stderr */
export async function buildPages(): Promise<void> {
  const now = await fingerprint();
  if (await built(now)) return;
  const leave = await onlyBuilder();
  try {
    // Somebody else has built them while we waited.
    if (!(await built(now))) await build(now);
  } finally {
    await leave();
  }
}

const lock = join(root, 'dist', 'web.building');

/** Waits until no other process builds: a start beside a test run, or the workers of one run. Answers how to let the next. */
async function onlyBuilder(): Promise<() => Promise<void>> {
  await mkdir(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      const free = () => rmSync(lock, { force: true });
      process.once('exit', free);
      return async () => {
        process.off('exit', free);
        await rm(lock, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => '')) || 0;
    if (holder > 0 && !isRunning(holder)) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function build(now: string): Promise<void> {
  await rm(stamp, { force: true });
  console.error('Building the web pages …');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', '--config', join(root, 'web', 'vite.config.ts'), '--logLevel', 'warn'];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [vite, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error('The web pages could not be built.'))));
  });
  await writeFile(stamp, now);
}
