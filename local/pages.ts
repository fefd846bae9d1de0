/** Builds the web pages when they are not built from the sources as they stand now. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './settings.ts';

const sources = ['web', 'domain', 'package-lock.json'];
export const pagesFolder = join(root, 'dist', 'web');
const stamp = join(root, 'dist', 'web.built-from');

async function filesOf(path: string): Promise<string[]> {
  if (!path.endsWith('.json')) {
    const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
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

/** @throws Error when the build fails; its output has gone to stderr */
export async function buildPages(): Promise<void> {
  const now = await fingerprint();
  if (existsSync(stamp) && existsSync(pagesFolder) && (await readFile(stamp, 'utf8')) === now) return;
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
