/**
 * Reading the journal back after a stop or a crash. The rule: a damaged end is cut off only when nothing that was ever
 * acknowledged can stand behind it; anything else makes the engine refuse to start and say why.
 */
import { open, readFile, rm } from 'node:fs/promises';
import type { Batch } from '../types.ts';
import { listFiles, type NumberedFile, syncDirectory } from './files.ts';
import {
  batchOf,
  decodeSegmentHeader,
  type Frame,
  findFrame,
  formatVersion,
  isZero,
  readFrame,
  segmentHeaderBytes,
} from './format.ts';
import { loadSnapshot, UnknownFormat } from './snapshot.ts';

/** A segment that is on disk: positions are those of its records; `end` is the offset behind its last durable frame. */
export interface Segment {
  path: string;
  format: number;
  /** Position before the first frame. */
  previous: number;
  /** Position of the last record; equal to `previous` while the segment is empty. */
  last: number;
  end: number;
}

export interface Recovered {
  segments: Segment[];
  /** Positions of the snapshots that are whole, ascending. */
  snapshots: number[];
  position: number;
  group: number;
  /** Length of the newest snapshot's file; 0 when there is none. */
  snapshotBytes: number;
}

/** The journal cannot be read as it stands: the text says which file, what is wrong, and what to do. */
export class JournalDamaged extends Error {}

const advice = 'Nothing was changed. Restore the directory from a backup, or ask for help before removing anything.';

/** Reads snapshot and batches in order and makes the end of the log clean for further writing. */
export async function recoverJournal(
  dir: string,
  warn: (line: string) => void,
  onSnapshot: (state: unknown) => void,
  onBatch: (batch: Batch) => void,
): Promise<Recovered> {
  const files = await listFiles(dir);
  for (const path of files.unfinished) await rm(path, { force: true });
  const newest = await newestSnapshot(files.snapshots, warn);
  if (newest) onSnapshot(newest.state);
  const result: Recovered = {
    segments: [],
    snapshots: newest?.whole ?? [],
    position: newest?.position ?? 0,
    group: 0,
    snapshotBytes: newest?.bytes ?? 0,
  };
  await dropEmptyEnd(dir, files.segments, result.position, warn);
  for (const [i, file] of files.segments.entries())
    await readSegment(file, i === files.segments.length - 1, result, warn, onBatch);
  return result;
}

async function newestSnapshot(
  files: NumberedFile[],
  warn: (line: string) => void,
): Promise<{ position: number; state: unknown; bytes: number; whole: number[] } | undefined> {
  const older = [...files].reverse();
  for (const [i, file] of older.entries()) {
    try {
      const { position, state, bytes } = await loadSnapshot(file.path);
      const whole = older.slice(i).map((one) => one.position);
      return { position, state, bytes, whole: whole.reverse() };
    } catch (error) {
      if (error instanceof UnknownFormat) throw new JournalDamaged(`Journal: ${error.message}. ${advice}`);
      warn(`Journal: ${(error as Error).message}; reading the one before it.`);
      await rm(file.path, { force: true });
    }
  }
  return undefined;
}

/**
 * A crash while a segment was being begun leaves a last file without a whole frame: it goes. The only one stays, for it
 * says from where on the log is; unless a snapshot says so too and its format is not written any more.
 */
async function dropEmptyEnd(
  dir: string,
  segments: NumberedFile[],
  known: number,
  warn: (line: string) => void,
): Promise<void> {
  for (let file = segments.at(-1); file; file = segments.at(-1)) {
    const bytes = await readFile(file.path);
    const header = decodeSegmentHeader(bytes);
    if (header.kind === 'version') throw unknownVersion(file.path, header.version);
    if (findFrame(bytes, 0)) return;
    const rest = bytes.subarray(segmentHeaderBytes);
    const needed = header.kind === 'ok' && (header.version === formatVersion || header.previous > known);
    if (needed && isZero(rest) && segments.length === 1) return;
    if (!isZero(rest)) warn(`Journal: dropped ${file.path}: it holds no whole record (a write was cut off).`);
    await rm(file.path);
    await syncDirectory(dir);
    segments.pop();
  }
}

