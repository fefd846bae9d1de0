/**
 * Group commit: whatever is appended during one turn of the loop, or while a sync runs, goes to disk in one write and
 * one fdatasync; the promises of the group resolve after it. What could go wrong: the disk is full. Then the very same
 * group is written again until it is taken, whole. The disk refuses otherwise: then nothing more is taken, for after a
 * failed sync no one can know what is on disk, and the engine must be started anew.
 */
import type { Batch } from '../types.ts';
import { encodeBatch } from './batch.ts';
import type { Disk } from './disk.ts';
import { segmentFile } from './files.ts';
import { encodeSegmentHeader, formatVersion, frameHeaderBytes, segmentHeaderBytes, writeFrame } from './format.ts';
import type { Segment } from './recover.ts';

export interface WriterOptions {
  dir: string;
  disk: Disk;
  /** Milliseconds between two attempts on a full disk. */
  retryMs: number;
  segmentBytes: number;
  preallocateBytes: number;
  onDurable(batches: readonly Batch[], position: number): void;
  onSegment(segment: Segment): void;
  onFailure(error: Error): void;
  /** Nothing can be written for now; undefined: it can again. */
  onTrouble(trouble: Error | undefined): void;
}

export interface Writer {
  append(batch: Batch): Promise<void>;
  durablePosition(): number;
  failure(): Error | undefined;
  /** Waits until everything that was appended is durable, and closes the file. */
  close(): Promise<void>;
}

/** What one write and one sync will carry. */
interface Group {
  buffer: Buffer;
  length: number;
  count: number;
  batches: Batch[];
  done: PromiseWithResolvers<void>;
}

const smallBuffer = 256 * 1024;
const keptBuffer = 4 * 1024 * 1024;

/** The error that a caller sees when the log cannot be written, for now or any more. */
export class JournalFailure extends Error {}

const broken = (cause: Error) =>
  new JournalFailure(
    `The engine's journal cannot be written (${cause.message}). The engine takes no further commands: ` +
      'what was answered before is kept; mend the disk and start the engine again.',
    { cause },
  );
const full = (cause: Error) =>
  new JournalFailure(
    `The disk of the engine's journal is full (${cause.message}). The engine takes no commands until there is space; ` +
      'then it goes on by itself, and nothing is lost.',
    { cause },
  );
/** A write that found no space has changed nothing that was durable. */
const isFull = ({ code }: NodeJS.ErrnoException) => code === 'ENOSPC' || code === 'EDQUOT';

/** Starts writing behind `last`, the newest segment on disk (undefined: there is none yet). */
export function createWriter(
  options: WriterOptions,
  last: Segment | undefined,
  startPosition: number,
  startGroup: number,
): Writer {
  let segment = last;
  let fd: number | undefined;
  let allocated = last?.end ?? 0;
  let group = startGroup;
  let appended = startPosition;
  let durable = startPosition;
  let open: Group | undefined;
  let running: Promise<void> | undefined;
  let failed: JournalFailure | undefined;
  let closing = false;
  let stopWaiting = () => {};
  const { disk } = options;
  const spare: Buffer[] = [];

  function newGroup(): Group {
    const done = Promise.withResolvers<void>();
    done.promise.catch(() => {});
    return { buffer: spare.pop() ?? Buffer.allocUnsafeSlow(smallBuffer), length: 0, count: 0, batches: [], done };
  }

  function append(batch: Batch): Promise<void> {
    if (failed) return Promise.reject(failed);
    if (closing) return Promise.reject(new Error('The journal is closed.'));
    if (batch.records.length === 0) return open?.done.promise ?? running ?? Promise.resolve();
    open ??= newGroup();
    const json = encodeBatch(batch);
    makeRoom(open, frameHeaderBytes + json.length * 3);
    const first = batch.records[0]!.position;
    const lastPosition = batch.records.at(-1)!.position;
    open.length = writeFrame(open.buffer, open.length, json, {
      group: group + 1,
      index: open.count,
      previous: appended,
      first,
      last: lastPosition,
    });
    appended = lastPosition;
    open.count++;
    open.batches.push(batch);
    running ??= new Promise<void>((resolve) => setImmediate(() => resolve(flushAll())));
    return open.done.promise;
  }

  async function flushAll(): Promise<void> {
    while (open && !failed) {
      const current = open;
      open = undefined;
      group++;
      if (!(await putWhenPossible(current))) break;
      durable = current.batches.at(-1)!.records.at(-1)!.position;
      segment!.last = durable;
      if (current.buffer.length <= keptBuffer && spare.length < 2) spare.push(current.buffer);
      current.done.resolve();
      options.onDurable(current.batches, durable);
    }
    running = undefined;
  }

  /** False when the group cannot be written and never will. */
  async function putWhenPossible(current: Group): Promise<boolean> {
    for (let attempts = 0; ; attempts++) {
      try {
        await put(current);
        if (attempts > 0) options.onTrouble(undefined);
        return true;
      } catch (error) {
        if (!isFull(error as Error) || closing) {
          fail(error as Error, current);
          return false;
        }
        if (attempts === 0) options.onTrouble(full(error as Error));
        await pause();
      }
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, options.retryMs);
      stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function fail(error: Error, current: Group): void {
    failed = broken(error);
    current.done.reject(failed);
    open?.done.reject(failed);
    open = undefined;
    options.onFailure(failed);
  }

  async function put(current: Group): Promise<void> {
    const over = segment && segment.end >= options.segmentBytes && segment.end > segmentHeaderBytes;
    if (!segment || over || segment.format !== formatVersion) await beginSegment();
    if (fd === undefined) {
      fd = await disk.open(segment!.path, 'r+');
      allocated = segment!.end;
    }
    const end = segment!.end + current.length;
    if (end > allocated) await allocate(fd, end);
    await disk.write(fd, current.buffer, current.length, segment!.end);
    await disk.sync(fd);
    segment!.end = end;
  }

  /** Zeros ahead of the end: a sync then need not change the file's size, which halves its time. */
  async function allocate(file: number, needed: number): Promise<void> {
    const until = needed + options.preallocateBytes;
    const zeros = Buffer.alloc(Math.min(until - allocated, 1024 * 1024));
    while (allocated < until) {
      const length = Math.min(zeros.length, until - allocated);
      await disk.write(file, zeros, length, allocated);
      allocated += length;
    }
  }

  async function beginSegment(): Promise<void> {
    if (fd !== undefined && segment) {
      await disk.truncate(fd, segment.end);
      await disk.sync(fd);
      const finished = fd;
      fd = undefined;
      await disk.close(finished);
    }
    const path = segmentFile(options.dir, durable);
    const file = await disk.open(path, 'w+');
    const header = encodeSegmentHeader(durable);
    try {
      await disk.write(file, header, header.length, 0);
      await disk.sync(file);
      await disk.syncDirectory(options.dir);
    } catch (error) {
      await disk.close(file);
      throw error;
    }
    fd = file;
    allocated = header.length;
    segment = { path, format: formatVersion, previous: durable, last: durable, end: header.length };
    options.onSegment(segment);
  }

  return {
    append,
    durablePosition: () => durable,
    failure: () => failed,
    async close() {
      closing = true;
      stopWaiting();
      while (running) await running;
      if (fd === undefined) return;
      if (!failed && segment) await disk.truncate(fd, segment.end);
      await disk.close(fd);
      fd = undefined;
    },
  };
}

function makeRoom(group: Group, more: number): void {
  if (group.length + more <= group.buffer.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(group.buffer.length * 2, group.length + more));
  group.buffer.copy(larger, 0, 0, group.length);
  group.buffer = larger;
}
