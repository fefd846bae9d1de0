/**
 * The pages in a real browser against this room's double of the server (testing/): the deeds where a screen can go wrong.
 * Every page in both languages with axe: test/browser/walk.ts; whole journeys on real parts: test/.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAccessible as pageIsAccessible } from '../test/browser/accessible.ts';
import { sizes } from '../test/browser/browser.ts';
import { overDouble } from '../test/browser/over-double.ts';
import { findPage, pages } from './shell/pages.ts';
import * as canned from './testing/answers.ts';
import { type Double, json, rightToken } from './testing/double.ts';
import { routes } from './testing/routes.ts';
import { duty, officer, visits } from './testing/visits.ts';

let browser: Browser;
let double: Double;
let context: BrowserContext;
let page: Page;
let complaints: string[] = [];

overDouble((opened) => {
  ({ browser, double } = opened);
});

async function open(options: Parameters<Browser['newContext']>[0] = {}, language = 'vi'): Promise<void> {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce', ...options });
  await context.addInitScript((given) => {
    localStorage.setItem('qn.language', localStorage.getItem('qn.language') ?? given);
  }, language);
  page = await context.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(double.url)) complaints.push(request.url());
  });
}

beforeEach(() => double.reset());
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

/** No violation as the page stands now. */
const isAccessible = (): Promise<void> => pageIsAccessible(page);

