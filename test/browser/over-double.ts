/** The pages as they are built for the product, or with a page of the test's own, served by the web's double of the server, with a browser before them. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildPages, pagesFolder } from '../../local/pages.ts';
import { type Double, startDouble } from '../../web/testing/double.ts';
import { openBrowser } from './browser.ts';

const web = join(import.meta.dirname, '../../web');
const vite = join(web, '../node_modules/vite/bin/vite.js');

/** To be called at the top of a test file; `opened` gets both before the first test. `entry`: a page of the test's own. */
export function overDouble(opened: (both: { browser: Browser; double: Double }) => void, entry?: string): void {
  let dist: string | undefined;
  let browser: Browser | undefined;
  let double: Double | undefined;
  beforeAll(async () => {
    if (entry) dist = await buildOwn(entry);
    else await buildPages();
    [double, browser] = await Promise.all([startDouble(dist ?? pagesFolder), openBrowser()]);
    opened({ browser, double });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await double?.close();
    if (dist) await rm(dist, { recursive: true, force: true });
  });
}

async function buildOwn(entry: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qn-pages-'));
  const config = ['--config', join(web, 'vite.config.ts'), '--outDir', folder, '--emptyOutDir'];
  // A process of its own, as `npm run build:web` is: the config sets NODE_ENV, which vitest needs for itself.
  await promisify(execFile)(process.execPath, [vite, 'build', entry, ...config]);
  return folder;
}
