/**
 * A disk for tests: the machine's, which notes what is done to it and fails on demand; and what such a disk may hold
 * after a power cut, when nothing is sure but what was synced before.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Disk, machineDisk } from './disk.ts';

type Deed =
  | { kind: 'create' | 'sync'; path: string }
  | { kind: 'write'; path: string; position: number; bytes: Buffer }
  | { kind: 'truncate'; path: string; length: number }
  | { kind: 'syncDirectory' };
/** `acknowledged`: how many batches had been answered when the deed began. */
export type Noted = Deed & { acknowledged: number };

export class NotingDisk implements Disk {
  readonly deeds: Noted[] = [];
  acknowledged = 0;
  /** An error for the deed that is about to be done; undefined lets it be done. */
  trouble: (deed: Deed) => Error | undefined = () => undefined;
  readonly #paths = new Map<number, string>();

  #note(deed: Deed): void {
    const error = this.trouble(deed);
    if (error) throw error;
    this.deeds.push({ ...deed, acknowledged: this.acknowledged });
  }
  async open(path: string, flags: 'r+' | 'w+'): Promise<number> {
    if (flags === 'w+') this.#note({ kind: 'create', path });
    const fd = await machineDisk.open(path, flags);
    this.#paths.set(fd, path);
    return fd;
  }
  async write(fd: number, buffer: Buffer, length: number, position: number): Promise<void> {
    const path = this.#paths.get(fd)!;
    this.#note({ kind: 'write', path, position, bytes: Buffer.from(buffer.subarray(0, length)) });
    await machineDisk.write(fd, buffer, length, position);
  }
  async sync(fd: number): Promise<void> {
    this.#note({ kind: 'sync', path: this.#paths.get(fd)! });
    await machineDisk.sync(fd);
  }
  async truncate(fd: number, length: number): Promise<void> {
    this.#note({ kind: 'truncate', path: this.#paths.get(fd)!, length });
    await machineDisk.truncate(fd, length);
  }
  close(fd: number): Promise<void> {
    return machineDisk.close(fd);
  }
  async syncDirectory(dir: string): Promise<void> {
    this.#note({ kind: 'syncDirectory' });
    await machineDisk.syncDirectory(dir);
  }
}

const sector = 512;
/** Decides whether something that was not synced is there after all. */
type Chance = () => boolean;

interface File {
  synced: Buffer;
  waiting: Noted[];
  /** Whether its name is durable. */
  named: boolean;
}

/** What the disk holds when the power goes before the deed at `crash` is done; its own share may be half done. */
function held(deeds: readonly Noted[], crash: number, chance: Chance): Map<string, Buffer> {
  const files = new Map<string, File>();
  for (const [at, deed] of deeds.entries()) {
    if (at > crash) break;
    if (deed.kind === 'syncDirectory') {
      if (at < crash) for (const file of files.values()) file.named = true;
    } else if (deed.kind === 'create') {
      files.set(deed.path, { synced: Buffer.alloc(0), waiting: [], named: false });
    } else if (deed.kind !== 'sync') files.get(deed.path)!.waiting.push(deed);
    else if (at < crash) {
      const file = files.get(deed.path)!;
      file.synced = file.waiting.reduce((bytes, one) => done(bytes, one, () => true), file.synced);
      file.waiting = [];
    }
  }
  const left = new Map<string, Buffer>();
  for (const [path, file] of files) {
    if (!file.named && !chance()) continue;
    left.set(
      basename(path),
      file.waiting.reduce((bytes, one) => done(bytes, one, chance), file.synced),
    );
  }
  return left;
}

function done(before: Buffer, deed: Noted, chance: Chance): Buffer {
  if (deed.kind === 'truncate') return chance() ? before.subarray(0, deed.length) : before;
  if (deed.kind !== 'write') return before;
  const after = Buffer.alloc(Math.max(before.length, deed.position + deed.bytes.length));
  before.copy(after);
  let end = before.length;
  for (let at = 0; at < deed.bytes.length; ) {
    // A sector of the disk is written whole or not at all.
    const until = Math.min(deed.bytes.length, at + sector - ((deed.position + at) % sector));
    if (chance()) {
      deed.bytes.copy(after, deed.position + at, at, until);
      end = Math.max(end, deed.position + until);
    }
    at = until;
  }
  return after.subarray(0, end);
}

/** Makes a directory with what the disk may hold after a crash. */
export async function crashed(dir: string, deeds: readonly Noted[], crash: number, chance: Chance): Promise<void> {
  await mkdir(dir, { recursive: true });
  for (const [name, bytes] of held(deeds, crash, chance)) await writeFile(join(dir, name), bytes);
}
