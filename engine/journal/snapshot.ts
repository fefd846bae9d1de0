/**
 * Snapshots of the state: the whole of it at one position, so that recovery need not read the log from its beginning.
 * A snapshot is a file of lines: a head `{"format","position","bytes","crc32"}`, then parts of the state. A top-level
 * property that is long is cut into several lines, because one string cannot hold a large state.
 * What could go wrong: the file is damaged later. Its checksum tells, and the one before it is still there.
 */
import { readFile, rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { listFiles, replaceFile, snapshotFile } from './files.ts';

const formatVersion = 1;
const itemsALine = 500;
/** The newest snapshot and the one before it. */
const kept = 2;

/** `whole`: a value that is not cut; `list` and `map`: some items of an array or of a plain object. */
type Part =
  | { path: string | null; whole: unknown }
  | { path: string; list: unknown[] }
  | { path: string; map: [string, unknown][] };

/** The state as it is now, in lines: made at once, so that commands may change the state while it is written. */
export function encodeState(state: unknown): Buffer[] {
  const lines: Buffer[] = [];
  const push = (part: Part) => lines.push(Buffer.from(`${JSON.stringify(part)}\n`));
  if (!isPlain(state)) {
    push({ path: null, whole: state });
    return lines;
  }
  push({ path: null, whole: {} });
  for (const [path, value] of Object.entries(state)) {
    if (Array.isArray(value) && value.length > itemsALine) {
      push({ path, whole: [] });
      for (let i = 0; i < value.length; i += itemsALine) push({ path, list: value.slice(i, i + itemsALine) });
    } else if (isPlain(value) && Object.keys(value).length > itemsALine) {
      push({ path, whole: {} });
      const entries = Object.entries(value);
      for (let i = 0; i < entries.length; i += itemsALine) push({ path, map: entries.slice(i, i + itemsALine) });
    } else if (value !== undefined) push({ path, whole: value });
  }
  return lines;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeState(body: Buffer): unknown {
  let state: unknown;
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf(10, at);
    const part = JSON.parse(body.toString('utf8', at, end)) as Part;
    at = end + 1;
    if (part.path === null) state = (part as { whole: unknown }).whole;
    else {
      const target = state as Record<string, unknown>;
      if ('whole' in part) target[part.path] = part.whole;
      else if ('list' in part) for (const item of part.list) (target[part.path] as unknown[]).push(item);
      else for (const [key, value] of part.map) (target[part.path] as Record<string, unknown>)[key] = value;
    }
  }
  return state;
}

/** Writes the lines as the snapshot of `position`; older ones beyond the kept two go only after the new one is whole. */
export async function storeSnapshot(dir: string, position: number, lines: readonly Buffer[]): Promise<void> {
  let checksum = 0;
  let bytes = 0;
  for (const line of lines) {
    checksum = crc32(line, checksum);
    bytes += line.length;
  }
  const head = `${JSON.stringify({ format: formatVersion, position, bytes, crc32: checksum })}\n`;
  await replaceFile(dir, snapshotFile(dir, position), [head, ...lines]);
  const { snapshots } = await listFiles(dir);
  for (const old of snapshots.slice(0, -kept)) await rm(old.path, { force: true });
}

/** Reads a snapshot. Throws, naming the file, when it is damaged or of an unknown format. */
export async function loadSnapshot(path: string): Promise<{ position: number; state: unknown }> {
  const bytes = await readFile(path);
  const headEnd = bytes.indexOf(10);
  let head: { format: number; position: number; bytes: number; crc32: number };
  try {
    head = JSON.parse(bytes.toString('utf8', 0, headEnd));
  } catch {
    throw new Error(`the snapshot ${path} is damaged: its first line cannot be read`);
  }
  if (head.format !== formatVersion)
    throw new UnknownFormat(`the snapshot ${path} has format ${head.format}; this engine reads ${formatVersion}`);
  const body = bytes.subarray(headEnd + 1);
  if (body.length !== head.bytes || crc32(body) !== head.crc32)
    throw new Error(`the snapshot ${path} is damaged: its checksum does not fit`);
  return { position: head.position, state: decodeState(body) };
}

/** A snapshot that a newer engine wrote: going back to an older one would hide that. */
export class UnknownFormat extends Error {}
