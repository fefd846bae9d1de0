/**
 * Every page of the table in a real browser against the web's double of the server: accessible, and without sideways
 * scrolling from 320 px to 4K. One file a language calls this, so that the two go side by side.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Double, startDouble } from '../../web/testing/double.ts';
import { visits } from '../../web/testing/visits.ts';
import { isAccessible } from './accessible.ts';
import { openBrowser } from './browser.ts';

const web = join(import.meta.dirname, '../../web');
const viteCommand = join(web, '../node_modules/vite/bin/vite.js');

/** To be called at the top of a test file. */
export function walkAllPages(language: 'vi' | 'en'): void {
  let dist: string;
  let browser: Browser;
  let double: Double;
  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), 'qn-walk-'));
    const build = [viteCommand, 'build', '--config', join(web, 'vite.config.ts'), '--outDir', dist, '--emptyOutDir'];
    await promisify(execFile)(process.execPath, build);
    [double, browser] = await Promise.all([startDouble(dist), openBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await double?.close();
    await rm(dist, { recursive: true, force: true });
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
      await isAccessible(page);
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
