/** A real Chromium for the browser tests, phone or desk, that complains about every error a page makes. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { provideChromium } from '../../local/chromium.ts';
import { root } from '../../local/settings.ts';

export const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };
export type Size = keyof typeof sizes;

/** `more`: further switches of the command line. */
export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const { executablePath, args, env } = await provideChromium();
  return chromium.launch({
    executablePath,
    args: [...args, ...more],
    env: { ...process.env, ...env } as Record<string, string>,
  });
}

export interface Window {
  context: BrowserContext;
  page: Page;
  /** What went wrong so far: errors in the console, uncaught exceptions, requests to anywhere else. */
  complaints: string[];
}

export async function openWindow(browser: Browser, url: string, size: Size, language = 'vi'): Promise<Window> {
  const context = await browser.newContext({
    viewport: sizes[size],
    baseURL: url,
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    isMobile: size === 'phone',
    hasTouch: size === 'phone',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`exception: ${error.stack || error.message}`));
  page.on('console', (message) => {
    // Asking who one is answers 401 before one has logged in (contract), and a browser writes down every 401.
    if (message.location().url.endsWith('/api/session')) return;
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url))
      complaints.push(`request to ${request.url()}`);
  });
  return { context, page, complaints };
}

const artefacts = join(root, 'artifacts', 'screens');

/** Keeps a picture of the page as an artefact of the run. */
export async function keepPicture(page: Page, name: string, fullPage = false): Promise<void> {
  await mkdir(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage });
}
