/** The map in a real Chromium: by keyboard, by finger, with thousands of points, and without asking anybody else. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { faultsOf } from '../../test/browser/accessible.ts';
import { keepPicture, openWindow, type Size, type Window } from '../../test/browser/browser.ts';
import { overDouble } from '../../test/browser/over-double.ts';
import { type Double, json } from '../testing/double.ts';
import type { MapPoint, MapView } from './map-view.ts';

interface Stage {
  put(tag: string, properties: object, events: readonly string[]): HTMLElement;
  heard: { type: string; detail: Record<string, unknown> }[];
}
declare const stage: Stage;

let browser: Browser;
let double: Double;
let window: Window;
let page: Page;

overDouble(
  (opened) => {
    ({ browser, double } = opened);
  },
  join(import.meta.dirname, '../testing/stage'),
);

afterEach(async () => {
  double.reset();
  await window?.context.close();
  expect(window?.complaints).toEqual([]);
});

/** A page with one map on it, drawn. */
async function openMap(properties: Partial<MapView>, size: Size = 'desk', scheme: 'light' | 'dark' = 'light') {
  window = await openWindow(browser, double.url, size);
  page = window.page;
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(double.url);
  await page.locator('html[data-ready]').waitFor();
  await page.evaluate(
    (given) => {
      stage.put('qn-map', given, ['pick', 'open']);
    },
    { label: 'Bản đồ thử', ...properties } as object,
  );
  await page.locator('.map-province').first().waitFor();
}

const heard = () => page.evaluate(() => stage.heard);
const map = () => page.locator('.map-frame');
const pin = () => page.locator('.map-pin');

/** Points in rows over the coast, every tenth of them late. */
const points = (count: number): MapPoint[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `QN-${n}`,
    lat: 15.45 + ((n * 37) % 997) / 2_000,
    lng: 107.9 + ((n * 61) % 991) / 1_700,
    label: `Phản ánh số ${n}`,
    tone: n % 10 === 0 ? 'late' : 'calm',
  }));

