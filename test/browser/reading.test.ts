/**
 * Reading without JavaScript, on the real parts: every published report is found, searched and read in a browser that
 * runs no script, and accessible there; where scripts run, the page takes over without a double or a blank.
 */
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { type Sender, Visitor } from '../house/people.ts';
import { walk } from '../house/walk.ts';
import { faultsOf } from './accessible.ts';
import { keepPicture, sizes } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();
let lamp: Sender;
let hidden: Sender;
let context: BrowserContext | undefined;

async function photo(): Promise<string> {
  const pixels = { width: 1200, height: 800, channels: 3 as const, background: { r: 96, g: 120, b: 110 } };
  const form = new FormData();
  form.set(
    'file',
    new Blob([new Uint8Array(await sharp({ create: pixels }).jpeg().toBuffer())], { type: 'image/jpeg' }),
    'a.jpg',
  );
  const answer = await fetch(`${product.house.url}/api/files`, { method: 'POST', body: form });
  return ((await answer.json()) as { id: string }).id;
}

beforeAll(async () => {
  const { house } = product;
  const visitor = new Visitor(house.url);
  lamp = await visitor.sends({ attachments: [await photo()] });
  await walk(house, lamp, 'publication');
  hidden = await visitor.sends({
    sender: { name: 'Lê Văn Kín', phone: '0905777666', address: '5 Trần Cao Vân' },
    hideIdentity: true,
    content: 'Nước giếng khoan có mùi lạ, nhiều hộ không dám dùng. <b>Mong sớm kiểm tra.</b>',
    place: { text: 'Thôn 3', district: 'phuninh', lat: 15.53, lng: 108.41 },
  });
  await walk(house, hidden, 'publication', {
    instead: {
      intake: { outcome: 'accepted', field: 'transport', district: 'phuninh' },
      handling: { outcome: 'done', result: 'Đã lấy mẫu, sẽ trả lời khi có kết quả.', resolution: 'answered' },
    },
  });
}, 120_000);

afterEach(async () => {
  await context?.close();
});

/** A window that runs no script. */
async function plain(size: keyof typeof sizes = 'desk'): Promise<Page> {
  context = await product.browser.newContext({
    javaScriptEnabled: false,
    baseURL: product.house.url,
    viewport: sizes[size],
    colorScheme: size === 'phone' ? 'dark' : 'light',
  });
  return context.newPage();
}

/** What axe finds. It is a script itself, so this window has scripts, but gets none of ours. */
async function faults(path: string): Promise<string[]> {
  context = await product.browser.newContext({ baseURL: product.house.url });
  const page = await context.newPage();
  await context.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await page.goto(path);
  const found = await faultsOf(page);
  await context.close();
  return found;
}

it('finds, searches and reads every published report without a script', async () => {
  const page = await plain();
  await page.goto('/p');
  await expect.poll(() => page.locator('#reading .published h2').count()).toBe(2);
  await keepPicture(page, 'reading-list', true);

  await page.getByLabel('Từ khóa').fill('nuoc gieng');
  await page.getByRole('button', { name: 'Tìm' }).click();
  await page.waitForURL(/q=nuoc/);
  await page.getByRole('link', { name: /Nước giếng khoan/ }).click();
  await page.getByRole('heading', { name: `Phản ánh ${hidden.code}` }).waitFor();
  const text = await page.locator('#reading main').textContent();
  expect(text).toContain('<b>Mong sớm kiểm tra.</b>');
  expect(text).toContain('Ông/bà');
  expect(text).toContain('Đã trả lời');
  expect(await page.content()).not.toMatch(/Lê Văn Kín|0905777666|Trần Cao Vân/);
});

it('shows a report with its picture and its reply on a phone without a script', async () => {
  const page = await plain('phone');
  await page.goto(`/p/${lamp.code}`);
  await page.getByText('Đã khắc phục').waitFor();
  const picture = page.getByRole('img', { name: 'Ảnh 1 của phản ánh' });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await keepPicture(page, 'reading-report-phone', true);
  const missing = await page.goto('/p/QN-26-0000-0000-0');
  expect(missing?.status()).toBe(404);
  await page.getByRole('heading', { name: 'Không có phản ánh này' }).waitFor();
});

it('tells the figures without a script, and they are those of the records', async () => {
  const page = await plain();
  await page.goto('/figures');
  const numbers = await page.locator('.big-numbers dd').allTextContents();
  expect(numbers).toEqual(['2', '2', '0', '0', '0']);
  await expect.poll(() => page.locator('.figure-parts').textContent()).toMatch(/Theo hạn ban đầu\s+100,0%\s+2 trên 2/);
  await keepPicture(page, 'reading-figures', true);
});

it('is accessible as the server writes it', async () => {
  for (const path of ['/p', '/p?q=khong-co', `/p/${lamp.code}`, `/p/${hidden.code}`, '/p/QN-1', '/figures']) {
    expect(`${path} ${await faults(path)}`).toBe(`${path} `);
  }
});

it('gives way to the page of the script, which has the same report once', async () => {
  const page = await product.open('desk');
  await page.goto(`/p/${lamp.code}`);
  await page.locator('#reading').waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('h1').allTextContents()).toEqual([`Phản ánh ${lamp.code}`]);
  await page.getByText('Đã khắc phục').waitFor();
  await page.getByRole('link', { name: 'Tất cả phản ánh đã trả lời' }).click();
  await page.locator('.published article').first().waitFor();
  await expect.poll(() => page.locator('h1').count()).toBe(1);
});

it('has the map under the policy of the real pages, with every published report on it', async () => {
  const page = await product.open('phone');
  await page.goto('/p?view=map');
  await page.getByText('2 phản ánh trên bản đồ').waitFor();
  await page.getByRole('button', { name: new RegExp(hidden.code) }).click();
  await page.locator('.chosen').getByText('Nước giếng khoan').waitFor();
  await keepPicture(page, 'published-map-phone', true);
  await page.locator('.chosen').getByRole('link').click();
  await page.getByRole('heading', { name: 'Vị trí trên bản đồ' }).waitFor();
  await page.locator('.map-sign').waitFor();
});

it('a feed is a file to the browser, not a page of ours', async () => {
  const page = await product.open('desk');
  await page.goto('/p');
  await page.locator('qn-published-page .published').waitFor();
  const [address] = await Promise.all([
    page.getByRole('link', { name: 'Nhận tin qua RSS' }).getAttribute('href'),
    page.locator('#reading').waitFor({ state: 'detached' }),
  ]);
  const feed = await (await fetch(product.house.url + address)).text();
  const count = await page.evaluate((xml) => {
    const read = new DOMParser().parseFromString(xml, 'application/xml');
    return read.querySelector('parsererror') ? -1 : read.querySelectorAll('channel > item > link').length;
  }, feed);
  expect(count).toBe(2);
});
