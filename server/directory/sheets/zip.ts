/**
 * ZIP as far as a workbook needs it (PKWARE APPNOTE 6.3): unpacked with a limit, whatever the parts say of their size, and
 * packed again without compression, for readers that know no limit.
 */
import { crc32, inflateRawSync } from 'node:zlib';

export interface Part {
  name: Buffer;
  content: Buffer;
}

const endMark = Buffer.from('PK\x05\x06', 'latin1');
const inflates = 8;

/** The parts that the directory at its end lists; null where it is no ZIP. `most`: bytes of all of them together. */
export function unpacked(bytes: Buffer, most: number): Part[] | 'too-much' | null {
  const parts: Part[] = [];
  let left = most;
  try {
    const end = bytes.lastIndexOf(endMark);
    if (end < 0) return null;
    const count = bytes.readUInt16LE(end + 10);
    for (let n = 0, at = bytes.readUInt32LE(end + 16); n < count; n++) {
      const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
      const [nameLength, local] = [bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)];
      const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const body = bytes.subarray(from, from + packed);
      if (body.length !== packed) return null;
      const content = method === inflates ? inflateRawSync(body, { maxOutputLength: Math.max(1, left) }) : body;
      left -= content.length;
      if (left < 0) return 'too-much';
      parts.push({ name: bytes.subarray(at + 46, at + 46 + nameLength), content });
      at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
  } catch (error) {
    // Offsets that lead out of the file, and what does not inflate.
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-much' : null;
  }
  return parts;
}

/** The parts as a ZIP without compression. */
export function stored(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const { name, content } of parts) {
    // What the entry says at its place and in the directory: version, method 0, no time, sum, both sizes, the name's.
    const same = Buffer.alloc(26);
    same.writeUInt16LE(20, 0);
    same.writeUInt32LE(crc32(content), 10);
    same.writeUInt32LE(content.length, 14);
    same.writeUInt32LE(content.length, 18);
    same.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), same, name, content);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), same, place, name);
    at += 30 + name.length + content.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, directory, endMark, end]);
}
