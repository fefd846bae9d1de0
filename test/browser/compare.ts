/** Pictures and layouts as they were kept and as they are now: what differs, in numbers and words. */
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';

/** A pixel differs beyond this distance of colour (0–1): the palette of a kept picture is a little coarser. */
export const colourTolerance = 0.12;
/** So many pixels may differ in any square of `windowSize`: the edge of a letter that the palette rounded another way. */
export const pixelTolerance = 24;
export const windowSize = 64;
/** A box may have moved or grown by so much where another browser draws: CSS pixels, or a share of the page. */
export const boxTolerance = { pixels: 24, share: 0.03 };

interface Raw {
  data: Buffer;
  width: number;
  height: number;
}

async function raw(png: Buffer): Promise<Raw> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A screenshot as it is kept: a palette of 256 colours without dither, small and the same each time. */
export function small(png: Buffer): Promise<Buffer> {
  return sharp(png).png({ palette: true, colours: 256, dither: 0, effort: 10, compressionLevel: 9 }).toBuffer();
}

export interface Difference {
  /** What is said of it; '' where the pictures agree. */
  said: string;
  /** The picture of what differs, where both have one size. */
  picture?: Buffer;
}

/** Compares a kept picture with a screenshot, pixel by pixel. */
export async function comparePictures(kept: Buffer, now: Buffer): Promise<Difference> {
  const [before, after] = await Promise.all([raw(kept), raw(now)]);
  if (before.width !== after.width || before.height !== after.height)
    return { said: `${before.width} × ${before.height} became ${after.width} × ${after.height}` };
  const { width, height } = after;
  const diff = Buffer.alloc(width * height * 4);
  const options = { threshold: colourTolerance, windowSize };
  const count = pixelmatch(before.data, after.data, diff, width, height, options);
  if (count <= pixelTolerance) return { said: '' };
  const picture = await sharp(diff, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { said: `up to ${count} pixels differ in a square of ${windowSize}`, picture };
}

/** A landmark, heading, control or picture that is seen: what it is called, and x, y, width, height in CSS pixels. */
export type Box = [name: string, x: number, y: number, width: number, height: number];

/** What differs between two layouts: names in order, then boxes beyond the tolerance. */
export function compareBoxes(kept: readonly Box[], now: readonly Box[]): string[] {
  const names = (boxes: readonly Box[]) => boxes.map(([name]) => name);
  const gone = names(kept).filter((name, at) => names(now)[at] !== name);
  if (kept.length !== now.length || gone.length > 0) {
    const at = kept.findIndex(([name], index) => now[index]?.[0] !== name);
    const where = at === -1 ? kept.length : at;
    return [`at ${where}: kept ${kept[where]?.[0] ?? 'nothing'}, now ${now[where]?.[0] ?? 'nothing'}`];
  }
  const extent = [0, 1, 0, 1].map((side) =>
    Math.max(...kept.map((box) => (box[1 + side] as number) + (box[3 + side] as number))),
  );
  return kept.flatMap((box, index) => {
    const other = now[index] as Box;
    const moved = ([1, 2, 3, 4] as const).filter(
      (side) =>
        Math.abs(box[side] - other[side]) >
        Math.max(boxTolerance.pixels, boxTolerance.share * (extent[side - 1] as number)),
    );
    return moved.length ? [`${box[0]}: ${box.slice(1).join(' ')} became ${other.slice(1).join(' ')}`] : [];
  });
}
