/** The file operations by which the log is written: the machine's, or in tests one that fails, tears and forgets. */
import { close, fdatasync, ftruncate, open, write } from 'node:fs';
import { promisify } from 'node:util';
import { syncDirectory } from './files.ts';

export interface Disk {
  /** `w+` makes the file or empties it. */
  open(path: string, flags: 'r+' | 'w+'): Promise<number>;
  /** Writes the first `length` bytes of the buffer at `position`, all of them. */
  write(fd: number, buffer: Buffer, length: number, position: number): Promise<void>;
  /** What was written to the file is durable afterwards. */
  sync(fd: number): Promise<void>;
  truncate(fd: number, length: number): Promise<void>;
  close(fd: number): Promise<void>;
  /** Files that were made in it are durable afterwards. */
  syncDirectory(dir: string): Promise<void>;
}

const openFile = promisify(open);
const writeSome = promisify(write);

export const machineDisk: Disk = {
  open: (path, flags) => openFile(path, flags, 0o600),
  async write(fd, buffer, length, position) {
    for (let done = 0; done < length; ) {
      const { bytesWritten } = await writeSome(fd, buffer, done, length - done, position + done);
      done += bytesWritten;
    }
  },
  sync: promisify(fdatasync),
  truncate: promisify(ftruncate),
  close: promisify(close),
  syncDirectory,
};
