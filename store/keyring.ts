/**
 * The key ring: one key for each sealed thing, in a file of its own, apart from the database and its backups
 * (docs/decisions/0025). Destroying a key makes what it sealed unreadable wherever a copy of it lies. Keys are made
 * durable ahead, in blocks, so that taking a report in waits for no disk; several processes may share the file.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Key {
  /** Hex: the time in ms and 80 random bits. Never given twice, not even after an older copy of the ring was put back. */
  id: string;
  /** 32 bytes, for AES-256. */
  key: Buffer;
}

export interface KeyRing {
  /** A key that nothing was sealed with yet; it is on the disk already. */
  take(): Key;
  /** Null for one that was destroyed or is in another ring. */
  find(id: string): Buffer | null;
  /** Overwrites and forgets the keys, durable on return; their ids stay known as destroyed. Safe to repeat. */
  destroy(ids: readonly string[]): void;
  isDestroyed(id: string): boolean;
  /** How many keys there are, and how many ids are known as destroyed. */
  count(): { keys: number; destroyed: number };
  /** A whole and consistent copy as a new file, also while others write. @throws when the file is there already */
  copyTo(file: string): void;
  /** Takes in what a copy has and this ring lacks. What either knows as destroyed is destroyed afterwards. */
  takeOver(file: string): void;
  /** Gives back what was made ahead and not taken. */
  close(): void;
}

export const ringFile = 'keys.db';
const blockSize = 500;

/** `folder`: made if it is missing, for its owner alone; `:memory:` for a ring that lasts as long as its process. */
export function openKeyRing(folder: string): KeyRing {
  const path = folder === ':memory:' ? folder : join(folder, ringFile);
  if (path !== folder) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }
  const db = new DatabaseSync(path, { timeout: 10_000 });
  db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;');
  db.exec(
    'CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;' +
      'CREATE TABLE IF NOT EXISTS destroyed (id TEXT PRIMARY KEY) WITHOUT ROWID;',
  );
  if (path !== folder) chmodSync(path, 0o600);

  const insert = db.prepare('INSERT INTO keys (id, key) VALUES (?, ?)');
  const select = db.prepare('SELECT key FROM keys WHERE id = ?');
  const overwrite = db.prepare('UPDATE keys SET key = zeroblob(32) WHERE id = ?');
  const remove = db.prepare('DELETE FROM keys WHERE id = ?');
  const remember = db.prepare('INSERT OR IGNORE INTO destroyed (id) VALUES (?)');
  const known = db.prepare('SELECT 1 FROM destroyed WHERE id = ?');
  const ahead: Key[] = [];

  function atOnce(work: () => void): void {
    db.exec('BEGIN IMMEDIATE');
    try {
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }

  function makeBlock(): void {
    // New ids are the last of the table: a block fills a few pages at its end, however many keys there are.
    const time = Date.now().toString(16).padStart(12, '0');
    const block = Array.from({ length: blockSize }, () => ({
      id: time + randomBytes(10).toString('hex'),
      key: randomBytes(32),
    }));
    const ordered = block.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    atOnce(() => {
      for (const { id, key } of ordered) insert.run(id, key);
    });
    ahead.push(...block);
  }
  makeBlock();

  return {
    take() {
      if (ahead.length === 0) makeBlock();
      return ahead.pop()!;
    },
    find(id) {
      const row = select.get(id) as { key: Uint8Array } | undefined;
      return row ? Buffer.from(row.key) : null;
    },
    destroy(ids) {
      if (ids.length === 0) return;
      atOnce(() => {
        for (const id of ids) {
          overwrite.run(id);
          remove.run(id);
          remember.run(id);
        }
      });
    },
    isDestroyed: (id) => known.get(id) !== undefined,
    count() {
      const row = db.prepare(
        'SELECT (SELECT count(*) FROM keys) AS keys, (SELECT count(*) FROM destroyed) AS destroyed',
      );
      return row.get() as unknown as { keys: number; destroyed: number };
    },
    copyTo(file) {
      db.prepare('VACUUM INTO ?').run(file);
      chmodSync(file, 0o600);
    },
    takeOver(file) {
      db.prepare('ATTACH DATABASE ? AS other').run(file);
      try {
        atOnce(() => {
          db.exec('INSERT OR IGNORE INTO destroyed SELECT id FROM other.destroyed');
          db.exec('INSERT OR IGNORE INTO keys SELECT id, key FROM other.keys');
          db.exec('UPDATE keys SET key = zeroblob(32) WHERE id IN (SELECT id FROM destroyed)');
          db.exec('DELETE FROM keys WHERE id IN (SELECT id FROM destroyed)');
        });
      } finally {
        db.exec('DETACH DATABASE other');
      }
    },
    close() {
      if (!db.isOpen) return;
      const unused = ahead.splice(0);
      try {
        atOnce(() => {
          for (const { id } of unused) remove.run(id);
        });
      } finally {
        db.close();
      }
    },
  };
}
