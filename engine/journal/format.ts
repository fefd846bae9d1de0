/**
 * The bytes of a journal segment: a header, then one frame for each batch. What could go wrong: the last write before
 * a crash is only partly on disk, or a bit turned over. Both are seen here, and told apart (see `recover.ts`).
 *
 * Segment header (24 bytes): magic 8 · version u32 · crc32 u32 of the rest · position before the first frame f64.
 * Frame header (44 bytes): marker u32 · crc32 u32 of all that follows · payload length u32 · group u32 · index in the
 * group u32 · position before this batch f64 · first position f64 · last position f64; then the batch as JSON (UTF-8, `batch.ts`).
 * All numbers are little-endian. A group is what one write and one sync carried: at most the last one can be torn.
 * After the last frame come zeros (space that was allocated ahead) or nothing.
 */
import { crc32 } from 'node:zlib';
import type { Batch } from '../types.ts';
import { decodeBatch } from './batch.ts';

/** Of what is written. All from 1 on are read: they differ in the text of the batch (`batch.ts`). */
export const formatVersion = 2;
export const segmentHeaderBytes = 24;
export const frameHeaderBytes = 44;

const magic = Buffer.from('BPMNLOG\n', 'latin1');
/** No byte of it can occur in UTF-8 text, so no payload can look like a frame. */
const marker = Buffer.from([0xf5, 0xff, 0xfe, 0xc0]);

export interface Frame {
  offset: number;
  /** Offset of the first byte behind the frame. */
  end: number;
  group: number;
  index: number;
  previous: number;
  first: number;
  last: number;
  payload: Buffer;
}

export function encodeSegmentHeader(previous: number): Buffer {
  const header = Buffer.alloc(segmentHeaderBytes);
  magic.copy(header, 0);
  header.writeUInt32LE(formatVersion, 8);
  header.writeDoubleLE(previous, 16);
  header.writeUInt32LE(headerCrc(header), 12);
  return header;
}

function headerCrc(header: Buffer): number {
  return crc32(header.subarray(16, segmentHeaderBytes), crc32(header.subarray(0, 12)));
}

export type SegmentHeader =
  | { kind: 'ok'; version: number; previous: number }
  | { kind: 'version'; version: number }
  | { kind: 'bad' };

/** Reads a segment's header; kind `version` when it is whole but of a format that this engine does not know. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader {
  if (bytes.length < segmentHeaderBytes || !bytes.subarray(0, 8).equals(magic)) return { kind: 'bad' };
  const version = bytes.readUInt32LE(8);
  if (headerCrc(bytes.subarray(0, segmentHeaderBytes)) !== bytes.readUInt32LE(12)) return { kind: 'bad' };
  if (version < 1 || version > formatVersion) return { kind: 'version', version };
  return { kind: 'ok', version, previous: bytes.readDoubleLE(16) };
}

export interface FramePlace {
  group: number;
  index: number;
  previous: number;
  first: number;
  last: number;
}

/** Writes one frame at `offset`; `target` must have room for `frameHeaderBytes + 3 × json.length`. Returns its end. */
export function writeFrame(target: Buffer, offset: number, json: string, place: FramePlace): number {
  const length = target.write(json, offset + frameHeaderBytes, 'utf8');
  const end = offset + frameHeaderBytes + length;
  target.set(marker, offset);
  target.writeUInt32LE(length, offset + 8);
  target.writeUInt32LE(place.group, offset + 12);
  target.writeUInt32LE(place.index, offset + 16);
  target.writeDoubleLE(place.previous, offset + 20);
  target.writeDoubleLE(place.first, offset + 28);
  target.writeDoubleLE(place.last, offset + 36);
  target.writeUInt32LE(crc32(target.subarray(offset + 8, end)), offset + 4);
  return end;
}

/** The whole frame at `offset`, or undefined when what stands there is no whole frame. */
export function readFrame(bytes: Buffer, offset: number): Frame | undefined {
  if (offset + frameHeaderBytes > bytes.length) return undefined;
  if (bytes.compare(marker, 0, 4, offset, offset + 4) !== 0) return undefined;
  const length = bytes.readUInt32LE(offset + 8);
  const end = offset + frameHeaderBytes + length;
  if (end > bytes.length) return undefined;
  if (crc32(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4)) return undefined;
  return {
    offset,
    end,
    group: bytes.readUInt32LE(offset + 12),
    index: bytes.readUInt32LE(offset + 16),
    previous: bytes.readDoubleLE(offset + 20),
    first: bytes.readDoubleLE(offset + 28),
    last: bytes.readDoubleLE(offset + 36),
    payload: bytes.subarray(offset + frameHeaderBytes, end),
  };
}

/** The length of the frame whose header starts at `offset`, or undefined when no frame begins there. */
export function frameLength(bytes: Buffer, offset: number): number | undefined {
  if (offset + frameHeaderBytes > bytes.length) return undefined;
  if (bytes.compare(marker, 0, 4, offset, offset + 4) !== 0) return undefined;
  return frameHeaderBytes + bytes.readUInt32LE(offset + 8);
}

/** The first whole frame at or after `offset`, looked for byte by byte; used only behind a frame that is not whole. */
export function findFrame(bytes: Buffer, offset: number): Frame | undefined {
  for (let at = bytes.indexOf(marker, offset); at >= 0; at = bytes.indexOf(marker, at + 1)) {
    const frame = readFrame(bytes, at);
    if (frame) return frame;
  }
  return undefined;
}

export function isZero(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** A frame's batch; the payload has passed its checksum, so it is JSON that an engine wrote. */
export function batchOf(frame: Frame): Batch {
  return decodeBatch(frame.payload.toString('utf8'));
}
