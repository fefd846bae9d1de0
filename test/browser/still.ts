/** A page when nothing moves on it any more: its picture, and the layout of what is seen. */
import type { Page, PageScreenshotOptions, Request } from 'playwright-core';
import type { Box } from './compare.ts';

/** What a page still waits for from the server; its event stream never ends and is not counted. */
export function underWay(page: Page): Set<Request> {
  const open = new Set<Request>();
  const over = (request: Request) => void open.delete(request);
  page.on('request', (request) => void (request.url().includes('/api/stream') || open.add(request)));
  page.on('requestfinished', over);
  page.on('requestfailed', over);
  return open;
}

/** A screenshot of the whole page, or as `how` says, taken until nothing is under way and two in a row are the same. */
export async function still(
  page: Page,
  waiting: Set<Request>,
  how: PageScreenshotOptions = { fullPage: true },
): Promise<Buffer> {
  let before: Buffer = Buffer.alloc(0);
  for (let tries = 0; tries < 30; tries++) {
    // Not before the page itself has nothing to do: a map or a diagram may be half drawn between two frames.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(done))));
    const now = await page.screenshot({ ...how, animations: 'disabled', caret: 'hide' });
    if (waiting.size === 0 && now.equals(before)) return now;
    before = now;
  }
  throw new Error('The page never stands still');
}

/** Names and boxes of what is seen: landmarks, headings, controls, pictures; parts of bpmn.io are theirs. */
export function layoutOf(page: Page): Promise<Box[]> {
  return page.evaluate(() => {
    const seen =
      'header, nav, main, footer, section, h1, h2, h3, a[href], button, input, select, textarea, img, table, ol, dl';
    const found: Box[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(seen)) {
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || element.closest('.djs-container, .leaflet-container')) continue;
      const control = element as HTMLInputElement;
      const said = /^(header|nav|main|footer|section|table|ol|dl)$/i.test(element.tagName)
        ? (element.getAttribute('aria-label') ?? '')
        : (element.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? element.textContent ?? '');
      const name = `${element.tagName.toLowerCase()} ${said.replaceAll(/\s+/g, ' ').trim().slice(0, 60)}`.trim();
      const [x, y] = [box.x + scrollX, box.y + scrollY];
      found.push([name, Math.round(x), Math.round(y), Math.round(box.width), Math.round(box.height)]);
    }
    return found;
  });
}

/** A diagram takes its place by the window's size when it is drawn: it has to be there before the window grows. */
export async function diagramsDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement & { ready: boolean }>('qn-diagram')].every((diagram) => diagram.ready),
  );
}
