import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenVideo, type Bytes, stripLocation } from './strip-mp4.ts';

function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : one)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}
const u32 = (n: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(n);
  return buffer;
};
function over(file: Buffer): Bytes {
  return {
    length: file.length,
    read: async (offset, length) => file.subarray(offset, Math.min(file.length, offset + length)),
    async write(offset, content) {
      content.copy(file, offset);
    },
  };
}

const place = '+15.5736+108.4740/';
const quickTimeMeta = box(
  'meta',
  box('hdlr', 'mdta'),
  box(
    'keys',
    u32(0),
    u32(2),
    box('mdta', 'com.apple.quicktime.location.ISO6709'),
    box('mdta', 'com.apple.quicktime.make'),
  ),
  box(
    'ilst',
    box(u32(1).toString('latin1'), box('data', u32(1), u32(0), place)),
    box(u32(2).toString('latin1'), box('data', u32(1), u32(0), 'Apple')),
  ),
);

describe('a video', () => {
  test.each([
    ['in udta/©xyz', box('moov', box('mvhd', 'x'), box('udta', box('\u00a9xyz', place)))],
    ['in udta/loci', box('moov', box('udta', box('loci', u32(0), place)))],
    ['in a track', box('moov', box('trak', box('udta', box('\u00a9xyz', place))))],
    ['in keys and ilst', box('moov', quickTimeMeta)],
    ['in a meta box with a version', box('moov', box('meta', u32(0), quickTimeMeta.subarray(8)))],
    ['at the top', box('uuid', place)],
  ])('loses its place %s, and no byte moves', async (_, moov) => {
    const media = box('mdat', 'frames');
    const file = Buffer.concat([box('ftyp', 'isom'), moov, media]);
    const length = file.length;
    expect(await stripLocation(over(file))).toBeGreaterThan(0);
    expect(file.length).toBe(length);
    expect(file.toString('latin1')).not.toContain('15.5736');
    expect(file.subarray(-media.length).equals(media)).toBe(true);
  });

  test('keeps everything else, byte by byte', async () => {
    const file = Buffer.concat([
      box('ftyp', 'isom'),
      box('moov', box('mvhd', 'abc'), box('udta', box('name', 'x'))),
      box('mdat', place),
    ]);
    const before = Buffer.from(file);
    expect(await stripLocation(over(file))).toBe(0);
    expect(file.equals(before)).toBe(true);
  });

  test('that is broken anywhere is refused or read, never worse', async () => {
    const whole = Buffer.concat([
      box('ftyp', 'isom'),
      box('moov', quickTimeMeta, box('udta', box('\u00a9xyz', place))),
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
        fc.nat(whole.length),
        async (changes, cut) => {
          const file = Buffer.from(whole.subarray(0, cut));
          for (const [at, byte] of changes) if (at < file.length) file[at] = byte;
          const { length } = file;
          await stripLocation(over(file)).catch((error) => expect(error).toBeInstanceOf(BrokenVideo));
          expect(file.length).toBe(length);
        },
      ),
      { numRuns: 400 },
    );
  });
});
