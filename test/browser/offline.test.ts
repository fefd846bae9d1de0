/**
 * Sending with a bad network, in a real browser on the real parts: no network at all, a network that breaks off in the
 * middle of a photo, an answer that is lost, two windows, reloads, and new pages that take over. Whatever happens, what
 * was written is still there, and there is exactly one report.
 */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildPages, pagesFolder } from '../../local/pages.ts';
import { House } from '../house/house.ts';
import { until } from '../house/until.ts';
import { keepPicture, openBrowser, openWindow, type Window } from './browser.ts';

let dist: string;
let house: House;
let browser: Browser;
const windows: Window[] = [];

beforeAll(async () => {
  await buildPages();
  // Pages of this house's own: one test puts a newer version in their place.
  dist = await mkdtemp(join(tmpdir(), 'pages-'));
  await cp(pagesFolder, dist, { recursive: true });
  [house, browser] = await Promise.all([House.open({ env: { WEB_DIST: dist } }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
  await rm(dist, { recursive: true, force: true });
});
afterEach(async () => {
  // Without a network a browser writes down each request that failed; nothing else may be there.
  const complaints = windows.flatMap((window) => window.complaints).filter((one) => !/net::ERR_/.test(one));
  for (const window of windows.splice(0)) await window.context.close();
  expect(complaints).toEqual([]);
});

async function open(): Promise<{ page: Page; context: BrowserContext }> {
  const window = await openWindow(browser, house.url, 'phone');
  windows.push(window);
  await window.page.goto('/');
  await window.page.getByLabel('Nội dung').waitFor();
  return window;
}

/** Waits until the service worker holds the pages, so that the network may go. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
}

/** A picture of so many pixels a side, which no encoder makes small. */
async function photo(side = 300): Promise<Buffer> {
  const noise = randomBytes(side * side * 3);
  return sharp(noise, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

const next = (page: Page) => page.getByRole('button', { name: 'Tiếp tục' }).click();

async function choose(page: Page, buffer: Buffer, name = 'o-ga.jpg'): Promise<void> {
  await page.setInputFiles('#files', [{ name, mimeType: 'image/jpeg', buffer }]);
}

/** From the first step to the last. */
async function fillIn(page: Page, content: string): Promise<void> {
  await page.getByLabel('Nội dung').fill(content);
  await next(page);
  await page.getByLabel('Địa điểm').fill('Chợ Tam Kỳ');
  await next(page);
  await page.getByLabel('Họ và tên').fill('Nguyễn Văn Nam');
  await page.getByLabel('Số điện thoại').fill('0905 123 456');
  await next(page);
  await page.getByRole('heading', { name: 'Xem lại và gửi' }).waitFor();
}

const send = (page: Page) => page.getByRole('button', { name: 'Gửi phản ánh' }).click();

/** Sends without a pointer: a page that changes under it would take the click for whatever has come to that place. */
const submit = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLFormElement>('main form')?.requestSubmit());

/** The reports with this content, as the store has them. */
async function stored(content: string): Promise<{ _id: string; attachments: string[] }[]> {
  const client = await house.database();
  try {
    return (await client.db().collection('reports').find({ content }).toArray()) as never;
  } finally {
    await client.close();
  }
}

const one = (content: string) =>
  until(async () => (await stored(content))[0], `the report “${content}”`).then(async () => {
    const all = await stored(content);
    expect(all.length).toBe(1);
    return all[0]!;
  });

describe('without a network', () => {
  it('a report is written, kept with its photo, and sent once when there is one', async () => {
    const { page, context } = await open();
    await installed(page);
    await context.setOffline(true);
    await page.reload();
    const content = 'Ổ gà ở nơi không có sóng.';
    await choose(page, await photo());
    await page.getByText('Giữ trên máy, sẽ gửi khi có mạng').waitFor();
    await fillIn(page, content);
    await send(page);
    await page.getByRole('heading', { name: 'Chờ mạng để gửi' }).waitFor();
    await page.getByText('Chưa gửi: máy đang không có mạng.').waitFor();
    await keepPicture(page, 'send-offline-waiting', true);
    await page.reload();
    await page.locator('.words', { hasText: content }).waitFor();
    expect(await stored(content)).toEqual([]);
    await context.setOffline(false);
    await page.getByText(/Đã gửi, mã QN-/).waitFor();
    await keepPicture(page, 'send-offline-sent', true);
    const report = await one(content);
    expect(report.attachments.length).toBe(1);
    await page.getByRole('link', { name: 'Theo dõi phản ánh' }).click();
    await page.getByRole('heading', { name: report._id }).or(page.getByText(report._id)).first().waitFor();
  });

  it('a report that waits can be changed or given up, and several can wait', async () => {
    const { page, context } = await open();
    await installed(page);
    await context.setOffline(true);
    for (const content of ['Cây đổ một.', 'Cây đổ hai.', 'Cây đổ ba.']) {
      await page.goto('/');
      await fillIn(page, content);
      await send(page);
      await page.getByRole('heading', { name: 'Chờ mạng để gửi' }).waitFor();
    }
    await page.goto('/');
    await page.getByText('Chờ mạng để gửi (3)').waitFor();
    await page.getByRole('link', { name: 'Xem, sửa' }).click();
    await keepPicture(page, 'send-offline-several', true);
    await page.getByRole('button', { name: /^Không gửi nữa ?: Cây đổ một/ }).click();
    await page.locator('dialog').getByRole('button', { name: 'Không gửi nữa' }).click();
    await expect.poll(() => page.locator('.queue li').count()).toBe(2);
    await page.getByRole('button', { name: /^Sửa ?: Cây đổ hai/ }).click();
    await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe('Cây đổ hai.');
    await page.getByLabel('Nội dung').fill('Cây đổ hai, chắn đường.');
    for (let step = 0; step < 3; step++) await next(page);
    await send(page);
    await page.locator('.words', { hasText: 'Cây đổ hai, chắn đường.' }).waitFor();
    await context.setOffline(false);
    await one('Cây đổ ba.');
    await one('Cây đổ hai, chắn đường.');
    expect([...(await stored('Cây đổ một.')), ...(await stored('Cây đổ hai.'))]).toEqual([]);
  });

  it('the service worker sends it when the browser says that there is a network, with no page open', async () => {
    const { page, context } = await open();
    await installed(page);
    const content = 'Cống hở, gửi khi trang đã đóng.';
    await context.setOffline(true);
    await choose(page, await photo());
    await fillIn(page, content);
    await send(page);
    await page.getByRole('heading', { name: 'Chờ mạng để gửi' }).waitFor();
    const wake = await wakeUp(context, page);
    await page.goto('about:blank');
    await context.setOffline(false);
    // A browser tells again what has failed: the worker may hear of the network a moment later than the page did.
    const told = async () => {
      await wake();
      return (await stored(content)).length;
    };
    await expect.poll(told, { timeout: 15_000, interval: 500 }).toBe(1);
    expect((await one(content)).attachments.length).toBe(1);
    // Its receipt is there when a page is opened again.
    await page.goto(house.url);
    await page.getByText(/Đã gửi, mã QN-/).waitFor();
  });
});

/** Makes the browser tell the service worker that there is a network, as it does for a background sync. */
async function wakeUp(context: BrowserContext, page: Page): Promise<() => Promise<void>> {
  const session = await context.newCDPSession(page);
  const registration = new Promise<string>((done) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find((each) => each.scopeURL.startsWith(house.url));
      if (found) done(found.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await registration;
  return async () => {
    await session.send('ServiceWorker.dispatchSyncEvent', {
      origin: house.url,
      registrationId,
      tag: 'outbox',
      lastChance: false,
    });
  };
}

describe('a network that breaks off', () => {
  it('in the middle of a photo: the upload goes on where it stopped, also after a reload', async () => {
    const { page, context } = await open();
    const content = 'Rác tràn ra đường, ảnh lớn.';
    const picture = await photo(1_100);
    expect(picture.length).toBeGreaterThan(800_000);
    let pieces = 0;
    await context.route('**/api/files/*', async (route) => {
      if (route.request().method() === 'PATCH' && ++pieces > 1) await route.abort('connectionreset');
      else await route.continue();
    });
    await choose(page, picture);
    await until(async () => pieces >= 2, 'the upload to break off');
    await context.unroute('**/api/files/*');
    const offsets: number[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
    });
    await page.reload();
    await page.getByText('Đã tải lên').waitFor();
    expect(offsets[0]).toBeGreaterThan(0);
    await fillIn(page, content);
    await send(page);
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    const client = await house.database();
    const begun = await client.db().collection('uploads').countDocuments({ length: picture.length });
    await client.close();
    expect(begun).toBe(1);
    expect((await one(content)).attachments.length).toBe(1);
  });

  it('slow as it is: while one report is being sent, its sender writes the next', async () => {
    const { page, context } = await open();
    const first = 'Mạng chậm, phản ánh thứ nhất.';
    const second = 'Mạng chậm, phản ánh thứ hai.';
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    await context.route('**/api/reports', async (route) => {
      if (route.request().postData()?.includes(first)) await held;
      await route.continue();
    });
    await fillIn(page, first);
    await send(page);
    await page.getByRole('heading', { name: 'Đang gửi phản ánh' }).waitFor();
    await keepPicture(page, 'send-going', true);
    await page.getByRole('link', { name: 'Viết phản ánh khác' }).click();
    await page.getByLabel('Nội dung').fill(second);
    letGo();
    await page.getByText(/Đã gửi, mã QN-/).waitFor();
    await one(first);
    await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe(second);
    await fillIn(page, second);
    await send(page);
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    await one(second);
  });

  it('before the answer: the report is asked for again and is one', async () => {
    const { page, context } = await open();
    const content = 'Đèn đường tắt, trả lời bị mất.';
    let lost = 0;
    await context.route('**/api/reports', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    await fillIn(page, content);
    await send(page);
    await page.getByText('Chưa biết đã tới nơi chưa').waitFor();
    await keepPicture(page, 'send-unknown', true);
    await page.reload();
    await page.getByText(/Đã gửi, mã QN-/).waitFor();
    await one(content);
  });
});

describe('two windows', () => {
  it('that send the same draft send one report', async () => {
    const { page, context } = await open();
    const content = 'Biển báo gãy, hai cửa sổ.';
    await fillIn(page, content);
    const other = await context.newPage();
    await other.goto('/?step=check');
    await other.getByRole('heading', { name: 'Xem lại và gửi' }).waitFor();
    await Promise.all([submit(page), submit(other)]);
    await page
      .getByText(/Đã nhận phản ánh của bạn|Đã gửi, mã QN-/)
      .first()
      .waitFor();
    await one(content);
  });

  it('on the same draft both tell what became of it, whichever sent it', async () => {
    const { page, context } = await open();
    const content = 'Cống nghẹt, cửa sổ kia gửi.';
    await fillIn(page, content);
    const other = await context.newPage();
    await other.goto('/?step=check');
    await other.getByRole('heading', { name: 'Xem lại và gửi' }).waitFor();
    await send(other);
    for (const window of [other, page])
      await window.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    await one(content);
  });

  it('that are both there when the network comes back send one report', async () => {
    const { page, context } = await open();
    await installed(page);
    const content = 'Nước đọng, hai cửa sổ chờ mạng.';
    await context.setOffline(true);
    await fillIn(page, content);
    await send(page);
    await page.getByRole('heading', { name: 'Chờ mạng để gửi' }).waitFor();
    const other = await context.newPage();
    await other.goto('/?step=waiting');
    await other.locator('.words', { hasText: content }).waitFor();
    await context.setOffline(false);
    await Promise.all([page, other].map((each) => each.getByText(/Đã gửi, mã QN-/).waitFor()));
    await one(content);
  });
});

/** What a bad network, a low battery and impatience do, in an order that the seed decides. */
async function mishaps(page: Page, context: BrowserContext, random: () => number): Promise<void> {
  const acts: (() => Promise<unknown>)[] = [
    () => context.setOffline(true),
    () => context.setOffline(false),
    () => page.reload(),
    () => page.evaluate(() => dispatchEvent(new Event('online'))),
    () => page.goto('about:blank').then(() => page.goto(`${house.url}/?step=waiting`)),
    async () => {
      const other = await context.newPage();
      await other.goto(`${house.url}/`).catch(() => {});
      await other.close();
    },
    () => page.getByRole('button', { name: 'Gửi ngay' }).click({ timeout: 200 }),
  ];
  for (let n = 0; n < 6; n++) {
    // A page that is not there, or a button that is not shown, is part of it.
    await acts[Math.floor(random() * acts.length)]!().catch(() => {});
  }
}

it.each([1, 2, 3, 4, 5, 6])('whatever happens on the way (%i), there is one report, with its photo', async (seed) => {
  let state = seed * 7_919;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const { page, context } = await open();
  await installed(page);
  const content = `Nắp cống vỡ, lần thử ${seed}.`;
  await choose(page, await photo());
  await fillIn(page, content);
  // Requests of the page are broken off at random, before they leave or after they were answered.
  await context.route('**/api/**', async (route) => {
    const luck = random();
    if (luck < 0.25) return route.abort('connectionreset');
    if (luck < 0.5) {
      await route.fetch().catch(() => {});
      return route.abort('connectionreset');
    }
    return route.continue();
  });
  await send(page);
  // Before the device has taken it over it is a draft, which a reload leaves a draft.
  await expect.poll(() => page.evaluate(() => localStorage.getItem('qn.draft') ?? '')).not.toContain(content);
  await mishaps(page, context, random);
  await context.unroute('**/api/**');
  await context.setOffline(false);
  await page.goto(`${house.url}/?step=waiting`);
  const report = await one(content);
  expect(report.attachments.length).toBe(1);
  await page.goto(`${house.url}/follow`);
  await page.getByText(report._id).first().waitFor();
  await page.goto(`${house.url}/?step=waiting`);
  await expect.poll(() => page.locator('.queue li').count()).toBe(0);
  expect((await stored(content)).length).toBe(1);
});

it('a reload in each step keeps what was written, and the back button leads through the steps', async () => {
  const { page } = await open();
  await choose(page, await photo(), 'anh.jpg');
  await page.getByText('Đã tải lên').waitFor();
  await page.getByLabel('Nội dung').fill('Lan can hỏng.');
  await page.reload();
  await page.getByRole('img', { name: 'anh.jpg' }).waitFor();
  await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe('Lan can hỏng.');
  await next(page);
  await page.getByLabel('Địa điểm').fill('Cầu Kỳ Phú');
  await page.getByLabel('Huyện, thị xã, thành phố').selectOption('tamky');
  await page.reload();
  await expect.poll(() => page.getByLabel('Địa điểm').inputValue()).toBe('Cầu Kỳ Phú');
  await expect.poll(() => page.getByLabel('Huyện, thị xã, thành phố').inputValue()).toBe('tamky');
  await next(page);
  await page.getByLabel('Họ và tên').fill('Lê Thị Hoa');
  await page.getByLabel('Số điện thoại').fill('0905 111 222');
  await page.getByText('Không hiện tên và địa chỉ của tôi').click();
  await page.reload();
  await expect.poll(() => page.getByLabel('Không hiện tên và địa chỉ của tôi').isChecked()).toBe(true);
  await next(page);
  await page.reload();
  await page.getByText('Lan can hỏng.').waitFor();
  for (const heading of ['Ai gửi phản ánh này?', 'Việc xảy ra ở đâu?', 'Bạn muốn phản ánh điều gì?']) {
    await page.goBack();
    await page.getByRole('heading', { name: heading }).waitFor();
  }
  await page.goForward();
  await expect.poll(() => page.getByLabel('Địa điểm').inputValue()).toBe('Cầu Kỳ Phú');
});

it('only the portal’s own pages are kept: nothing of the API, nothing of the staff’s', async () => {
  const { page, context } = await open();
  await installed(page);
  await page.goto('/p');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(caches_.map((cache) => cache.keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
  });
  expect(kept).toContain('/');
  expect(
    kept.filter((path) => /^\/api|task|staff|watch|leaders|statistics|studio|admin|account|login|gallery/.test(path)),
  ).toEqual([]);
  await context.setOffline(true);
  await page.goto('/follow');
  await page.getByRole('heading', { name: 'Theo dõi phản ánh' }).waitFor();
  await expect(page.goto('/tasks')).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
});

it('new pages take over from old ones: the worker changes, the old cache goes, the next move loads them', async () => {
  const { page } = await open();
  await installed(page);
  const before = await page.evaluate(() => caches.keys());
  // The next version differs in what it keeps, as after a build.
  const worker = join(dist, 'sw.js');
  const newer = (await readFile(worker, 'utf8')).replaceAll(before[0]!.slice('qn.pages.'.length), 'another-version');
  await writeFile(worker, newer);
  await writeFile(`${worker}.br`, brotliCompressSync(newer));
  await writeFile(`${worker}.gz`, gzipSync(newer));
  await page.getByLabel('Nội dung').fill('Đang viết thì có bản mới.');
  await page.evaluate(async () => {
    const changed = new Promise((done) =>
      navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
    );
    await (await navigator.serviceWorker.getRegistration())?.update();
    await changed;
  });
  await until(async () => {
    const names = await page.evaluate(() => caches.keys());
    return names.length === 1 && names[0] === 'qn.pages.another-version';
  }, 'the old cache to go');
  const loaded = page.waitForEvent('load');
  await next(page);
  await loaded;
  await page.getByRole('heading', { name: 'Việc xảy ra ở đâu?' }).waitFor();
  await page.goBack();
  await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe('Đang viết thì có bản mới.');
});
