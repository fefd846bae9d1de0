/** Draws the portal's PNG icons from web/public/icon.svg: `node tools/draw-icons.ts`. The pictures are kept in the repository. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, '..', 'web', 'public');
const svg = await readFile(join(folder, 'icon.svg'), 'utf8');

/** `cover`: colour to the edge and the drawing smaller, for phones that cut icons to a shape of their own. */
async function draw(name: string, size: number, cover: boolean): Promise<void> {
  const drawn = cover
    ? svg.replace('rx="14"', '').replace('<g ', '<g transform="translate(32 32) scale(0.72) translate(-32 -31)" ')
    : svg;
  await sharp(Buffer.from(drawn), { density: (72 * size) / 64 })
    .resize(size, size)
    // Scaling leaves the last line of pixels half transparent.
    .flatten(cover ? { background: '#8f1d3f' } : false)
    .png({ palette: true })
    .toFile(join(folder, name));
}

await draw('icon-192.png', 192, false);
await draw('icon-512.png', 512, false);
await draw('icon-maskable-512.png', 512, true);
await draw('icon-180.png', 180, true);
