/**
 * Takes the place of recording out of an MP4 file: walks its boxes and renames those that hold a location to `free`
 * (same length, so that no offset in the file moves), with their content blanked.
 */

/** Boxes whose children are walked. */
const containers = new Set(['moov', 'udta', 'trak', 'meta', 'ilst', 'mdia', 'minf', 'stbl']);
/** Boxes that hold a location: QuickTime's ©xyz, 3GPP's loci, XMP and GPS blocks of cameras. */
const locations = new Set(['\u00a9xyz', 'loci', 'XMP_', 'GPS ', 'gps0', 'gpmd', 'uuid', '\u00a9gps']);
const deepest = 12;

export class BrokenVideo extends Error {}

export interface Bytes {
  length: number;
  read(offset: number, length: number): Promise<Buffer>;
  write(offset: number, content: Buffer): Promise<void>;
}

/** Returns how many boxes were blanked. @throws BrokenVideo where the boxes don't fit into each other */
export function stripLocation(file: Bytes): Promise<number> {
  return walk(file, 0, file.length, 0);
}

async function walk(file: Bytes, from: number, to: number, depth: number): Promise<number> {
  if (depth > deepest) throw new BrokenVideo('Boxes are nested too deep');
  let blanked = 0;
  let offset = from;
  while (offset + 8 <= to) {
    const { type, header, size } = await boxAt(file, offset, to);
    const start = offset + header;
    const end = offset + size;
    if (locations.has(type)) {
      await blank(file, offset, start, end);
      blanked += 1;
    } else if (type === 'meta') {
      blanked += await stripMeta(file, start, end, depth);
    } else if (containers.has(type)) {
      blanked += await walk(file, start, end, depth + 1);
    }
    offset = end;
  }
  return blanked;
}

async function boxAt(file: Bytes, offset: number, to: number): Promise<{ type: string; header: number; size: number }> {
  const head = await file.read(offset, Math.min(16, to - offset));
  const type = head.toString('latin1', 4, 8);
  let size = head.readUInt32BE(0);
  let header = 8;
  if (size === 1) {
    if (head.length < 16) throw new BrokenVideo('A long box is cut off');
    const long = head.readBigUInt64BE(8);
    if (long > BigInt(Number.MAX_SAFE_INTEGER)) throw new BrokenVideo('A box is larger than any file');
    size = Number(long);
    header = 16;
  } else if (size === 0) {
    size = to - offset;
  }
  if (size < header || offset + size > to) throw new BrokenVideo(`Box ${JSON.stringify(type)} does not fit`);
  return { type, header, size };
}

async function blank(file: Bytes, offset: number, start: number, end: number): Promise<void> {
  await file.write(offset + 4, Buffer.from('free', 'latin1'));
  for (let at = start; at < end; at += 65_536) await file.write(at, Buffer.alloc(Math.min(65_536, end - at)));
}

/** `meta` names its keys in `keys` and holds the values in `ilst`; a key with "location" or "gps" in it is blanked. */
async function stripMeta(file: Bytes, start: number, end: number, depth: number): Promise<number> {
  // ISO files have a version before the children, QuickTime files don't.
  const probe = await file.read(start, Math.min(8, end - start));
  const first = probe.length === 8 && /^[\x20-\x7e]{4}$/.test(probe.toString('latin1', 4, 8)) ? start : start + 4;
  let blanked = 0;
  const bad = new Set<number>();
  for (let offset = first; offset + 8 <= end; ) {
    const { type, header, size } = await boxAt(file, offset, end);
    const inner = offset + header;
    if (type === 'keys') for (const index of await locationKeys(file, inner, offset + size)) bad.add(index);
    else if (type === 'ilst') blanked += await stripValues(file, inner, offset + size, bad);
    else if (locations.has(type)) {
      await blank(file, offset, inner, offset + size);
      blanked += 1;
    } else if (containers.has(type)) blanked += await walk(file, inner, offset + size, depth + 1);
    offset += size;
  }
  return blanked;
}

/** 1-based indexes of the keys that name a location. */
async function locationKeys(file: Bytes, start: number, end: number): Promise<number[]> {
  if (end - start > 1_000_000) throw new BrokenVideo('Too many keys');
  const content = await file.read(start, end - start);
  const found: number[] = [];
  for (let at = 8, index = 1; at + 8 <= content.length; index += 1) {
    const size = content.readUInt32BE(at);
    if (size < 8 || at + size > content.length) throw new BrokenVideo('A key does not fit');
    if (/location|gps|geo/i.test(content.toString('latin1', at + 8, at + size))) found.push(index);
    at += size;
  }
  return found;
}

async function stripValues(file: Bytes, start: number, end: number, bad: ReadonlySet<number>): Promise<number> {
  let blanked = 0;
  for (let offset = start; offset + 8 <= end; ) {
    const { type, header, size } = await boxAt(file, offset, end);
    const index = Buffer.from(type, 'latin1').readUInt32BE(0);
    if (bad.has(index) || locations.has(type)) {
      await blank(file, offset, offset + header, offset + size);
      blanked += 1;
    }
    offset += size;
  }
  return blanked;
}
