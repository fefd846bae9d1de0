/**
 * Anchors: now and then the newest number and hash of the audit log go into a file outside of the database, one JSON
 * line each, only ever added to. Each line carries the SHA-256 of the line before, so that the newest line, noted
 * anywhere else, vouches for all of them. What could go wrong: two servers on one folder write at once (a lock file
 * lets one after the other); a line torn by a crash (it has no end and is taken off before the next is written).
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Head } from './audit-chain.ts';

export interface Anchor extends Head {
  /** Machine time, ISO 8601. */
  at: string;
  /** SHA-256 (hex) of the line before; empty for the first. */
  previous: string;
}

export interface AnchorsFound {
  /** Oldest first; none after the first line that does not fit. */
  anchors: Anchor[];
  /** The first line (from 1) that cannot be read or does not follow the one before; null where all do. */
  broken: number | null;
}

export interface Anchors {
  read(): Promise<AnchorsFound>;
  /** Durable when it resolves; one that is not newer than the last adds nothing. False: the file is broken, nothing was added, so that the break stays the last line. */
  add(head: Head, machineNow: number): Promise<boolean>;
}

/** A lock that is older was left by a process that is gone. */
const staleMs = 10_000;
const retryMs = 20;

export function anchorsIn(file: string): Anchors {
  async function content(): Promise<string> {
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
  }

  async function locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = `${file}.lock`;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    for (;;) {
      try {
        await (await open(lock, 'wx', 0o600)).close();
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const since = await stat(lock).catch(() => undefined);
        if (since && Date.now() - since.mtimeMs > staleMs) await rm(lock, { force: true });
        else await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
    try {
      return await work();
    } finally {
      await rm(lock, { force: true });
    }
  }

  return {
    read: async () => readAnchors(linesOf(await content())),
    add: (head, machineNow) =>
      locked(async () => {
        const text = await content();
        const known = linesOf(text);
        const { anchors, broken } = readAnchors(known);
        if (broken !== null) return false;
        const { number, hash } = head;
        if (number <= (anchors.at(-1)?.number ?? 0)) return true;
        const anchor: Anchor = {
          at: new Date(machineNow).toISOString(),
          number,
          hash,
          previous: known.length === 0 ? '' : sha256(known.at(-1)!),
        };
        const handle = await open(file, 'a', 0o600);
        try {
          if (!text.endsWith('\n')) await handle.truncate(Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
          await handle.appendFile(`${JSON.stringify(anchor)}\n`);
          await handle.datasync();
        } finally {
          await handle.close();
        }
        return true;
      }),
  };
}

/** Without what has no end. */
const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

function readAnchors(lines: readonly string[]): AnchorsFound {
  const anchors: Anchor[] = [];
  let previous = '';
  for (const [n, line] of lines.entries()) {
    const anchor = parsed(line);
    if (!anchor || anchor.previous !== previous || anchor.number <= (anchors.at(-1)?.number ?? 0))
      return { anchors, broken: n + 1 };
    anchors.push(anchor);
    previous = sha256(line);
  }
  return { anchors, broken: null };
}

function parsed(line: string): Anchor | undefined {
  try {
    const found = JSON.parse(line) as Anchor;
    return Number.isSafeInteger(found.number) && typeof found.hash === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
