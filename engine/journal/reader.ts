/**
 * Reads batches back from the log while it is being written: for whoever follows the records and fell behind. Only what
 * is durable is seen.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { Batch } from '../types.ts';
import { batchOf, frameHeaderBytes, frameLength, readFrame, segmentHeaderBytes } from './format.ts';
import type { Segment } from './recover.ts';

export interface JournalReader {
  /**
   * The next batches whose last record lies behind the reader's position: about `bytes` of the log, at least one batch,
   * or none when everything durable was read. Throws when the log no longer holds them or is damaged.
   */
  next(bytes: number): Promise<Batch[]>;
  close(): Promise<void>;
}

/** A reader that begins behind `after`. `segments` is the journal's own list, which grows and loses old ones. */
export function createReader(segments: readonly Segment[], after: number): JournalReader {
  let position = after;
  let at: { segment: Segment; offset: number } | undefined;
  let file: FileHandle | undefined;

  async function goTo(segment: Segment): Promise<void> {
    await file?.close();
    file = await open(segment.path, 'r');
    at = { segment, offset: segmentHeaderBytes };
  }

  /** False when nothing durable lies ahead. */
  async function find(): Promise<boolean> {
    if (at && at.offset < at.segment.end) return true;
    const next = segments.find((segment) => segment.last > position);
    if (!next || next === at?.segment) return false;
    if (next.previous > position)
      throw new Error(`The journal no longer holds the records ${position + 1} to ${next.previous}.`);
    await goTo(next);
    return true;
  }

  async function read(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await file!.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  async function next(bytes: number): Promise<Batch[]> {
    const batches: Batch[] = [];
    while (batches.length === 0 && (await find())) {
      const { segment, offset } = at!;
      const available = segment.end - offset;
      let chunk = await read(offset, Math.min(Math.max(bytes, frameHeaderBytes), available));
      const first = frameLength(chunk, 0);
      if (first !== undefined && first > chunk.length && first <= available) chunk = await read(offset, first);
      let used = 0;
      for (let frame = readFrame(chunk, 0); frame; frame = readFrame(chunk, used)) {
        used = frame.end;
        if (frame.last <= position) continue;
        batches.push(batchOf(frame));
        position = frame.last;
      }
      if (used === 0) throw new Error(`Journal: ${segment.path} is damaged at byte ${offset}.`);
      at!.offset += used;
    }
    return batches;
  }

  return {
    next,
    async close() {
      await file?.close();
      file = undefined;
      at = undefined;
    },
  };
}
