/**
 * Draws web/public/share.png, the picture that stands beside a link to a page without one of its own (1200 × 630):
 *
 *     node tools/run.mjs node tools/share/draw.ts
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { openBrowser } from '../../test/browser/browser.ts';

const root = join(import.meta.dirname, '../..');
const font = (weight: number) =>
  ['vietnamese', 'latin']
    .map((set) => {
      const file = join(
        root,
        `node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-${set}-${weight}-normal.woff2`,
      );
      const range = set === 'latin' ? 'unicode-range: U+0000-00FF;' : '';
      return `@font-face { font-family: "Be Vietnam Pro"; font-weight: ${weight}; ${range} src: url(data:font/woff2;base64,${readFileSync(file).toString('base64')}) }`;
    })
    .join('\n');

const page = `<!doctype html><meta charset="utf-8"><style>
  ${font(400)} ${font(600)}
  body { margin: 0; width: 1200px; height: 630px; display: flex; flex-direction: column; justify-content: center; gap: 40px;
    padding-left: 96px; box-sizing: border-box; background: #fcfbf8; color: #1d1b1a; font-family: "Be Vietnam Pro"; border-bottom: 16px solid #8f1d3f }
  svg { width: 132px; height: 132px; color: #8f1d3f }
  h1 { margin: 0; font-size: 76px; font-weight: 600; letter-spacing: -0.01em }
  p { margin: 0; font-size: 40px; color: #5b5550 }
</style>
<svg viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"><path d="M32 10c8 7.5 11.5 15 11.5 22.5S40 46.5 32 51.5c-8-5-11.5-11.5-11.5-19S24 17.5 32 10Z"/><path d="M21 26c-6-1.5-11-1.5-15.5 0C6.5 39 16 50 32 51.5"/><path d="M43 26c6-1.5 11-1.5 15.5 0C57.5 39 48 50 32 51.5"/></svg>
<div><h1>Phản ánh hiện trường</h1><p>Tỉnh Quảng Nam</p></div>`;

const browser = await openBrowser();
const window = await browser.newPage({ viewport: { width: 1200, height: 630 } });
await window.setContent(page);
await window.evaluate(() => document.fonts.ready);
const drawn = await window.screenshot();
await browser.close();
await sharp(drawn).png({ palette: true, colours: 32, compressionLevel: 9 }).toFile(join(root, 'web/public/share.png'));
