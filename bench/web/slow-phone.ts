/** A slow phone: CPU four times slower, 400 kbit/s, and how long a page takes until one can type in it. */
import type { Browser, CDPSession, Page } from 'playwright-core';
import { sizes } from '../../test/browser/browser.ts';

/** quality.md: 400 kbit/s and CPU × 4. The round trip is ours to choose: a 3G network of today. */
export const slow = { kbit: 400, roundTripMs: 150, cpu: 4 };

export interface Load {
  /** Milliseconds from the start of the navigation to the first frame in which `ready` is there. */
  readyMs: number;
  /** Milliseconds from pressing `press` to the first frame that shows `answer`. */
  pressMs: number;
  /** Bytes on the wire by kind of resource, bodies as sent (compressed). */
  bytes: Record<string, number>;
}

/** The frame after the one in which `selector` matches: what was found is on the screen then. */
function painted(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((done) => {
        const look = () => {
          if (!document.querySelector(wanted)) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        };
        look();
      }),
    selector,
  );
}

async function slowDown(client: CDPSession): Promise<void> {
  const throughput = (slow.kbit * 1000) / 8;
  await client.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: slow.roundTripMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await client.send('Emulation.setCPUThrottlingRate', { rate: slow.cpu });
}

/** Opens an address in a fresh context, nothing cached, on the slow phone or as fast as the machine is. */
export async function load(
  browser: Browser,
  url: string,
  wanted: { ready: string; press?: string; answer?: string },
  slowly = true,
): Promise<Load> {
  const context = await browser.newContext({
    viewport: sizes.phone,
    isMobile: true,
    hasTouch: true,
    locale: 'vi-VN',
    serviceWorkers: 'block',
  });
  try {
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    const kinds = new Map<string, string>();
    const bytes: Record<string, number> = {};
    client.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type.toLowerCase()));
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId) ?? 'other';
      bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength;
    });
    if (slowly) await slowDown(client);
    await page.goto(url, { waitUntil: 'commit' });
    const readyMs = await painted(page, wanted.ready);
    let pressMs = Number.NaN;
    if (wanted.press && wanted.answer) {
      const pressed = page.evaluate(
        (button) =>
          new Promise<number>((done) =>
            document
              .querySelector(button)
              ?.addEventListener('pointerdown', () => done(performance.now()), { once: true }),
          ),
        wanted.press,
      );
      await page.locator(wanted.press).click();
      pressMs = (await painted(page, wanted.answer)) - (await pressed);
    }
    // Bytes are asked for last: fonts may still be on their way when the page is usable.
    await page.evaluate(() => document.fonts.ready);
    await page.waitForLoadState('load');
    return { readyMs, pressMs, bytes };
  } finally {
    await context.close();
  }
}
