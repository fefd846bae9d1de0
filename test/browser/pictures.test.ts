/**
 * Every page as it was looked at and found right, against the double of the server: the kept pictures in `pictures/`,
 * compared pixel by pixel where this machine draws as the one that made them, and by the layout (names and boxes of
 * what is seen) everywhere. `UPDATE_PICTURES=1` writes both anew; look at them before you commit them.
 * A difference leaves `artifacts/screens/<name>-now.png` and `-diff.png`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPages, pagesFolder } from '../../local/pages.ts';
import { root } from '../../local/settings.ts';
import { businessNow } from '../../web/testing/answers.ts';
import { type Double, startDouble } from '../../web/testing/double.ts';
import { type Visit, visits } from '../../web/testing/visits.ts';
import { openBrowser, type Size, sizes } from './browser.ts';
import { type Box, compareBoxes, comparePictures, small } from './compare.ts';
import { rendererOf } from './renderer.ts';

const folder = join(import.meta.dirname, 'pictures');
const artefacts = join(root, 'artifacts', 'screens');
const layoutsFile = join(folder, 'layouts.json');
/** Pages show their own address (a private link), so it must be the same each time. */
const host = 'phan-anh.localhost';
const updating = process.env.UPDATE_PICTURES === '1';

interface Look {
  size: Size;
  scheme: 'light' | 'dark';
  language: 'vi' | 'en';
}

/** Two pictures a page show both sizes, schemes and languages; the first is how most people see it. */
const citizens: readonly Look[] = [
  { size: 'phone', scheme: 'light', language: 'vi' },
  { size: 'desk', scheme: 'dark', language: 'en' },
];
const officers: readonly Look[] = [
  { size: 'desk', scheme: 'light', language: 'vi' },
  { size: 'phone', scheme: 'dark', language: 'en' },
];
/** The page of elements, which has them all, in every way. */
const all: readonly Look[] = (['phone', 'desk'] as const).flatMap((size) =>
  (['light', 'dark'] as const).flatMap((scheme) =>
    (['vi', 'en'] as const).map((language) => ({ size, scheme, language })),
  ),
);

const looksOf = ([path, who]: Visit): readonly Look[] => (path === '/elements' ? all : who ? officers : citizens);
const rows = visits.flatMap((visit) => looksOf(visit).map((look) => [nameOf(visit, look), visit, look] as const));

function nameOf([path]: Visit, { size, scheme, language }: Look): string {
  const page =
    path
      .split('#')[0]
      ?.replaceAll(/[^\w]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'home';
  return `${page}-${size}-${scheme}-${language}`;
}

let browser: Browser;
let double: Double;
let renderer: string;
/** Layouts by the name of the picture, and who made the pictures. */
let kept: { renderer: string; layouts: Record<string, Box[]> };
const made: Record<string, Box[]> = {};

beforeAll(async () => {
  await buildPages();
  double = await startDouble(pagesFolder);
  browser = await openBrowser([`--host-resolver-rules=MAP ${host}:80 ${new URL(double.url).host}`]);
  renderer = await rendererOf(browser);
  kept = existsSync(layoutsFile) ? JSON.parse(await readFile(layoutsFile, 'utf8')) : { renderer: '', layouts: {} };
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(artefacts, { recursive: true })]);
  if (!updating && renderer !== kept.renderer)
    console.warn(`The pictures were made by ${kept.renderer}, this is ${renderer}: layouts are compared, not pixels.`);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await double?.close();
  if (updating && Object.keys(made).length > 0) await keepLayouts();
});

/** Writes the layouts of this run; those of pictures that no row makes any more go, and the pictures with them. */
async function keepLayouts(): Promise<void> {
  const names = rows.map(([name]) => name).sort();
  const layouts = Object.fromEntries(
    names.flatMap((name) => {
      const boxes = made[name] ?? kept.layouts[name];
      return boxes ? [[name, boxes]] : [];
    }),
  );
  const lines = Object.entries(layouts).map(([name, boxes]) => `${JSON.stringify(name)}: ${JSON.stringify(boxes)}`);
  await writeFile(layoutsFile, `{"renderer": ${JSON.stringify(renderer)}, "layouts": {\n${lines.join(',\n')}\n}}\n`);
  for (const file of await readdir(folder))
    if (file.endsWith('.png') && !names.includes(file.slice(0, -4))) await rm(join(folder, file));
}

