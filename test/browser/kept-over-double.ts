/**
 * Pages for pictures that are kept: the web's double of the server under one name, at one time, without motion, with our
 * fonts there. To be called at the top of a test file.
 */
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildPages, pagesFolder } from '../../local/pages.ts';
import { businessNow } from '../../web/testing/answers.ts';
import { type Double, startDouble } from '../../web/testing/double.ts';
import { openBrowser } from './browser.ts';
import type { KeptPictures } from './kept.ts';
import { diagramsDrawn, underWay } from './still.ts';

/** Pages show their own address (a private link), so it must be the same each time. */
export const host = 'phan-anh.localhost';

export interface Look {
  viewport: { width: number; height: number };
  phone: boolean;
  scheme: 'light' | 'dark';
  language: 'vi' | 'en';
}

export interface Gallery {
  readonly browser: Browser;
  readonly double: Double;
  /** A page in a context of its own when `ready` is there; `waiting`: its requests that are under way. */
  open(path: string, ready: string, look: Look): Promise<{ page: Page; waiting: Set<Request> }>;
}

export function keptOverDouble(kept: KeptPictures): Gallery {
  let browser: Browser;
  let double: Double;
  beforeAll(async () => {
    await buildPages();
    double = await startDouble(pagesFolder);
    browser = await openBrowser([`--host-resolver-rules=MAP ${host}:80 ${new URL(double.url).host}`]);
    await kept.begin(browser);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await double?.close();
    await kept.end();
  });
  return {
    get browser() {
      return browser;
    },
    get double() {
      return double;
    },
    async open(path, ready, { viewport, phone, scheme, language }) {
      const context = await browser.newContext({
        viewport,
        colorScheme: scheme,
        locale: language === 'vi' ? 'vi-VN' : 'en-GB',
        timezoneId: 'Asia/Ho_Chi_Minh',
        isMobile: phone,
        hasTouch: phone,
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
      });
      await context.addInitScript((given) => localStorage.setItem('qn.language', given), language);
      const page = await context.newPage();
      const waiting = underWay(page);
      await page.clock.setFixedTime(businessNow);
      await page.goto(`http://${host}${path}`);
      await page.locator(ready).first().waitFor();
      await diagramsDrawn(page);
      await page.evaluate(() => document.fonts.ready);
      return { page, waiting };
    },
  };
}
