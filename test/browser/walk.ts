/**
 * Every page of the table in a real browser against the web's double of the server: accessible, and without sideways
 * scrolling from 320 px to 4K. One file a language calls this, so that the two go side by side.
 */
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Double } from '../../web/testing/double.ts';
import { visits } from '../../web/testing/visits.ts';
import { isAccessible } from './accessible.ts';
import { overDouble } from './over-double.ts';

/** To be called at the top of a test file. */
export function walkAllPages(language: 'vi' | 'en'): void {
  let browser: Browser;
  let double: Double;
  overDouble((opened) => {
    ({ browser, double } = opened);
  });

  test.each(visits)('%s is accessible and fits from 320 px to 4K', async (path, who, ready) => {
    double.reset();
    double.session = who?.() ?? null;
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    try {
      await context.addInitScript((given) => localStorage.setItem('qn.language', given), language);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
      });
      page.on('request', (request) => {
        const away = !/^(data|blob):/.test(request.url()) && !request.url().startsWith(double.url);
        if (away) complaints.push(request.url());
      });
      await page.goto(double.url + path);
      await page.locator(ready).first().waitFor();
      // Colours are the same in both languages.
      await isAccessible(page, language === 'vi' ? 'all' : 'words');
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('h1').count()).toBe(1);
      for (const size of [
        { width: 320, height: 640 },
        { width: 1440, height: 900 },
        { width: 3840, height: 2160 },
      ]) {
        await page.setViewportSize(size);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(`${size.width}: ${over}`).toBe(`${size.width}: 0`);
      }
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  });
}
