/** Axe over a page as it stands: every rule in the light scheme, contrast in the dark one too, at phone and desk size. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { sizes } from './browser.ts';

export async function isAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const size of [sizes.phone, sizes.desk]) {
    await page.setViewportSize(size);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      const axe = new AxeBuilder({ page });
      const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      for (const { id, nodes } of violations)
        found.push(`${size.width} ${scheme} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
    }
  }
  expect(found).toEqual([]);
}