test('every page of the table has a row here', () => {
  const walked = visits.map(([path]) => findPage(path.split(/[?#]/)[0]!).entry.tag);
  expect(pages.filter((entry) => !walked.includes(entry.tag)).map((entry) => entry.tag)).toEqual([]);
});

describe('the page of elements', () => {
  test('opens its dialogs and messages, accessible and with the focus back where it was', async () => {
    await open();
    await page.goto(`${double.url}/elements`);
    const confirm = page.getByRole('button', { name: 'Hỏi trước khi làm' });
    await page.getByRole('button', { name: 'Hiện lời báo' }).click();
    await confirm.click();
    await page.locator('dialog[open] .primary').waitFor();
    await page.locator('.toast').waitFor();
    await isAccessible();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => confirm.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test('takes the scheme that was chosen, and gives it back on leaving', async () => {
    await open({ colorScheme: 'light' });
    await page.goto(`${double.url}/elements`);
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.getByRole('link', { name: 'Tối', exact: true }).click();
    await page.waitForURL('**/elements?scheme=dark');
    await expect.poll(paper).not.toBe(light);
    await page.goBack();
    await expect.poll(paper).toBe(light);
  });

  test('shows a picture that could not be read as such, and reads it again when pressed', async () => {
    await open();
    await page.goto(`${double.url}/r/${canned.report.code}#${rightToken}`);
    await page.locator('.pictures img').first().waitFor();
    double.answers.set('GET /api/files/pic0000000000000001', (_sent, response) =>
      json(response, 503, { type: 'about:blank', title: 'x', status: 503 }),
    );
    await page.reload();
    const failed = page.getByRole('button', { name: 'Không mở được tệp này' });
    await failed.waitFor();
    double.answers.clear();
    await failed.click();
    await expect.poll(() => page.locator('.pictures img').count()).toBe(2);
  });
});

test('the portal’s first load is at most 100 kB with fonts and styles, and loads no bpmn.io part', async () => {
  await open();
  await page.goto(double.url);
  await page.locator('form').waitFor();
  await page.evaluate(() => document.fonts.ready);
  const loaded = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => {
      const one = entry as PerformanceResourceTiming;
      return { name: one.name, size: one.encodedBodySize };
    }),
  );
  expect(loaded.filter((one) => one.name.endsWith('.woff2')).length).toBe(2);
  expect(loaded.filter((one) => /watch|task|diagram|form/.test(one.name))).toEqual([]);
  expect(loaded.reduce((sum, one) => sum + one.size, 0)).toBeLessThanOrEqual(100_000);
});

describe('sending a report', () => {
  async function fillIn(): Promise<void> {
    await page.goto(double.url);
    await page.getByLabel('Nội dung').fill('Ổ gà sâu trước chợ Tam Kỳ.');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByLabel('Địa điểm').fill('Chợ Tam Kỳ');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByLabel('Họ và tên').fill('Nguyễn Văn Nam');
    await page.getByLabel('Số điện thoại').fill('0905 123 456');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('heading', { name: 'Xem lại và gửi' }).waitFor();
  }
  const problem = (status: number) => ({ type: 'about:blank', title: 'x', status });
  const routeOf = (method: string, path: string) => routes.find((one) => one[0] === method && one[1].test(path))![2];
  const posts = () => double.sent.filter((one) => one.path === '/api/reports');

  test.each(['vi', 'en'])(
    'is accessible in each step, while it waits and when it is sent, from 320 px (%s)',
    async (language) => {
      const isRight = async () => {
        await isAccessible();
        await page.setViewportSize({ width: 320, height: 640 });
        await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
        await page.setViewportSize(sizes.phone);
      };
      await open({}, language);
      await page.goto(double.url);
      await page.setInputFiles('#files', [{ name: 'o-ga.png', mimeType: 'image/png', buffer: Buffer.from('x') }]);
      await page.locator('.photos img').waitFor();
      await page.locator('#content').fill('Ổ gà sâu trước chợ Tam Kỳ.');
      await isRight();
      const submit = page.locator('button[type=submit]');
      await submit.click();
      await page.locator('#error-summary, #place').first().waitFor();
      await isRight();
      await page.locator('#place').fill('Chợ Tam Kỳ');
      await submit.click();
      await page.locator('#name').waitFor();
      await submit.click();
      await page.locator('#error-summary').waitFor();
      await isRight();
      await page.locator('#name').fill('Nguyễn Văn Nam');
      await page.locator('#phone').fill('0905 123 456');
      await submit.click();
      await page.locator('.answers').waitFor();
      await isRight();
      double.answers.set('POST /api/reports', (_sent, response) => json(response, 503, problem(503)));
      await submit.click();
      await page.locator('.queue li').waitFor();
      await isRight();
      double.answers.clear();
      await page.locator('.queue li button').last().click();
      await page.locator('.queue .notice.done').waitFor();
      await isRight();
      await page.goto(double.url);
      await page.locator('#content').fill('Đèn đường tắt.');
      await submit.click();
      await page.locator('#place').fill('Cầu Kỳ Phú');
      await submit.click();
      await page.locator('#name').waitFor();
      await submit.click();
      await page.locator('.answers').waitFor();
      await submit.click();
      await page.locator('.qr').waitFor();
      await isRight();
    },
  );

  test('takes over what an earlier version of the page had kept', async () => {
    await open();
    await context.addInitScript(() => {
      if (localStorage.getItem('qn.seen')) return;
      localStorage.setItem('qn.seen', '1');
      localStorage.setItem(
        'qn.attempt',
        JSON.stringify({ key: '0d9c0e0a-5d4e-4b7e-8b52-2f7a2f6a3a11', body: { content: 'Cũ' } }),
      );
      localStorage.setItem(
        'qn.draft',
        JSON.stringify({
          content: 'Cũ',
          name: 'Nam',
          files: [{ id: 'f'.repeat(20), name: 'a.jpg', type: 'image/jpeg', size: 5 }],
        }),
      );
    });
    await page.goto(double.url);
    await page.getByText(`Đã gửi, mã ${canned.report.code}`).waitFor();
    expect(posts().map((one) => [one.headers['idempotency-key'], JSON.parse(one.body)])).toEqual([
      ['0d9c0e0a-5d4e-4b7e-8b52-2f7a2f6a3a11', { content: 'Cũ' }],
    ]);
    await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe('');
  });

  test('goes from a browser that keeps nothing and locks nothing, and says so before', async () => {
    await open();
    await context.addInitScript(() => {
      for (const [owner, name] of [
        [globalThis, 'indexedDB'],
        [navigator, 'locks'],
        [crypto, 'randomUUID'],
      ] as const)
        Object.defineProperty(owner, name, { value: undefined });
    });
    await page.goto(double.url);
    await page.getByText('Trình duyệt này không lưu bản nháp').waitFor();
    await page.setInputFiles('#files', [{ name: 'o-ga.png', mimeType: 'image/png', buffer: Buffer.from('x') }]);
    await page.getByText('Đã tải lên').waitFor();
    await page.getByLabel('Nội dung').fill('Ổ gà sâu trước chợ Tam Kỳ.');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByLabel('Địa điểm').fill('Chợ Tam Kỳ');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByLabel('Họ và tên').fill('Nguyễn Văn Nam');
    await page.getByLabel('Số điện thoại').fill('0905 123 456');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    expect(posts().map((one) => JSON.parse(one.body).attachments)).toEqual([['pic0000000000000003']]);
  });

  test('uploads a photo anew when the server no longer has it, and still sends one report', async () => {
    await open();
    await page.goto(double.url);
    await page.setInputFiles('#files', [{ name: 'o-ga.png', mimeType: 'image/png', buffer: Buffer.from('x') }]);
    await page.getByText('Đã tải lên').waitFor();
    const stale = { ...problem(422), errors: [{ pointer: '/attachments', code: 'unknown-code' }] };
    let refused = 0;
    double.answers.set('POST /api/reports', (sent, response) => {
      if (refused++ === 0) json(response, 422, stale);
      else routeOf('POST', '/api/reports')(sent, response, double);
    });
    await fillIn();
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    expect(double.sent.filter((one) => one.method === 'POST' && one.path === '/api/files').length).toBe(2);
    expect(posts().length).toBe(2);
  });

  test('brings a photo that the server does not take back to its sender', async () => {
    await open();
    double.answers.set('PATCH /api/files/pic0000000000000003', (_sent, response) =>
      json(response, 422, { ...problem(422), errors: [{ pointer: '/file', code: 'format' }] }),
    );
    await page.goto(double.url);
    await page.setInputFiles('#files', [{ name: 'o-ga.png', mimeType: 'image/png', buffer: Buffer.from('x') }]);
    await page.locator('.photos .error-text').waitFor();
    await fillIn();
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.locator('#error-summary').waitFor();
    expect(posts()).toEqual([]);
    await page.getByRole('button', { name: 'Bỏ o-ga.png' }).click();
    for (let step = 0; step < 3; step++) {
      await page.getByRole('button', { name: 'Tiếp tục' }).click();
      await page.getByText(`Bước ${step + 2} / 4`).waitFor();
    }
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
  });

  test('asks for what is missing, at the top and at the field, and moves focus there', async () => {
    await open();
    await page.goto(double.url);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.locator('#error-summary:focus').waitFor();
    await page.locator('#error-summary a').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    await expect.poll(() => page.locator('#content').getAttribute('aria-invalid')).toBe('true');
  });

  test('goes by keyboard alone', async () => {
    await open();
    await page.goto(double.url);
    await page.locator('#content').focus();
    await page.keyboard.type('Rác thải sau chợ.');
    for (let i = 0; i < 5; i++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === 'Tiếp tục') break;
    }
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: 'Việc xảy ra ở đâu?' }).waitFor();
  });

  test('goes the whole way without a mouse', async () => {
    await open({ viewport: sizes.desk });
    await page.goto(double.url);
    /** Tab after Tab until what is asked for has the focus, as a person does who looks for it. */
    const tabTo = async (selector: string) => {
      for (let n = 0; n < 40; n++) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`No way by keyboard to ${selector}`);
    };
    await page.locator('#content').waitFor();
    await tabTo('#content');
    await page.keyboard.type('Rác thải sau chợ.');
    await tabTo('button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: 'Việc xảy ra ở đâu?' }).waitFor();
    await tabTo('#place');
    await page.keyboard.type('Chợ Tam Kỳ');
    await tabTo('#district');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await tabTo('button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('#name').waitFor();
    await tabTo('#name');
    await page.keyboard.type('Nguyễn Văn Nam');
    await tabTo('#phone');
    await page.keyboard.type('0905 123 456');
    await tabTo('#hideIdentity');
    await page.keyboard.press('Space');
    await tabTo('button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: 'Xem lại và gửi' }).waitFor();
    await tabTo('button[type=submit]');
    await page.keyboard.press('Enter');
    await page.locator('h1:focus', { hasText: 'Đã nhận phản ánh của bạn' }).waitFor();
    expect(JSON.parse(posts()[0]!.body)).toMatchObject({ place: { district: 'hoian' }, hideIdentity: true });
  });

  test('keeps the draft over a reload', async () => {
    await open();
    await page.goto(double.url);
    await page.getByLabel('Nội dung').fill('Đèn đường hỏng');
    await page.reload();
    await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe('Đèn đường hỏng');
  });

  test('is not doubled when the answer gets lost: the same body goes again with the same key', async () => {
    await open();
    await fillIn();
    double.answers.set('POST /api/reports', (_sent, response) => response.destroy());
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByText('Chưa biết đã tới nơi chưa').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Không gửi nữa' }).count()).toBe(0);
    double.answers.clear();
    await page.reload();
    await page.getByText(`Đã gửi, mã ${canned.report.code}`).waitFor();
    expect(posts().length).toBeGreaterThan(1);
    expect(new Set(posts().map((one) => `${one.headers['idempotency-key']} ${one.body}`)).size).toBe(1);
    await page.getByRole('link', { name: 'Theo dõi phản ánh' }).click();
    await page.locator('.way').waitFor();
  });

  test('shows the private link, and leaves an empty form for the next report of the same sender', async () => {
    await open();
    await fillIn();
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    await expect
      .poll(() => page.locator('#private-link').inputValue())
      .toBe(`${double.url}/r/${canned.report.code}#${rightToken}`);
    await page.getByRole('button', { name: 'Gửi phản ánh khác' }).click();
    await expect.poll(() => page.getByLabel('Nội dung').inputValue()).toBe('');
    const draft = () => page.evaluate(() => JSON.parse(localStorage.getItem('qn.draft') ?? '{}'));
    await expect.poll(draft).toMatchObject({ name: 'Nguyễn Văn Nam', content: '', place: '' });
  });

  test('waits when the server is busy, and goes when it is not', async () => {
    await open();
    await fillIn();
    double.answers.set('POST /api/reports', (_sent, response) => json(response, 503, problem(503)));
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByRole('heading', { name: 'Chờ mạng để gửi' }).waitFor();
    double.answers.clear();
    await page.getByRole('button', { name: 'Gửi ngay' }).click();
    await page.getByText(`Đã gửi, mã ${canned.report.code}`).waitFor();
    expect(new Set(posts().map((one) => one.headers['idempotency-key'])).size).toBe(1);
  });

  test('shows what the server refuses at its field, and the next attempt has a new key', async () => {
    await open();
    await fillIn();
    double.answers.set('POST /api/reports', (_sent, response) =>
      json(response, 422, {
        type: 'about:blank',
        title: 'x',
        status: 422,
        errors: [{ pointer: '/sender/phone', detail: 'Số này không gọi được' }],
      }),
    );
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.locator('#phone-error', { hasText: 'Số này không gọi được' }).waitFor();
    double.answers.clear();
    await page.getByLabel('Số điện thoại').fill('0905 123 457');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
    expect(new Set(posts().map((one) => one.headers['idempotency-key'])).size).toBe(2);
  });

  test('takes a picture with progress and refuses a file that nobody could see', async () => {
    await open();
    await page.goto(double.url);
    await page.setInputFiles('#files', [
      { name: 'o-ga.png', mimeType: 'image/png', buffer: Buffer.from('x') },
      { name: 'anh.gif', mimeType: 'image/gif', buffer: Buffer.from('x') },
    ]);
    await page.getByText('Đã tải lên').waitFor();
    await page.getByText('Chỉ nhận ảnh JPEG, PNG, WebP và video MP4').waitFor();
    expect(double.sent.filter((one) => one.path === '/api/files').length).toBe(1);
    await page.reload();
    await page.getByRole('img', { name: 'o-ga.png' }).waitFor();
    await page.getByRole('button', { name: 'Bỏ o-ga.png' }).click();
    await expect.poll(() => page.locator('.photos li').count()).toBe(0);
  });
});

describe('reading published reports', () => {
  const asked = (path: string) =>
    double.sent.filter((one) => one.path.startsWith(path)).map((one) => new URL(one.path, double.url).searchParams);

  test('filters stand in the address and go to the server, days as the whole of them', async () => {
    await open();
    await page.goto(`${double.url}/p`);
    await page.locator('.published').waitFor();
    await page.getByLabel('Từ khóa').fill('rác thải');
    await page.getByText('Thêm điều kiện').click();
    await page.getByLabel('Trả lời từ ngày').fill('2025-12-01');
    await page.getByLabel('Kết quả').selectOption('fixed');
    await page.waitForURL(/resolution=fixed/);
    await page.getByLabel('Từ khóa').press('Enter');
    await expect.poll(() => asked('/api/published').at(-1)?.get('q')).toBe('rác thải');
    const last = asked('/api/published').at(-1)!;
    expect([last.get('resolution'), last.get('from')]).toEqual(['fixed', '2025-12-01T00:00:00+07:00']);
    await page.reload();
    await expect.poll(() => page.getByLabel('Từ khóa').inputValue()).toBe('rác thải');
    await page.getByRole('link', { name: 'Bỏ điều kiện' }).first().click();
    await page.waitForURL(/\/p$/);
  });

  test('a point of the map leads to its report, and closing it leads back to the map', async () => {
    await open();
    await page.goto(`${double.url}/p`);
    await page.getByRole('link', { name: 'Bản đồ' }).click();
    expect(page.url()).toBe(`${double.url}/p?view=map`);
    await page.getByText('1 phản ánh khác không có tọa độ').waitFor();
    await page.getByRole('button', { name: /QN-251222-AB12/ }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.chosen a:focus').waitFor();
    await page.locator('.chosen').getByRole('button', { name: 'Đóng' }).click();
    await page.locator('.map-frame:focus').waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('.chosen').count()).toBe(0);
  });

  test('near me asks the device, and puts no more than 100 m of where one is into the address', async () => {
    await open({ permissions: ['geolocation'], geolocation: { latitude: 15.573849, longitude: 108.474621 } });
    await page.goto(`${double.url}/p?field=transport`);
    await page.getByRole('button', { name: 'Gần tôi' }).click();
    await page.getByText('Trong vòng 2 km quanh vị trí của bạn').waitFor();
    expect(new URL(page.url()).searchParams.get('near')).toBe('15.574,108.475,2000');
    expect(asked('/api/published').at(-1)?.get('field')).toBe('transport');
    await page.getByRole('button', { name: 'Bỏ vị trí' }).click();
    await page.waitForURL(/\/p\?field=transport$/);
  });

  test('near me says what to do where the device does not tell', async () => {
    await open({ permissions: [] });
    await page.goto(`${double.url}/p`);
    await page.getByRole('button', { name: 'Gần tôi' }).click();
    await page.getByText('Không biết bạn đang ở đâu').waitFor();
  });

  test('more of the list is added to it, and a failure of that leaves what is there', async () => {
    await open();
    double.answers.set('GET /api/published', (sent, response) =>
      sent.path.includes('after=')
        ? json(response, 503, { type: 'about:blank', title: 'x', status: 503 })
        : json(response, 200, { items: canned.published.slice(0, 2), next: 'tiep' }),
    );
    await page.goto(`${double.url}/p`);
    await page.getByRole('button', { name: 'Xem thêm' }).click();
    await page.getByText('Không tải thêm được').waitFor();
    double.answers.set('GET /api/published', (_sent, response) =>
      json(response, 200, { items: canned.published.slice(2), next: null }),
    );
    await page.getByRole('button', { name: 'Xem thêm' }).click();
    await expect.poll(() => page.locator('.published li').count()).toBe(3);
    expect(asked('/api/published').at(-1)?.get('after')).toBe('tiep');
  });

  test('fixed, answered and cannot be fixed are three words and three pictures', async () => {
    await open();
    await page.goto(`${double.url}/p`);
    const marks = page.locator('.published .resolution');
    await marks.first().waitFor();
    await expect.poll(() => marks.allTextContents()).toEqual(['Đã khắc phục', 'Không khắc phục được', 'Đã trả lời']);
    const drawings = await marks.locator('svg').evaluateAll((all) => all.map((one) => one.innerHTML));
    expect(new Set(drawings).size).toBe(3);
  });

  test('the figures say both ways of being in time, and of how many', async () => {
    await open();
    await page.goto(`${double.url}/figures`);
    await page.getByText('Theo hạn ban đầu').waitFor();
    const text = (await page.locator('.figure-parts').textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain('51,0% 561 trên 1.100');
    expect(text).toContain('92,7% 1.020 trên 1.100');
    expect(text).toContain('330 người đã đánh giá, bằng 29,9% số phản ánh đã trả lời');
    await page.getByRole('link', { name: 'Năm 2025' }).click();
    await expect.poll(() => asked('/api/published/figures').at(-1)?.get('year')).toBe('2025');
  });
});

test('offers to install itself in a line at the foot, and only where the browser does', async () => {
  await open();
  await page.goto(double.url);
  await page.locator('qn-install').waitFor({ state: 'attached' });
  await expect.poll(() => page.locator('qn-install button').count()).toBe(0);
  await expect
    .poll(async () => {
      await page.evaluate(() => {
        const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
          prompt: async () => document.documentElement.setAttribute('data-asked', 'yes'),
        });
        dispatchEvent(offer);
      });
      return page.locator('qn-install button').count();
    })
    .toBe(1);
  await page.getByRole('button', { name: 'Cài ứng dụng này lên máy' }).click();
  await page.locator('html[data-asked=yes]').waitFor();
  await expect.poll(() => page.locator('qn-install button').count()).toBe(0);
});

describe('following a report', () => {
  test('takes the token out of the address, keeps it, and never puts it into a URL', async () => {
    await open();
    await page.goto(`${double.url}/r/${canned.report.code}#${rightToken}`);
    await page.locator('.way').waitFor();
    expect(page.url()).toBe(`${double.url}/r/${canned.report.code}`);
    await page.reload();
    await page.locator('.way').waitFor();
    expect(double.sent.filter((one) => one.path.includes(rightToken))).toEqual([]);
  });

  test('says so where the key is wrong, and does not keep it', async () => {
    await open();
    await page.goto(`${double.url}/r/${canned.report.code}#sai`);
    await page.getByText('Không mở được phản ánh này').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('qn.reports'))).toBeNull();
  });

  test('answers "says who?" with the article’s own words', async () => {
    await open({}, 'en');
    await page.goto(`${double.url}/r/${canned.report.code}#${rightToken}`);
    await page.getByRole('button', { name: 'Article 8, step 3' }).last().click();
    await page.locator('dialog .clause.meant', { hasText: '06 ngày làm việc' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('says-who');
  });

  test('sends a rating once, with the comment', async () => {
    await open();
    await page.goto(`${double.url}/r/${canned.answered.code}#${rightToken}`);
    await page.getByText('Hài lòng', { exact: true }).click();
    await page.getByLabel('Ý kiến của bạn').fill('Cảm ơn');
    await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
    await page.locator('.toast').waitFor();
    const sent = double.sent.filter((one) => one.path.endsWith('/feedback'));
    expect(sent.map((one) => JSON.parse(one.body))).toEqual([{ rating: 'satisfied', comment: 'Cảm ơn' }]);
  });

  test('keeps a supplement over a lost network and a reload, and counts a lost answer as arrived', async () => {
    await open();
    await page.goto(`${double.url}/r/${canned.incomplete.code}#${rightToken}`);
    const words = page.getByLabel('Thông tin bổ sung');
    await words.fill('Trước nhà số 12');
    await page.reload();
    await expect.poll(() => words.inputValue()).toBe('Trước nhà số 12');
    double.answers.set(`POST /api/reports/${canned.incomplete.code}/supplement`, (_sent, response) =>
      response.destroy(),
    );
    await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
    await page.locator('#supplement-content-error').waitFor();
    await expect.poll(() => words.inputValue()).toBe('Trước nhà số 12');
    double.answers.set(`POST /api/reports/${canned.incomplete.code}/supplement`, (_sent, response) =>
      json(response, 409, { type: 'about:blank', title: 'x', status: 409 }),
    );
    await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
    await page.locator('.toast', { hasText: 'Đã gửi thông tin bổ sung' }).waitFor();
    await expect.poll(() => words.inputValue()).toBe('');
    await page.reload();
    await expect.poll(() => words.inputValue()).toBe('');
  });

  test('withdraws only after asking once more', async () => {
    await open();
    await page.goto(`${double.url}/r/${canned.report.code}#${rightToken}`);
    await page.getByRole('button', { name: 'Rút phản ánh' }).click();
    await page.getByRole('button', { name: 'Không rút' }).click();
    expect(double.sent.some((one) => one.path.endsWith('/withdrawal'))).toBe(false);
    await page.getByRole('button', { name: 'Rút phản ánh' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Rút phản ánh' }).click();
    await page.locator('.toast').waitFor();
    await expect.poll(() => double.sent.some((one) => one.path.endsWith('/withdrawal'))).toBe(true);
  });
});

describe('the task list', () => {
  const wide = { viewport: { width: 1440, height: 900 } };

  test('asks who one is, and goes on to where one wanted to go', async () => {
    await open(wide);
    await page.goto(`${double.url}/tasks?view=mine`);
    await page.getByLabel('Tên đăng nhập').fill('sgtvt.officer');
    await page.getByLabel('Mật khẩu').fill('mat-khau');
    await page.keyboard.press('Enter');
    await page.locator('.tasks').waitFor();
    expect(page.url()).toBe(`${double.url}/tasks?view=mine`);
  });

  test('is walked with j and k, claimed with c, and says who was faster, since when, and what is free next', async () => {
    double.session = officer();
    await open(wide);
    await page.goto(`${double.url}/tasks`);
    await page.locator('.row-link').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('QN-260102-2F9P');
    double.answers.set('PUT /api/tasks/4503599627370497/assignee', (_sent, response) =>
      json(response, 409, {
        type: 'about:blank',
        title: 'x',
        status: 409,
        holder: 'sgtvt.officer2',
        holderName: 'Lê Thị Lan',
        heldSince: '2026-01-05T09:02:00+07:00',
      }),
    );
    await page.keyboard.press('c');
    await page.locator('.toast', { hasText: 'Lê Thị Lan đã nhận trước bạn lúc 09:02' }).waitFor();
    await page.locator(`[data-key="${canned.tasks()[3]!.key}"] .row-link:focus`).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/tasks/${canned.tasks()[3]!.key}`);
  });

  test('shows new work when the stream tells of it, and the focus stays where it was', async () => {
    double.session = officer();
    await open(wide);
    await page.goto(`${double.url}/tasks`);
    await page.locator('.row-link').nth(1).focus();
    await page.locator('.live.on').waitFor();
    const fresh = { ...canned.tasks()[0]!, key: '4503599627370600', reportCode: 'QN-260105-NEW1' };
    double.answers.set('GET /api/tasks', (_sent, response) =>
      json(response, 200, { items: [fresh, ...canned.tasks()], next: null }),
    );
    double.event('task', fresh);
    await page.getByText('QN-260105-NEW1').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('QN-251230-8XQ1');
  });

  test('says kindly that nothing waits', async () => {
    double.session = officer();
    double.answers.set('GET /api/tasks', (_sent, response) => json(response, 200, { items: [], next: null }));
    await open(wide);
    await page.goto(`${double.url}/tasks`);
    await page.getByText('Không có việc nào đang chờ').waitFor();
  });

  test('says what is down, and reads again when asked', async () => {
    double.session = officer();
    double.answers.set('GET /api/tasks', (_sent, response) =>
      json(response, 503, { type: 'about:blank', title: 'x', status: 503 }),
    );
    await open(wide);
    await page.goto(`${double.url}/tasks`);
    await page.getByText('Hệ thống tạm ngừng').waitFor();
    double.answers.clear();
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.locator('.tasks').waitFor();
  });
});

describe('a task', () => {
  const address = () => `${double.url}/tasks/4503599627370501`;

  async function openClaimed(): Promise<void> {
    double.session = officer();
    double.holder = 'sgtvt.officer';
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(address());
    await page.getByText('Đã có kết quả').click();
  }

  test('is accessible claimed, with its preview, its questions and its templates', async () => {
    const task = { ...canned.taskDetail(null, {}) };
    double.answers.set('GET /api/tasks/4503599627370501', (_sent, response) =>
      json(response, 200, {
        ...task,
        form: {
          schema: JSON.parse(readFileSync(join(import.meta.dirname, '../bpmn/forms/handling.form'), 'utf8')),
          data: { replyAgency: 'Sở Giao thông vận tải' },
        },
        assignee: 'sgtvt.officer',
        state: 'assigned',
      }),
    );
    await openClaimed();
    await page.getByLabel('Nội dung kết quả').fill('Đã vá mặt đường.');
    await page.locator('.fjs-form').getByText('Đã khắc phục', { exact: true }).click();
    await page.locator('.letter', { hasText: 'Đã vá mặt đường.' }).waitFor();
    await isAccessible();
    await page.keyboard.press('Control+Enter');
    await page.locator('dialog', { hasText: 'Chưa có ảnh sau khi khắc phục' }).waitFor();
    await isAccessible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Mẫu trả lời' }).click();
    await page.locator('.templates').first().waitFor();
    await isAccessible();
    await page.getByRole('button', { name: 'Thêm mẫu' }).click();
    await page.getByRole('button', { name: 'Lưu mẫu' }).click();
    await page.locator('#error-summary:focus').waitFor();
    await isAccessible();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });

  test('asks on the spot to log in again, and sends what was refused once more', async () => {
    await openClaimed();
    double.answers.set('PUT /api/tasks/4503599627370501/draft', (_sent, response) =>
      json(response, 401, { type: 'about:blank', title: 'x', status: 401 }),
    );
    await page.getByLabel('Nội dung kết quả').fill('Đã vá mặt đường.');
    await page.locator('dialog', { hasText: 'Phiên làm việc đã hết' }).waitFor();
    await isAccessible();
    double.answers.clear();
    await page.locator('dialog #password').fill('mat-khau');
    await page.keyboard.press('Enter');
    await page.getByText('Đã lưu nháp').waitFor();
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
    const saved = double.sent.filter((one) => one.path.endsWith('/draft')).map((one) => JSON.parse(one.body).result);
    expect(saved.slice(-2)).toEqual(['Đã vá mặt đường.', 'Đã vá mặt đường.']);
  });

  test('is read before it is claimed, and filled in after', async () => {
    double.session = officer();
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(address());
    await page.locator('.fjs-form').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Hoàn thành' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Nhận việc' }).click();
    await page.getByRole('button', { name: 'Hoàn thành' }).waitFor();
    await page.getByText('Đã có kết quả').click();
    await page.getByLabel('Nội dung kết quả').waitFor();
  });

  test('keeps the draft as it is typed', async () => {
    await openClaimed();
    await page.getByLabel('Nội dung kết quả').fill('Đã vá mặt đường.');
    await page.getByText('Đã lưu nháp').waitFor();
    await expect
      .poll(() => JSON.parse(double.sent.filter((one) => one.path.endsWith('/draft')).at(-1)?.body ?? '{}'))
      .toEqual({ outcome: 'done', result: 'Đã vá mặt đường.' });
  });

  test('is completed with its files, and the next one is there', async () => {
    await openClaimed();
    await page.getByLabel('Nội dung kết quả').fill('Đã vá mặt đường.');
    await page.setInputFiles('#task-files', [{ name: 'sau.png', mimeType: 'image/png', buffer: Buffer.from('x') }]);
    await page.getByText('Đã tải lên').waitFor();
    await page.getByRole('button', { name: 'Hoàn thành' }).click();
    await page.waitForURL(/\/tasks\/(?!4503599627370501)\d+$/);
    const sent = double.sent.find((one) => one.path.endsWith('/completion'));
    expect(JSON.parse(sent!.body)).toEqual({
      outcome: 'done',
      result: 'Đã vá mặt đường.',
      attachments: ['pic0000000000000003'],
    });
  });

  test('shows what is missing and what the server refuses at the fields', async () => {
    await openClaimed();
    await page.getByRole('button', { name: 'Hoàn thành' }).click();
    await page.locator('#error-summary', { hasText: 'Nội dung kết quả: Mục này bắt buộc.' }).waitFor();
    await page.getByLabel('Nội dung kết quả').fill('x');
    double.answers.set('POST /api/tasks/4503599627370501/completion', (_sent, response) =>
      json(response, 422, {
        type: 'about:blank',
        title: 'x',
        status: 422,
        errors: [{ pointer: '/result', detail: 'Quá ngắn để người dân hiểu' }],
      }),
    );
    await page.getByRole('button', { name: 'Hoàn thành' }).click();
    await page.locator('.fjs-form-field-error', { hasText: 'Quá ngắn để người dân hiểu' }).waitFor();
    await expect.poll(() => page.getByLabel('Nội dung kết quả').inputValue()).toBe('x');
  });
});

describe('the watch', () => {
  const version = canned.board.versions[0]!.definitionKey;
  const counts = (tokens: number, upTo: number) => ({
    asOf: canned.businessNow,
    upTo,
    versions: canned.board.versions,
    changed: { [version]: { intake: { tokens, incidents: 0, overdue: 0 } } },
  });
  const openWatch = async (query = '') => {
    double.session = duty();
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${double.url}/watch${query}`);
    await page.locator('.diagram-frame .token').first().waitFor();
    await page.locator('.live.on').waitFor();
  };

  test('shows a token as the stream tells it, asks for nothing, and an element leads to its instances', async () => {
    await openWatch();
    await expect.poll(() => page.locator('.bjs-powered-by').isVisible()).toBe(true);
    const asked = double.sent.filter((one) => one.path.startsWith('/api/watch/board')).length;
    double.event('counts', counts(13, 900));
    await page.locator('.token', { hasText: '13' }).click();
    expect(double.sent.filter((one) => one.path.startsWith('/api/watch/board'))).toHaveLength(asked);
    await page.getByRole('button', { name: 'Đang ở: Kiểm tra, tiếp nhận' }).waitFor();
    await expect.poll(() => double.sent.some((one) => one.path.includes('element=intake'))).toBe(true);
    await page.locator('.element-card', { hasText: '35 phút' }).waitFor();
    // What was said before the picture was taken changes nothing.
    double.event('counts', counts(99, 2));
    double.event('counts', counts(14, 901));
    await page.locator('.token', { hasText: '14' }).waitFor();
    await expect.poll(() => page.locator('.token', { hasText: '99' }).count()).toBe(0);
  });

  test('says in amber how old it is when nothing is heard any more, and reads anew when it is connected again', async () => {
    await openWatch();
    const board = { ...canned.board, upTo: 950 };
    double.answers.set('GET /api/watch/board', (_sent, response) =>
      json(response, 200, { ...board, counts: { [version]: { intake: { tokens: 77, incidents: 0, overdue: 0 } } } }),
    );
    await page.clock.install();
    await page.clock.runFor(500);
    double.cut();
    await expect.poll(() => double.streams()).toBe(0);
    await page.locator('.live:not(.on)').waitFor();
    await page.clock.runFor(7_000);
    await page.locator('.live.old').waitFor();
    await page.clock.resume();
    await page.locator('.token', { hasText: '77' }).waitFor();
    await page.locator('.live.on:not(.old)').waitFor();
  });

  test('changes the layer, the window and the version by the address, one at a time', async () => {
    await openWatch();
    await page.getByRole('link', { name: 'Thời gian chờ' }).click();
    await page.locator('.token.note .late', { hasText: '1 ngày' }).waitFor();
    await expect.poll(() => page.locator('.token:not(.note)').count()).toBe(0);
    await page.locator('#window').selectOption('week');
    await page.waitForURL(/window=week/);
    await expect.poll(() => double.sent.some((one) => one.path.includes('passages?window=week'))).toBe(true);
    await page.locator('#version').selectOption('2251799813685240');
    await page.waitForURL(/version=2251799813685240/);
    await page.getByRole('link', { name: 'Đang ở đâu' }).click();
    await page.locator('.token', { hasText: '8' }).waitFor();
    await expect.poll(() => page.locator('.diagram-frame .token').count()).toBe(1);
  });

  test('joins the map and the diagram: a district’s tokens, a step’s pins', async () => {
    await openWatch();
    await page.locator('.map-sign').first().waitFor();
    await page.locator('#map-district').selectOption('hoian');
    await page.waitForURL(/district=hoian/);
    await expect.poll(() => page.locator('.diagram-frame .token').count()).toBe(1);
    await page.locator('.token', { hasText: '1' }).first().click();
    await page.waitForURL(/element=intake/);
    await page.getByText('0 phản ánh trên bản đồ. 1 phản ánh không có vị trí').waitFor();
  });

  test('opens what needs somebody, with whom to call', async () => {
    await openWatch();
    await page.locator('button.need', { hasText: 'Quá hạn' }).click();
    await page.locator('a[href="tel:0235 3852 100"]').waitFor();
    await expect.poll(() => page.locator('a[href="/tasks/4503599627370511"]').count()).toBe(1);
    await page.getByText('2 việc đầu trong 6.').waitFor();
  });

  test('writes every row of the filters to a file, page by page, with a mark that spreadsheets know', async () => {
    await openWatch();
    const pages = [canned.instances.slice(0, 2), canned.instances.slice(2)];
    double.answers.set('GET /api/instances', ({ path }, response) => {
      const second = path.includes('after=');
      json(response, 200, { items: pages[second ? 1 : 0], next: second ? null : 'weiter' });
    });
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải bảng (CSV)' }).click();
    const file = readFileSync(await (await download).path(), 'utf8');
    expect(file.startsWith('\uFEFFPhản ánh,')).toBe(true);
    expect(file.trim().split('\r\n')).toHaveLength(1 + canned.instances.length);
    expect(file).toContain('Xử lý, nhập kết quả');
  });

  test('turns on the wall from scene to scene without a hand, dark, and stops for one', async () => {
    double.session = duty();
    await open({ viewport: { width: 1920, height: 1080 } });
    await page.clock.install();
    await page.goto(`${double.url}/watch/wall`);
    await page.locator('.wall-steps li').first().waitFor();
    await expect.poll(() => page.locator('html').getAttribute('data-scheme')).toBe('dark');
    for (const scene of ['Bản đồ', 'Cần người ngay', 'Số liệu', 'Quy trình']) {
      await page.clock.runFor(21_000);
      await page.getByRole('heading', { level: 1, name: scene }).waitFor();
    }
    await page.keyboard.press('Space');
    await page.clock.runFor(60_000);
    await page.getByRole('heading', { level: 1, name: 'Quy trình' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { level: 1, name: 'Bản đồ' }).waitFor();
    await page.getByRole('link', { name: 'Về màn hình giám sát' }).click();
    await page.waitForURL(/\/watch$/);
    await expect.poll(() => page.locator('html').getAttribute('data-scheme')).toBeNull();
  });

  test('retries an incident from its instance', async () => {
    double.session = duty();
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${double.url}/watch/2251799813685300`);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await page.locator('.toast').waitFor();
    const retried = () => double.sent.some((one) => one.path === '/api/incidents/2251799813685900/resolution');
    await expect.poll(retried).toBe(true);
  });
});

describe('one instance through time', () => {
  const address = () => `${double.url}/watch/2251799813685300`;

  test('is played back by slider, by key and by row; the moment is in the address', async () => {
    double.session = duty();
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(address());
    await page.locator('.diagram-frame .token').first().waitFor();
    const now = await page.locator('.diagram-frame .token').first().textContent();
    expect(now).toContain('Xử lý, nhập kết quả');
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.url()).toContain('?at=');
    await expect.poll(() => page.locator('.diagram-frame .token').first().textContent()).not.toBe(now);
    // The row of a moment leads to it, on the diagram and in the address.
    await page.locator('.happenings button', { hasText: 'Vào “Kiểm tra phạm vi”' }).click();
    await expect.poll(() => page.url()).toContain(encodeURIComponent('2026-01-05T01:05:00.000Z'));
    await expect.poll(() => page.locator('.diagram-frame .token').first().textContent()).toContain('Kiểm tra phạm vi');
    await expect.poll(() => page.locator('.happenings [aria-current="step"]').first().textContent()).toContain('08:05');
    // Whoever is sent the address sees the same.
    await page.reload();
    await expect.poll(() => page.locator('.diagram-frame .token').first().textContent()).toContain('Kiểm tra phạm vi');
    await page.getByRole('button', { name: 'Về hiện tại' }).click();
    await expect.poll(() => page.url()).not.toContain('at=');
  });

  test('tells why it went this way, with the values of that time', async () => {
    double.session = duty();
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(address());
    await page.getByText('Vì sao đi lối này').click();
    const why = page.locator('.why').first();
    await why.waitFor();
    const said = (await why.textContent())?.replace(/\s+/g, ' ');
    expect(said).toContain('Sau “Kiểm tra, tiếp nhận”');
    expect(said).toMatch(/Tiếp nhận”\s*– đã đi/);
    expect(said).toContain('Giá trị lúc đó: intakeOutcome = "accepted"');
  });

  test('is moved with a reason: what begins from the list, what ends from what stands', async () => {
    double.session = duty();
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(address());
    await page.getByRole('button', { name: 'Chuyển bước' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#move-to').selectOption('scope');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('Xin ghi lý do').waitFor();
    await dialog.locator('#act-reason').fill('Chuyển nhầm cơ quan');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    const sent = double.sent.find(({ path }) => path.endsWith('/modification'));
    expect(JSON.parse(sent!.body)).toEqual({
      activate: ['scope'],
      terminate: [expect.stringMatching(/^\d+$/)],
      reason: 'Chuyển nhầm cơ quan',
    });
  });

  test('is not cancelled without a reason, and what the engine refuses is said in place', async () => {
    double.session = duty();
    double.answers.set('POST /api/instances/2251799813685300/cancellation', (_sent, response) =>
      json(response, 409, { type: 'about:blank', title: 'x', status: 409, engine: 'no such instance' }),
    );
    await open({ viewport: { width: 1440, height: 900 } });
    await page.goto(address());
    await page.getByRole('button', { name: 'Huỷ' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#act-reason').fill('Trùng');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('no such instance').waitFor();
    await isAccessible();
  });

  test('incidents are retried as a group: all of it, each with what became of it', async () => {
    double.session = duty();
    await open({ viewport: { width: 1440, height: 900 } });
    double.answers.set('POST /api/incidents/2251799813686003/resolution', (_sent, response) =>
      json(response, 409, { type: 'about:blank', title: 'x', status: 409 }),
    );
    await page.goto(`${double.url}/watch/incidents`);
    const group = page.locator('.incident-group').first();
    await group.getByText(/Xem từng phản ánh/).click();
    await group.getByRole('button', { name: 'Thử lại tất cả 12' }).click();
    await group.getByText('Đã thử 12 trên 12: 11 được, 1 chưa được').waitFor();
    expect(double.sent.filter(({ path }) => /^\/api\/incidents\/\d+\/resolution$/.test(path))).toHaveLength(12);
    await expect.poll(() => group.locator('.badge.late').count()).toBe(1);
  });
});
