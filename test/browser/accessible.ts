/**
 * Axe over a page as it stands: every rule in the light scheme, contrast in the dark one too, at phone and desk size.
 * Its core runs in the page itself and answers what is wrong alone: a list of all that is right takes three times as long.
 */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { sizes } from './browser.ts';

type Axe = Pick<typeof axe, 'run'>;

/** `look`: all of it, or what its words alone decide (names, language, structure) where its colours have been seen. */
export async function isAccessible(page: Page, look: 'all' | 'words' = 'all'): Promise<void> {
  const found: string[] = [];
  for (const size of look === 'all' ? [sizes.phone, sizes.desk] : [sizes.phone]) {
    await page.setViewportSize(size);
    for (const scheme of look === 'all' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme: scheme });
      for (const said of await faultsOf(page, scheme === 'dark' ? 'contrast' : look))
        found.push(`${size.width} ${scheme} ${said}`);
    }
  }
  expect(found).toEqual([]);
}

/** What axe finds wrong with the page as it stands, `<rule>: <elements>`. */
export async function faultsOf(page: Page, which: 'all' | 'words' | 'contrast' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (rules) => {
    const { violations } = await (window as never as { axe: Axe }).axe.run({
      resultTypes: ['violations'],
      ...(rules === 'contrast' ? { runOnly: ['color-contrast'] } : {}),
      ...(rules === 'words' ? { rules: { 'color-contrast': { enabled: false } } } : {}),
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, which);
}
