/**
 * The handbooks' steps in a real browser, and their pictures: each is taken anew and compared with the one that the page
 * shows, so that a handbook cannot grow old unnoticed. Where every step's sign was not found, no picture is taken.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { chapters, handbookFolder } from '../../web/handbook/pages.ts';
import { isAccessible } from '../browser/accessible.ts';
import { KeptPictures, updating } from '../browser/kept.ts';
import { host, keptOverDouble } from '../browser/kept-over-double.ts';
import { layoutOf, still } from '../browser/still.ts';
import { until } from '../house/until.ts';
import { type Shot, shots } from './shots.ts';

const kept = new KeptPictures(
  join(handbookFolder, 'pictures'),
  shots.map(({ name }) => name),
  join(import.meta.dirname, '../browser/pictures/handbook.json'),
);
const gallery = keptOverDouble(kept);

/** Draws a number beside each place, within the window. @throws when one is not there to be seen */
async function number(page: Page, places: Locator[]): Promise<void> {
  for (const [index, place] of places.entries()) {
    await place.waitFor({ timeout: 5_000 });
    // What is drawn anew meanwhile has no box for a moment.
    const box = await until(() => place.boundingBox(), `a box of mark ${index + 1}`);
    const { width, height } = page.viewportSize()!;
    expect(`${index + 1}: ${box.y >= -4 && box.y < height - 10 && box.x < width}`).toBe(`${index + 1}: true`);
    await page.evaluate(
      ({ n, x, y }) => {
        const mark = document.createElement('div');
        mark.textContent = String(n);
        Object.assign(mark.style, {
          position: 'fixed',
          left: `${x}px`,
          top: `${y}px`,
          width: '26px',
          height: '26px',
          borderRadius: '13px',
          background: '#1a56b0',
          color: '#fff',
          font: '600 15px/26px "Be Vietnam Pro", sans-serif',
          textAlign: 'center',
          boxShadow: '0 0 0 2px #fff',
          zIndex: '9999',
        });
        document.body.append(mark);
      },
      { n: index + 1, x: Math.max(2, box.x - 28), y: Math.max(2, box.y - (box.x < 30 ? 22 : 12)) },
    );
  }
}

async function take({ name, path, ready, height, phone, who, given, does, marks }: Shot): Promise<void> {
  const { double } = gallery;
  double.reset();
  double.session = who?.() ?? null;
  given?.(double);
  const viewport = { width: phone ? 390 : 1100, height };
  const { page, waiting } = await gallery.open(path, ready, {
    viewport,
    phone: phone === true,
    scheme: 'light',
    language: 'vi',
  });
  try {
    await does?.(page);
    await still(page, waiting, {});
    await number(page, marks(page));
    await kept.check(name, await still(page, waiting, {}), await layoutOf(page));
  } finally {
    await page.context().close();
  }
}

it.each(shots)('$name: every step is on the page, which looks as in the handbook', take);

it('every picture of a handbook is taken here, and every one that is taken is in a handbook, with its numbers below', () => {
  const shown = chapters().flatMap((name) =>
    [
      ...readFileSync(join(handbookFolder, `${name}.md`), 'utf8').matchAll(
        /!\[[^\]]*\]\(pictures\/([\w-]+)\.png\)\n\n((?:\d+\. .*\n(?: {2,}.*\n)*)*)/g,
      ),
    ].map(([, picture, list]) => [picture!, list!.match(/^\d+\. /gm)?.length ?? 0] as const),
  );
  expect(shown.map(([picture]) => picture).sort()).toEqual(shots.map(({ name }) => name).sort());
  // Only counted: any locator will do.
  const locator = new Proxy(() => locator, { get: () => locator, apply: () => locator }) as unknown as Page;
  for (const [picture, steps] of shown) {
    const marks = shots.find(({ name }) => name === picture)!.marks(locator).length;
    expect(`${picture}: ${marks} of ${steps}`).toBe(`${picture}: ${Math.min(marks, steps)} of ${steps}`);
  }
});

it('keeps no picture that is not used, and all of them small', () => kept.areWhole(3_000_000));

it.skipIf(updating)('every handbook is whole without a script, accessible, and fits a phone', async () => {
  const context = await gallery.browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  const scripted = await gallery.browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
  try {
    for (const name of chapters()) {
      const path = name === 'README' ? '/handbook' : `/handbook/${name}`;
      const page = await context.newPage();
      await page.goto(`http://${host}${path}`);
      expect(await page.locator('h1').count(), path).toBe(1);
      expect(await page.locator('script').count(), path).toBe(0);
      await page.close();
    }
    const page = await scripted.newPage();
    for (const path of ['/handbook', '/handbook/nguoi-dan', '/handbook/co-quan']) {
      await page.goto(`http://${host}${path}`);
      for (const width of [320, 1440, 3840]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(`${path} ${width}: ${over}`).toBe(`${path} ${width}: 0`);
      }
      await isAccessible(page);
    }
  } finally {
    await context.close();
    await scripted.close();
  }
});
