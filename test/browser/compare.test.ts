import sharp from 'sharp';
import { expect, it } from 'vitest';
import { type Box, compareBoxes, comparePictures, small } from './compare.ts';

/** A picture with a square of another colour in it. */
function square(size: number, colour: string): Promise<Buffer> {
  const background = { create: { width: 200, height: 100, channels: 3 as const, background: '#fcfbf8' } };
  const input = { create: { width: size, height: size, channels: 3 as const, background: colour } };
  return sharp(background)
    .composite([{ input, left: 10, top: 10 }])
    .png()
    .toBuffer();
}

it('a picture agrees with itself as it is kept', async () => {
  const picture = await square(20, '#8f1d3f');
  expect((await comparePictures(await small(picture), picture)).said).toBe('');
});

it('a larger square and another size are told apart, with a picture of what differs', async () => {
  const kept = await small(await square(20, '#8f1d3f'));
  const larger = await comparePictures(kept, await square(24, '#8f1d3f'));
  expect(larger.said).toBe('up to 176 pixels differ in a square of 64');
  expect((await sharp(larger.picture).metadata()).width).toBe(200);
  const cut = await sharp(await square(20, '#8f1d3f'))
    .extract({ left: 0, top: 0, width: 200, height: 90 })
    .png()
    .toBuffer();
  expect((await comparePictures(kept, cut)).said).toBe('200 × 100 became 200 × 90');
});

it('a layout agrees within the tolerance, and tells what moved, went or came', () => {
  const kept: Box[] = [
    ['main', 0, 50, 390, 800],
    ['button Gửi', 16, 700, 120, 44],
  ];
  const moved = (by: number): Box[] => [kept[0] as Box, ['button Gửi', 16, 700 + by, 120, 44]];
  expect(compareBoxes(kept, moved(20))).toEqual([]);
  expect(compareBoxes(kept, moved(-60))).toEqual(['button Gửi: 16 700 120 44 became 16 640 120 44']);
  expect(compareBoxes(kept, kept.slice(0, 1))).toEqual(['at 1: kept button Gửi, now nothing']);
  expect(compareBoxes(kept.slice(0, 1), kept)).toEqual(['at 1: kept nothing, now button Gửi']);
});