function unknownVersion(path: string, version: number): JournalDamaged {
  return new JournalDamaged(
    `Journal: ${path} has format ${version}; this engine reads 1 to ${formatVersion}. ` +
      'Start the engine version that wrote it. Nothing was changed.',
  );
}

async function readSegment(
  file: NumberedFile,
  isLast: boolean,
  result: Recovered,
  warn: (line: string) => void,
  onBatch: (batch: Batch) => void,
): Promise<void> {
  const bytes = await readFile(file.path);
  const header = decodeSegmentHeader(bytes);
  if (header.kind === 'version') throw unknownVersion(file.path, header.version);
  if (header.kind === 'bad') throw damaged(file.path, 0, 'its header cannot be read, but records follow');
  const before = result.segments.at(-1);
  const known = before ? before.last : result.position;
  if (header.previous > known || (before && header.previous !== before.last))
    throw damaged(file.path, 0, `records ${known + 1} to ${header.previous} are missing before it`);
  const segment: Segment = {
    path: file.path,
    format: header.version,
    previous: header.previous,
    last: header.previous,
    end: segmentHeaderBytes,
  };
  for (let frame = readFrame(bytes, segment.end); frame; frame = readFrame(bytes, segment.end)) {
    if (frame.previous !== segment.last)
      throw damaged(file.path, frame.offset, `records ${segment.last + 1} to ${frame.previous} are missing`);
    if (frame.first > result.position) {
      onBatch(batchOf(frame));
      result.position = frame.last;
    }
    result.group = frame.group;
    segment.last = frame.last;
    segment.end = frame.end;
  }
  result.segments.push(segment);
  await cleanEnd(bytes, segment, isLast, result.group, warn);
}

/**
 * The batches behind `after` in segments that are closed: read for a second time, while the log is written on. Throws
 * when they do not follow each other without a gap.
 */
export async function* readClosed(segments: readonly Segment[], after: number): AsyncGenerator<Batch> {
  let position = after;
  for (const segment of segments) {
    if (segment.last <= position) continue;
    const bytes = await readFile(segment.path);
    let at = segmentHeaderBytes;
    for (let frame = readFrame(bytes, at); frame && at < segment.end; frame = readFrame(bytes, at)) {
      at = frame.end;
      if (frame.last <= position) continue;
      if (frame.previous > position)
        throw damaged(segment.path, frame.offset, `records ${position + 1} to ${frame.previous} are missing`);
      yield batchOf(frame);
      position = frame.last;
    }
    if (at !== segment.end) throw damaged(segment.path, at, 'what stands there is no whole record');
  }
}

async function cleanEnd(
  bytes: Buffer,
  segment: Segment,
  isLast: boolean,
  group: number,
  warn: (line: string) => void,
): Promise<void> {
  const rest = bytes.subarray(segment.end);
  const clean = isZero(rest);
  if (!clean) {
    const next = findFrame(bytes, segment.end);
    if (!isLast || (next && !isTornGroup(bytes, next, group)))
      throw damaged(segment.path, segment.end, 'what stands there is no whole record, but whole records follow');
    warn(
      `Journal: cut off the damaged end of ${segment.path} at byte ${segment.end}` +
        ` (${trimmed(rest)} bytes of a write that was not finished); the last whole record is ${segment.last}.`,
    );
  }
  if (!isLast) return;
  const handle = await open(segment.path, 'r+');
  try {
    if (!clean) await handle.truncate(segment.end);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * One write carries a group of frames, and after a power cut any of its pages may be missing: then whole frames follow
 * a broken one, but all of the group that was written last, and not its first. That group was never acknowledged.
 */
function isTornGroup(bytes: Buffer, first: Frame, lastWhole: number): boolean {
  const group = first.group;
  if (group !== lastWhole && group !== lastWhole + 1) return false;
  for (let frame: Frame | undefined = first; frame; frame = findFrame(bytes, frame.end))
    if (frame.group !== group || frame.index === 0) return false;
  return true;
}

function trimmed(rest: Buffer): number {
  let end = rest.length;
  while (end > 0 && rest[end - 1] === 0) end--;
  return end;
}

function damaged(path: string, offset: number, what: string): JournalDamaged {
  return new JournalDamaged(`Journal: ${path} is damaged at byte ${offset}: ${what}. ${advice}`);
}