describe('the map', () => {
  test.each(['light', 'dark'] as const)(
    'is accessible in the %s scheme, and shows names of districts',
    async (scheme) => {
      await openMap({ points: points(40), pick: true, position: { lat: 15.57, lng: 108.48 } }, 'desk', scheme);
      await page.locator('.map-name span', { hasText: 'Tam Kỳ' }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Xem toàn bộ' }).click();
      await keepPicture(page, `map-${scheme}`);
    },
  );

  test('asks nobody else, and draws its lines when even its settings cannot be had', async () => {
    double.answers.set('GET /api/map', (_sent, response) => response.destroy());
    window = await openWindow(browser, double.url, 'phone');
    page = window.page;
    await page.goto(double.url);
    await page.locator('html[data-ready]').waitFor();
    await page.evaluate(() => {
      stage.put('qn-map', { label: 'x' }, []);
    });
    await page.locator('.map-province').first().waitFor();
    await page.getByText('Natural Earth').waitFor();
    // The broken answer is written down by the browser; that is all.
    window.complaints.splice(
      0,
      window.complaints.length,
      ...window.complaints.filter((one) => !/ERR_EMPTY_RESPONSE/.test(one)),
    );
    await keepPicture(page, 'map-phone');
  });

  test('takes a pin by keyboard alone: Enter puts it in the middle, arrows move it, and it says where it is', async () => {
    await openMap({ pick: true });
    await map().focus();
    await page.keyboard.press('+');
    await page.keyboard.press('Enter');
    await expect.poll(heard).toHaveLength(1);
    await expect.poll(() => page.evaluate(() => document.activeElement?.classList.contains('map-pin'))).toBe(true);
    const [first] = await heard();
    expect(first!.detail).toMatchObject({ commune: expect.any(String), district: expect.any(String) });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(async () => (await heard()).at(-1)!.detail.lat).toBeGreaterThan(first!.detail.lat as number);
    expect((await heard()).at(-1)!.detail.lng).toBeGreaterThan(first!.detail.lng as number);
    await page.getByRole('status').filter({ hasText: 'Đã đặt ghim, gần' }).waitFor({ state: 'attached' });
    await keepPicture(page, 'map-pin');
  });

  test('takes a pin by a click, moves it by a drag, and names the nearest commune', async () => {
    await openMap({ pick: true, position: { lat: 15.5638, lng: 108.4822 } });
    await pin().waitFor();
    const box = (await pin().boundingBox())!;
    await page.mouse.move(box.x + 22, box.y + 22);
    await page.mouse.down();
    await page.mouse.move(box.x + 82, box.y + 62, { steps: 5 });
    await page.mouse.up();
    await expect.poll(heard).toHaveLength(1);
    const frame = (await map().boundingBox())!;
    await page.mouse.click(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await expect.poll(heard).toHaveLength(2);
    const [dragged, clicked] = await heard();
    expect(dragged!.detail.lat).toBeLessThan(15.5638);
    expect(clicked!.detail.lat).toBeCloseTo(15.5638, 2);
    expect(clicked!.detail.district).toBe('tamky');
  });

  test('outside the province proposes no place', async () => {
    await openMap({ pick: true });
    const frame = (await map().boundingBox())!;
    await page.mouse.click(frame.x + frame.width - 90, frame.y + 90);
    await expect.poll(heard).toHaveLength(1);
    expect(Object.keys((await heard())[0]!.detail).sort()).toEqual(['lat', 'lng']);
    await page.getByText('nằm ngoài tỉnh').waitFor({ state: 'attached' });
  });

  test('gathers ten thousand points into a few signs that lead to each of them, within one long frame', async () => {
    await openMap({});
    const spent = await page.evaluate(async (given) => {
      const element = document.querySelector('qn-map') as MapView;
      const start = performance.now();
      element.points = given;
      await element.updateComplete;
      return performance.now() - start;
    }, points(10_000));
    const signs = page.locator('.map-sign');
    await expect.poll(() => signs.count()).toBeGreaterThan(3);
    await expect.poll(() => signs.count()).toBeLessThan(200);
    // No bench: a guard against work that grows with each point drawn (it takes some tens of milliseconds).
    expect(spent).toBeLessThan(2_000);
    for (let press = 0; press < 12 && (await page.locator('.map-sign.one').count()) === 0; press++) {
      await signs.nth(Math.floor((await signs.count()) / 2)).focus();
      await page.keyboard.press('Enter');
    }
    const one = page.locator('.map-sign.one').first();
    await expect.poll(() => one.getAttribute('aria-label')).toMatch(/^Phản ánh số \d+/);
    await keepPicture(page, 'map-many');
    await one.focus();
    await page.keyboard.press('Enter');
    expect((await heard()).at(-1)).toMatchObject({ type: 'open', detail: { id: expect.stringMatching(/^QN-\d+$/) } });
  });

  test('lists reports that stand on one spot, where no zoom takes them apart', async () => {
    const place = { lat: 15.57, lng: 108.47 };
    await openMap({
      points: [1, 2, 3].map((n) => ({ ...place, id: `A${n}`, label: `Đèn đường ${n}`, tone: 'late' as const })),
    });
    await page.getByRole('button', { name: '3 phản ánh' }).click();
    await page.getByRole('group', { name: '3 phản ánh ở cùng một chỗ' }).waitFor();
    await keepPicture(page, 'map-crowd');
    await page.getByRole('button', { name: 'Đèn đường 2' }).click();
    expect((await heard()).at(-1)).toEqual({ type: 'open', detail: { id: 'A2' } });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.map-crowd').count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('map-frame');
  });

  test('lets a wheel scroll the page, and zooms when Ctrl is held', async () => {
    await openMap({ points: points(5) });
    const scale = () => page.locator('.leaflet-control-scale-line').textContent();
    const before = await scale();
    const frame = (await map().boundingBox())!;
    await page.mouse.move(frame.x + 300, frame.y + 200);
    await page.mouse.wheel(0, -300);
    await page.getByText('Giữ phím Ctrl').waitFor();
    expect(await scale()).toBe(before);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect.poll(scale).not.toBe(before);
  });

  test('lets one finger scroll the page on a phone, and says that two move the map', async () => {
    await openMap({ points: points(5), pick: true }, 'phone');
    await page.evaluate(() => {
      document.querySelector('main')!.append(Object.assign(document.createElement('div'), { className: 'stage-tall' }));
      (document.querySelector('.stage-tall') as HTMLElement).style.height = '2000px';
    });
    const frame = (await map().boundingBox())!;
    await page.touchscreen.tap(frame.x + 150, frame.y + 200);
    await expect.poll(heard).toHaveLength(1);
    const cdp = await window.context.newCDPSession(page);
    const at = { x: frame.x + 60, y: frame.y + 330 };
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    for (let y = 20; y <= 160; y += 20) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ ...at, y: at.y - y }] });
    }
    await page.getByText('Dùng hai ngón tay').waitFor();
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
    expect(await heard()).toHaveLength(1);
  });

  test('is moved by two fingers on a phone, and the page stays', async () => {
    await openMap({ points: [{ id: 'A1', lat: 15.57, lng: 108.47, label: 'Đèn đường' }] }, 'phone');
    const sign = page.getByRole('button', { name: 'Đèn đường' });
    const before = (await sign.boundingBox())!;
    const frame = (await map().boundingBox())!;
    const cdp = await window.context.newCDPSession(page);
    const fingers = (moved: number) => [60, 140].map((x, id) => ({ id, x: frame.x + x, y: frame.y + 300 - moved }));
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(0) });
    for (let moved = 10; moved <= 80; moved += 10) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(moved) });
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await expect.poll(async () => before.y - (await sign.boundingBox())!.y).toBeGreaterThan(50);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await expect.poll(() => page.getByText('Dùng hai ngón tay').count()).toBe(0);
  });

  test('shows its points when it comes onto the screen after them', async () => {
    await openMap({});
    await page.evaluate((given) => {
      const element = document.querySelector('qn-map') as MapView;
      element.hidden = true;
      element.points = given;
    }, points(3));
    await page.evaluate(() => {
      document.querySelector('main')!.append(
        Object.assign(document.createElement('qn-map'), {
          label: 'Thứ hai',
          hidden: true,
          points: [{ id: 'B', lat: 15.9, lng: 108.3, label: 'Hội An' }],
        }),
      );
    });
    await page.locator('qn-map').nth(1).locator('.map-province').first().waitFor({ state: 'attached' });
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('qn-map')) element.hidden = false;
    });
    await page.getByRole('button', { name: 'Hội An' }).click({ trial: true });
    await page.locator('qn-map').first().locator('.map-sign').first().click({ trial: true });
  });

  test('keeps the view and the focus when a page draws the same things anew', async () => {
    await openMap({
      points: [{ id: 'A1', lat: 15.6, lng: 108.2, label: 'Đèn đường' }],
      here: { lat: 15.601, lng: 108.21 },
    });
    await page.getByRole('button', { name: 'Phóng to bản đồ' }).click();
    await page.locator('.map-sign').first().focus();
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const scale = await page.locator('.leaflet-control-scale-line').textContent();
    await page.evaluate(async () => {
      const element = document.querySelector('qn-map') as MapView;
      element.points = element.points.map((one) => ({ ...one }));
      element.here = { ...element.here! };
      await element.updateComplete;
    });
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(label);
    await expect.poll(() => page.locator('.leaflet-control-scale-line').textContent()).toBe(scale);
  });

  test('does not leave a pin for points that are elsewhere', async () => {
    await openMap({ pick: true, position: { lat: 15.5638, lng: 108.4822 } });
    await page.evaluate(async () => {
      const element = document.querySelector('qn-map') as MapView;
      element.points = [{ id: 'far', lat: 15.9, lng: 107.7, label: 'Xa' }];
      await element.updateComplete;
    });
    await pin().click({ trial: true });
  });

  test('lays the operator’s tiles over its lines, and shows names again where no tile comes', async () => {
    double.answers.set('GET /api/map', (_sent, response) =>
      json(response, 200, { tileUrl: '/api/files/{z}-{x}-{y}', attribution: '© Người vẽ' }),
    );
    await openMap({});
    await page.getByText('© Người vẽ').waitFor();
    await page.locator('img.leaflet-tile-loaded').first().waitFor();
    await expect.poll(() => page.locator('.map-name').count()).toBe(0);
  });
});
