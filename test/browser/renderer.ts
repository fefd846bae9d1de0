/**
 * How this browser draws, as a short name: its version, and a hash of what it makes of a few words in the machine's own
 * fonts, of a curve and of a shadow. Two machines with the same name draw the same page alike, so that pictures can be
 * compared by their pixels; with another name only the layout can. The product's own font and styles are not in it: a
 * change there must be seen as a difference.
 */
import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';

export async function rendererOf(browser: Browser): Promise<string> {
  const page = await browser.newPage();
  try {
    const pixels = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 640;
      canvas.height = 200;
      const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
      for (const [at, font] of ['sans-serif', 'serif', 'monospace', 'Arial', 'system-ui'].entries()) {
        pen.font = `20px ${font}`;
        pen.fillText('Quảng Nam – Ổ gà, đường 24/7', 8, 30 + at * 28);
      }
      pen.shadowBlur = 6;
      pen.shadowColor = '#000';
      pen.arc(560, 100, 50, 0, 6);
      pen.stroke();
      return canvas.toDataURL();
    });
    const hash = createHash('sha256').update(pixels).digest('hex').slice(0, 12);
    return `chromium-${browser.version()}-${hash}`;
  } finally {
    await page.close();
  }
}
