/**
 * The running product with a browser before it, for one test file: opened once, every window closed after its test and
 * asked whether it has complained.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { buildPages } from '../../local/pages.ts';
import { House, type HouseOptions } from '../house/house.ts';
import { openBrowser, openWindow, type Size, type Window } from './browser.ts';

export interface Product {
  readonly house: House;
  readonly browser: Browser;
  /** A window of its own: nobody is logged in there, nothing is kept there yet. */
  window(size: Size, language?: string): Promise<Window>;
  open(size: Size, language?: string): Promise<Page>;
  /** Takes complaints that a test has provoked: they are none of its failures. */
  take(what: RegExp): string[];
}

/** To be called at the top of a test file. */
export function theProduct(options: HouseOptions = {}): Product {
  let house: House;
  let browser: Browser;
  const windows: Window[] = [];
  beforeAll(async () => {
    await buildPages();
    [house, browser] = await Promise.all([House.open(options), openBrowser()]);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  afterEach(async () => {
    const complaints = windows.flatMap((window) => window.complaints);
    for (const window of windows.splice(0)) await window.context.close();
    expect(complaints).toEqual([]);
  });
  const product: Product = {
    get house() {
      return house;
    },
    get browser() {
      return browser;
    },
    async window(size, language = 'vi') {
      const window = await openWindow(browser, house.url, size, language);
      await window.context.addInitScript((given) => {
        localStorage.setItem('qn.language', localStorage.getItem('qn.language') ?? given);
      }, language);
      windows.push(window);
      return window;
    },
    take(what) {
      return windows.flatMap(({ complaints: own }) => {
        const provoked = own.filter((one) => what.test(one));
        own.splice(0, own.length, ...own.filter((one) => !what.test(one)));
        return provoked;
      });
    },
    open: async (size, language) => (await product.window(size, language)).page,
  };
  return product;
}
