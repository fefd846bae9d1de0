/**
 * Snapshots of the state: the whole of it at one position, so that recovery need not read the log from its beginning.
 * A snapshot is a file of lines: a head `{"format","position","bytes","crc32"}` padded to a fixed length, then parts of
 * the state. A top-level property that is long is cut into several lines, because one string cannot hold a large state,
 * and items that have the same properties name them once a line. Format 1 had no such tables and no padding.
 * What could go wrong: the file is damaged later. Its checksum tells, and the one before it is still there.
 */
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { needsExact, parseExact } from '../exact-json.ts';
import { listFiles, replaceFile, snapshotFile } from './files.ts';

const formatVersion = 2;
const itemsALine = 500;
/** The newest snapshot and the one before it. */
const kept = 2;
/** Bytes of the head's line: known before what it says is. */
const headBytes = 128;

/** `whole`: a value that is not cut; `list`, `rows`, `map`: some items of an array or of a plain object. */
type Part =
  | { path: string | null; whole: unknown }
  | { path: string; list: unknown[] }
  | { path: string; keys: string[]; rows: unknown[][] }
  | { path: string; map: [string, unknown][] };

/** Begins a line with a number that a double would round. */
const mark = '{"exact":true,';

interface Head {
  format: number;
  position: number;
  bytes: number;
  crc32: number;
}

/** The parts of a state, made one after the other so that they never stand in memory together. */
function* partsOf(state: unknown): Generator<Part> {
  if (!isPlain(state)) {
    yield { path: null, whole: state };
    return;
  }
  yield { path: null, whole: {} };
  for (const [path, value] of Object.entries(state)) {
    if (Array.isArray(value) && value.length > 0) {
      yield { path, whole: [] };
      for (let i = 0; i < value.length; i += itemsALine) yield items(path, value.slice(i, i + itemsALine));
    } else if (isPlain(value) && Object.keys(value).length > itemsALine) {
      yield { path, whole: {} };
      const entries = Object.entries(value);
      for (let i = 0; i < entries.length; i += itemsALine) yield { path, map: entries.slice(i, i + itemsALine) };
    } else if (value !== undefined) yield { path, whole: value };
  }
}

/** As a table when every item has the first one's properties, in its order. */
function items(path: string, list: unknown[]): Part {
  if (!isPlain(list[0])) return { path, list };
  const keys = Object.keys(list[0]);
  const rows: unknown[][] = [];
  for (const item of list) {
    if (!isPlain(item)) return { path, list };
    const own = Object.keys(item);
    if (own.length !== keys.length || own.some((key, at) => key !== keys[at] || item[key] === undefined))
      return { path, list };
    rows.push(Object.values(item));
  }
  return { path, keys, rows };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds a part to what was read before it; gives back the state as far as it is known. */
function join(state: unknown, part: Part): unknown {
  if (part.path === null) return (part as { whole: unknown }).whole;
  const target = state as Record<string, unknown>;
  if ('whole' in part) target[part.path] = part.whole;
  else if ('map' in part) for (const [key, value] of part.map) (target[part.path] as typeof target)[key] = value;
  else {
    const list = target[part.path] as unknown[];
    if ('list' in part) for (const item of part.list) list.push(item);
    else for (const row of part.rows) list.push(itemOf(part.keys, row));
  }
  return state;
}

function itemOf(keys: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (let at = 0; at < keys.length; at++) item[keys[at]!] = row[at];
  return item;
}

/**
 * Writes the state (JSON-able; it must not change meanwhile) as the snapshot of `position`; older ones beyond the kept
 * two go only after the new one is whole. Returns the file's length in bytes.
 */
export async function storeSnapshot(dir: string, position: number, state: unknown): Promise<number> {
  let checksum = 0;
  let bytes = 0;
  function* lines(): Generator<Buffer> {
    for (const part of partsOf(state)) {
      const text = JSON.stringify(part);
      const line = Buffer.from(`${needsExact(text) ? mark + text.slice(1) : text}\n`);
      checksum = crc32(line, checksum);
      bytes += line.length;
      yield line;
    }
  }
  const head = () => {
    const text = JSON.stringify({ format: formatVersion, position, bytes, crc32: checksum });
    return Buffer.from(`${text.padEnd(headBytes - 1)}\n`);
  };
  await replaceFile(dir, snapshotFile(dir, position), lines(), { bytes: headBytes, content: head });
  const { snapshots } = await listFiles(dir);
  for (const old of snapshots.slice(0, -kept)) await rm(old.path, { force: true });
  return headBytes + bytes;
}

/** Reads a snapshot. Throws, naming the file, when it is damaged or of an unknown format. */
export async function loadSnapshot(path: string): Promise<{ position: number; state: unknown; bytes: number }> {
  const damaged = (what: string) => new Error(`the snapshot ${path} is damaged: ${what}`);
  let head: Head | undefined;
  let state: unknown;
  let checksum = 0;
  let bytes = 0;
  for await (const line of linesOf(path)) {
    if (!head) {
      try {
        head = JSON.parse(line.toString('utf8')) as Head;
      } catch {
        throw damaged('its first line cannot be read');
      }
      if (head.format > formatVersion)
        throw new UnknownFormat(
          `the snapshot ${path} has format ${head.format}; this engine reads 1 to ${formatVersion}`,
        );
      continue;
    }
    checksum = crc32(line, checksum);
    bytes += line.length;
    try {
      const text = line.toString('utf8');
      const exact = head.format === 1 || text.startsWith(mark);
      state = join(state, (exact ? parseExact(text) : JSON.parse(text)) as Part);
    } catch {
      throw damaged('its checksum does not fit');
    }
  }
  if (!head) throw damaged('its first line cannot be read');
  if (bytes !== head.bytes || checksum !== head.crc32) throw damaged('its checksum does not fit');
  return { position: head.position, state, bytes };
}

/** The lines of a file, each with its newline; the last may lack it. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let at = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
      const line = chunk.subarray(at, end + 1);
      yield rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      at = end + 1;
    }
    if (at < chunk.length) rest.push(chunk.subarray(at));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/** A snapshot that a newer engine wrote: going back to an older one would hide that. */
export class UnknownFormat extends Error {}