/** Opens a page as a test sees it: the double's time, no motion, our fonts there. */
async function open(
  [path, who, ready]: Visit,
  { size, scheme, language }: Look,
): Promise<{ page: Page; waiting: Set<Request> }> {
  double.reset();
  double.session = who?.() ?? null;
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: scheme,
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    timezoneId: 'Asia/Ho_Chi_Minh',
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  await context.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  const page = await context.newPage();
  const waiting = underWay(page);
  await page.clock.setFixedTime(businessNow);
  await page.goto(`http://${host}${path}`);
  await page.locator(ready).first().waitFor();
  await growWithMaps(page);
  await page.evaluate(() => document.fonts.ready);
  return { page, waiting };
}

/** What a page still waits for from the server; its event stream never ends and is not counted. */
function underWay(page: Page): Set<Request> {
  const open = new Set<Request>();
  const over = (request: Request) => void open.delete(request);
  page.on('request', (request) => void (request.url().includes('/api/stream') || open.add(request)));
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  return open;
}

/** Makes the window as tall as a page with maps: what lies below the screen is not always painted of a map. */
async function growWithMaps(page: Page): Promise<void> {
  const { width } = page.viewportSize() as { width: number };
  const heightOf = () =>
    page.evaluate(() => (document.querySelector('qn-map') ? document.documentElement.scrollHeight : 0));
  // Some heights follow the window's: a second time is enough.
  for (let times = 0; times < 2; times++) {
    const height = await heightOf();
    if (height > 0) await page.setViewportSize({ width, height });
  }
}

/** A screenshot of the whole page, taken until nothing is under way and two in a row are the same. */
async function still(page: Page, waiting: Set<Request>): Promise<Buffer> {
  let before: Buffer = Buffer.alloc(0);
  for (let tries = 0; tries < 30; tries++) {
    // Not before the page itself has nothing to do: a map or a diagram may be half drawn between two frames.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(done))));
    const now = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
    if (waiting.size === 0 && now.equals(before)) return now;
    before = now;
  }
  throw new Error('The page never stands still');
}

/** Names and boxes of what is seen: landmarks, headings, controls, pictures; parts of bpmn.io are theirs. */
function layoutOf(page: Page): Promise<Box[]> {
  return page.evaluate(() => {
    const seen =
      'header, nav, main, footer, section, h1, h2, h3, a[href], button, input, select, textarea, img, table, ol, dl';
    const found: Box[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(seen)) {
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || element.closest('.djs-container, .leaflet-container')) continue;
      const control = element as HTMLInputElement;
      const said = /^(header|nav|main|footer|section|table|ol|dl)$/i.test(element.tagName)
        ? (element.getAttribute('aria-label') ?? '')
        : (element.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? element.textContent ?? '');
      const name = `${element.tagName.toLowerCase()} ${said.replaceAll(/\s+/g, ' ').trim().slice(0, 60)}`.trim();
      const [x, y] = [box.x + scrollX, box.y + scrollY];
      found.push([name, Math.round(x), Math.round(y), Math.round(box.width), Math.round(box.height)]);
    }
    return found;
  });
}

it('every picture that is kept belongs to a page, and all of them stay small', async () => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.png'));
  if (!updating) expect(files.sort()).toEqual(rows.map(([name]) => `${name}.png`).sort());
  const sizesOf = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  expect(sizesOf.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000_000);
});

it.each(rows)('%s looks as it was found right', async (name, visit, look) => {
  const { page, waiting } = await open(visit, look);
  try {
    const shot = await still(page, waiting);
    const layout = await layoutOf(page);
    const file = join(folder, `${name}.png`);
    if (updating) {
      made[name] = layout;
      await writeFile(file, await small(shot));
      return;
    }
    expect(compareBoxes(kept.layouts[name] ?? [], layout)).toEqual([]);
    if (renderer !== kept.renderer) return;
    const { said, picture } = await comparePictures(await readFile(file), shot);
    if (said) {
      await writeFile(join(artefacts, `${name}-now.png`), shot);
      if (picture) await writeFile(join(artefacts, `${name}-diff.png`), picture);
    }
    expect(said).toBe('');
  } finally {
    await page.context().close();
  }
});
