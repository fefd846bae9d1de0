/**
 * The engine's clock: the machine's, or, where it is controlled, one that can be pinned and moved as on Zeebe. A moved
 * clock is kept on disk, because after a crash the records' times must not jump back.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '../journal/files.ts';
import type { Clock } from '../types.ts';

export interface EngineClock extends Clock {
  readonly controlled: boolean;
  /** Stops the clock at a time (epoch ms). */
  pin(epochMilli: number): Promise<void>;
  /** Moves the clock by milliseconds; a pinned one stays pinned, at the new time. */
  add(offsetMilli: number): Promise<void>;
  /** Back to the machine's time. */
  reset(): Promise<void>;
}

interface Setting {
  pinned?: number;
  offset: number;
}

/** A clock that cannot be moved: every change is refused. */
export function machineClock(): EngineClock {
  const refuse = () => Promise.reject(new Error('The clock is not controlled.'));
  return {
    controlled: false,
    now: () => Date.now(),
    onChange: () => () => {},
    pin: refuse,
    add: refuse,
    reset: refuse,
  };
}

/** A clock that can be moved; `path` keeps how. Throws when that file cannot be read. */
export async function controlledClock(path: string): Promise<EngineClock> {
  const listeners = new Set<() => void>();
  let setting = await load(path);

  async function change(next: Setting): Promise<void> {
    if (next.pinned === undefined && next.offset === 0) await rm(path, { force: true });
    else await replaceFile(dirname(path), path, [JSON.stringify(next)]);
    setting = next;
    for (const listener of [...listeners]) listener();
  }

  return {
    controlled: true,
    now: () => setting.pinned ?? Date.now() + setting.offset,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pin: (epochMilli) => change({ pinned: epochMilli, offset: 0 }),
    add: (offsetMilli) =>
      change(
        setting.pinned === undefined
          ? { offset: setting.offset + offsetMilli }
          : { pinned: setting.pinned + offsetMilli, offset: 0 },
      ),
    reset: () => change({ offset: 0 }),
  };
}

async function load(path: string): Promise<Setting> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { offset: 0 };
    throw error;
  }
  const found = JSON.parse(text) as Setting;
  if (!Number.isFinite(found.offset)) throw new Error(`${path} does not hold a clock setting; remove it to reset.`);
  return found;
}
