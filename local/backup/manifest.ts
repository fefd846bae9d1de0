/** What a backup says of itself: `manifest.json`, written last, so that a backup that was broken off has none. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface CopiedFile {
  /** Within the backup, with `/`. */
  name: string;
  bytes: number;
  /** SHA-256, hex. */
  sha256: string;
}

export interface DumpedCollection extends CopiedFile {
  collection: string;
  documents: number;
}

export interface Manifest {
  format: 1;
  /** ISO 8601, machine time. */
  madeAt: string;
  product: string;
  database: {
    version: string;
    /** The one moment at which all collections were read: seconds and count within the second. */
    clusterTime: { t: number; i: number };
    collections: DumpedCollection[];
  };
  engine: {
    backupId: number;
    /** Position of the last record in it, of each partition. */
    positions: number[];
    /** Machine time, ms, before which everything that the engine knew is in its backup. */
    askedAt: number;
    /** Empty where the engine keeps its backups elsewhere (a cluster's store): restored by its own tool. */
    files: CopiedFile[];
  };
  /** The audit log's newest entry in it: to be noted elsewhere. */
  audit: { number: number; hash: string };
  /** Anything else. */
  files: CopiedFile[];
}

const name = 'manifest.json';

export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => {
    throw new Error(`${folder} is no backup, or one that was broken off: it has no ${name}.`);
  });
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw new Error(`${folder} has format ${manifest.format}; this program reads format 1.`);
  return manifest;
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = await open(join(folder, name), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

export const filesOf = ({ database, engine, files }: Manifest): CopiedFile[] => [
  ...database.collections,
  ...engine.files,
  ...files,
];

export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Reads every file of a backup. @throws Error that names the first that is missing or is not what was written */
export async function verifyFiles(folder: string, manifest: Manifest): Promise<void> {
  for (const { name: file, bytes, sha256 } of filesOf(manifest)) {
    const path = join(folder, file);
    const found = await stat(path).catch(() => undefined);
    if (!found) throw new Error(`${file} is missing in ${folder}.`);
    if (found.size !== bytes || (await hashOfFile(path)) !== sha256)
      throw new Error(`${file} in ${folder} is not what the backup wrote: it was changed or is damaged.`);
  }
}
