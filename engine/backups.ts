/**
 * Backups of the whole data directory while the engine runs, by number: journal, what exporters have acknowledged, the
 * clock. Each is a data directory: to restore one, point `ENGINE_DATA_DIR` to it (or to a copy of it). What could go
 * wrong: a backup that was cut off; it keeps another name until it is whole, and is removed before the next one.
 */
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceFile, syncDirectory } from './journal/files.ts';

export type BackupState = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
export interface BackupStatus {
  backupId: number;
  state: BackupState;
  /** ISO 8601. */
  createdAt: string;
  brokerVersion: string;
  /** Position of the last record in it; absent until it is whole. */
  position?: number;
  failureReason?: string;
}
export type Taken = 'taken' | 'exists' | 'busy';

export interface Backups {
  /** Begins a backup; `exists` when there is one of that number, `busy` while another is made. */
  take(backupId: number): Promise<Taken>;
  /** Of one number; undefined when there is none. */
  status(backupId: number): Promise<BackupStatus | undefined>;
  /** All, the newest number first. */
  list(): Promise<BackupStatus[]>;
  /** False when there is none. */
  remove(backupId: number): Promise<boolean>;
  /** Waits for one that is being made. */
  close(): Promise<void>;
}

export interface BackupsOptions {
  /** Where they are kept. */
  dir: string;
  dataDir: string;
  journal: { backup(to: string): Promise<number> };
  brokerVersion: string;
  warn(line: string): void;
}

const about = 'backup.json';
const unfinished = '.unfinished';

export function openBackups({ dir, dataDir, journal, brokerVersion, warn }: BackupsOptions): Backups {
  /** What this process has begun and not finished. */
  let begun: BackupStatus | undefined;
  let making: Promise<void> | undefined;
  const pathOf = (backupId: number) => join(dir, String(backupId));

  async function make(status: BackupStatus): Promise<void> {
    const path = pathOf(status.backupId);
    const draft = `${path}${unfinished}`;
    try {
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { recursive: true, mode: 0o700 });
      // First what is acknowledged, then the log: so the log of a backup holds all that is not acknowledged in it.
      await copySmall(dataDir, draft, 'clock.json');
      const records = await readdir(join(dataDir, 'records'), { recursive: true }).catch(() => []);
      for (const name of records) if (name.endsWith('.json')) await copySmall(dataDir, draft, join('records', name));
      const position = await journal.backup(join(draft, 'journal'));
      const done = { ...status, state: 'COMPLETED' as const, position };
      await replaceFile(draft, join(draft, about), [JSON.stringify(done)]);
      await rename(draft, path);
      await syncDirectory(dir);
      begun = undefined;
    } catch (error) {
      begun = { ...status, state: 'FAILED', failureReason: (error as Error).message };
      warn(`Backup ${status.backupId} failed: ${(error as Error).message}`);
      // What is left of it goes at the latest before the next one of this number.
      await rm(draft, { recursive: true, force: true }).catch(() => {});
    }
  }

  async function status(backupId: number): Promise<BackupStatus | undefined> {
    if (begun?.backupId === backupId) return begun;
    try {
      return JSON.parse(await readFile(join(pathOf(backupId), about), 'utf8')) as BackupStatus;
    } catch (error) {
      return unlessAbsent(error as NodeJS.ErrnoException);
    }
  }

  return {
    status,
    async take(backupId) {
      if (await status(backupId)) return 'exists';
      if (making) return 'busy';
      begun = { backupId, state: 'IN_PROGRESS', createdAt: new Date().toISOString(), brokerVersion };
      making = make(begun).finally(() => {
        making = undefined;
      });
      return 'taken';
    },
    async list() {
      const names = await readdir(dir).catch(() => []);
      const numbers = new Set(names.filter((name) => /^\d+$/.test(name)).map(Number));
      if (begun) numbers.add(begun.backupId);
      const all = await Promise.all([...numbers].sort((a, b) => b - a).map(status));
      return all.filter((one) => one !== undefined);
    },
    async remove(backupId) {
      if (begun?.backupId === backupId) await making;
      if (!(await status(backupId))) return false;
      if (begun?.backupId === backupId) begun = undefined;
      else await rm(pathOf(backupId), { recursive: true });
      return true;
    },
    async close() {
      await making;
    },
  };
}

/** A small file that may be replaced, or not be there, at any moment. */
async function copySmall(from: string, to: string, name: string): Promise<void> {
  const bytes = await readFile(join(from, name)).catch(unlessAbsent);
  if (!bytes) return;
  const target = join(to, name);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await replaceFile(dirname(target), target, [bytes]);
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
  return undefined;
}
