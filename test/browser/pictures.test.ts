/**
 * Every page as it was looked at and found right, against the double of the server: the kept pictures in `pictures/`
 * (kept.ts says how they are compared and renewed).
 */
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { it } from 'vitest';
import { type Visit, visits } from '../../web/testing/visits.ts';
import { type Size, sizes } from './browser.ts';
import { KeptPictures } from './kept.ts';
import { keptOverDouble } from './kept-over-double.ts';
import { layoutOf, still } from './still.ts';

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

function looksOf([path, who]: Visit): readonly Look[] {
  if (path === '/elements') return all;
  // Forms and tables in one frame, done at a desk: the frame itself is kept in both ways.
  if (path.startsWith('/admin/')) return officers.slice(0, 1);
  return who ? officers : citizens;
}
const rows = visits.flatMap((visit) => looksOf(visit).map((look) => [nameOf(visit, look), visit, look] as const));

function nameOf([path]: Visit, { size, scheme, language }: Look): string {
  const page =
    path
      .split('#')[0]
      ?.replaceAll(/[^\w]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'home';
  return `${page}-${size}-${scheme}-${language}`;
}

const kept = new KeptPictures(
  join(import.meta.dirname, 'pictures'),
  rows.map(([name]) => name),
);
const gallery = keptOverDouble(kept);

async function open([path, who, ready]: Visit, look: Look): Promise<{ page: Page; waiting: Set<Request> }> {
  gallery.double.reset();
  gallery.double.session = who?.() ?? null;
  const opened = await gallery.open(path, ready, { ...look, viewport: sizes[look.size], phone: look.size === 'phone' });
  await growWithMaps(opened.page);
  return opened;
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

it('every picture that is kept belongs to a page, and all of them stay small', () => kept.areWhole(14_000_000));

it.each(rows)('%s looks as it was found right', async (name, visit, look) => {
  const { page, waiting } = await open(visit, look);
  try {
    await kept.check(name, await still(page, waiting), await layoutOf(page));
  } finally {
    await page.context().close();
  }
});
