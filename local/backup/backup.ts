/**
 * One backup of everything while everything runs, such that a restore goes on to the same ends
 * (docs/decisions/0026). The order is what makes it consistent: exporting stands still, so that the lists cannot run
 * ahead of the engine's copy; the engine is copied; then the database's moment is fixed, so that it holds every text
 * that the copied engine relies upon; exporting goes on, and the files are written at leisure. What could go wrong: this
 * process is killed while exporting stands still: the lists then stand still until the next backup, or
 * `POST /actuator/exporting/resume`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKeyRing, ringFile } from '../../store/keyring.ts';
import type { Installation } from '../running.ts';
import { root } from '../settings.ts';
import { copyFile, copyFolder, isThere, needEmpty } from './copy.ts';
import { beginDump, type Dump } from './dump.ts';
import { removeEngineBackup, setExporting, takeEngineBackup } from './engine-calls.ts';
import { type CopiedFile, type Manifest, writeManifest } from './manifest.ts';

export interface BackupOptions {
  to: string;
  /** Where keys and secrets go; never the same place as the data. */
  keysTo?: string;
  machineNow: () => number;
  /** Told while exporting stands still what lets it go on, and undefined afterwards: for who is interrupted then. */
  onPause?: (resume: (() => Promise<void>) | undefined) => void;
}

/** Secrets in DATA_DIR that a restored installation needs; those of the database server are made anew. */
export const secretFiles = ['server-secret', 'demo.json'];
export const anchorsName = 'audit-anchors.log';

export async function backUp(from: Installation, options: BackupOptions): Promise<Manifest> {
  const { to, keysTo, machineNow } = options;
  if (keysTo !== undefined && `${keysTo}/`.startsWith(`${to}/`))
    throw new Error('--keys-to must not lie in --to: who has both can read what was erased.');
  await needEmpty(to, '--to');
  if (keysTo !== undefined) await needEmpty(keysTo, '--keys-to');
  const { version: product } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));

  // Before the database's moment: an anchor of an entry that the backup does not hold would call it cut off.
  const files: CopiedFile[] = [];
  if (await isThere(from.anchorsFile)) files.push(await copyFile(from.anchorsFile, to, anchorsName));

  const backupId = machineNow();
  const { dump, positions } = await atOnePoint(from, backupId, options.onPause);
  try {
    const database = await dump.write(to);
    const folder = join(from.engineBackups, String(backupId));
    const engineFiles = (await isThere(folder)) ? await copyFolder(folder, to, 'engine') : [];
    if (engineFiles.length > 0) await removeEngineBackup(from.management, backupId);
    // After the database's moment: each key that it needs was made before.
    if (keysTo !== undefined) await copyKeys(from, keysTo);
    const engine = { backupId, positions, askedAt: backupId, files: engineFiles };
    const audit = await dump.auditHead();
    const madeAt = new Date(machineNow()).toISOString();
    const manifest: Manifest = { format: 1, madeAt, product, database, engine, audit, files };
    await writeManifest(to, manifest);
    // For who watches: a note that fails makes the backup no worse.
    await dump.noteMade(backupId).catch(() => {});
    return manifest;
  } finally {
    await dump.close();
  }
}

async function atOnePoint(
  { management, mongodbUri }: Installation,
  backupId: number,
  onPause: BackupOptions['onPause'],
): Promise<{ dump: Dump; positions: number[] }> {
  const resume = () => setExporting(management, 'resume');
  onPause?.(resume);
  try {
    await setExporting(management, 'pause');
    const positions = await takeEngineBackup(management, backupId);
    return { positions, dump: await beginDump(mongodbUri) };
  } finally {
    await resume();
    onPause?.(undefined);
  }
}

async function copyKeys(from: Installation, to: string): Promise<void> {
  if (await isThere(join(from.keysDir, ringFile))) {
    const ring = openKeyRing(from.keysDir);
    try {
      ring.copyTo(join(to, ringFile));
    } finally {
      ring.close();
    }
  }
  for (const name of secretFiles) {
    const file = join(from.dataDir, name);
    if (await isThere(file)) await copyFile(file, to, name);
  }
}
