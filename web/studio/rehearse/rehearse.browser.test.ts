/** The rehearsals' page in Chromium over the double: asked for, shown beside what is in force, taken away as a table. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { faultsOf } from '../../../test/browser/accessible.ts';
import { keepPicture, openWindow, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import type { Double } from '../../testing/double.ts';
import { analyst } from '../../testing/visits.ts';

let browser: Browser;
let double: Double;
let window: Window;
let page: Page;

overDouble((opened) => {
  ({ browser, double } = opened);
});

afterEach(async () => {
  await window?.context.close();
  double.reset();
  expect(window?.complaints).toEqual([]);
});

async function open(size: 'desk' | 'phone' = 'desk', language = 'vi'): Promise<void> {
  double.session = analyst();
  window = await openWindow(browser, double.url, size, language);
  page = window.page;
  await page.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  await page.goto(`${double.url}/studio/${'a'.repeat(32)}/rehearse`);
  await page.locator('.rehearsed-badge').first().waitFor();
}

test('shows each figure beside that of what is in force, and marks what chance does not explain', async () => {
  await open();
  const row = page
    .locator('.rehearse-table')
    .first()
    .getByRole('row', { name: /Xử lý, nhập kết quả/ });
  await row.getByText('88,0%', { exact: true }).waitFor();
  await row.getByText('87,0%–89,0%', { exact: true }).waitFor();
  await row.getByText('đang áp dụng: 94,0% (93,0%–95,0%)').waitFor();
  await expect.poll(() => row.locator('.badge.late').count()).toBe(2);
  await expect.poll(() => page.locator('.diagram-frame .heat-hot').count()).toBeGreaterThan(0);
  await page.getByText('Việc không ai nhận được: nhóm chưa có người').waitFor();
  await keepPicture(page, 'rehearse-desk', true);
});

test('asks for what the form says, with the people of the directory', async () => {
  await open();
  await page.getByText('Số cán bộ và giờ làm của 6 nhóm').click();
  await page
    .getByLabel(/^Số người: Cán bộ.*Giao thông|^Số người: .*Sở Giao thông vận tải.*/)
    .first()
    .fill('3');
  await page.getByLabel('Số phản ánh', { exact: true }).fill('500');
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/rehearsals'));
  await page.getByRole('button', { name: 'Bắt đầu diễn tập' }).click();
  const body = (await sent).postDataJSON();
  expect(body).toMatchObject({ source: { kind: 'surge', reports: 500, days: 30 }, runs: 5, vary: true, seed: 1 });
  expect(body.resources.groups[3]).toEqual({ group: 'agency:sgtvt:officer', people: 3, from: '07:00', to: '17:00' });
});

test('gives the result as a table for a spreadsheet, and shows an earlier one', async () => {
  await open();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Xuất CSV' }).click(),
  ]);
  const text = await readFile((await download.path()) as string, 'utf8');
  expect(text.startsWith('\uFEFFside;part;id;name;')).toBe(true);
  expect(text).toContain('in-force;stage;handling;Xử lý, nhập kết quả;320;318;322');
  await page.getByRole('button', { name: '09:10 05/01/2026' }).click();
  await page.getByText('Đã dừng').last().waitFor();
});

test.each([
  ['phone', 'vi'],
  ['desk', 'en'],
] as const)('is accessible on a %s in %s', async (size, language) => {
  await open(size, language);
  expect(await faultsOf(page)).toEqual([]);
  // Nothing sticks out but what scrolls by itself.
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .filter((one) => !one.closest('.table-scroll, .diagram-frame, .tabs'))
      .map((one) => `${one.tagName} ${one.className}`),
  );
  expect(wide).toEqual([]);
  await keepPicture(page, `rehearse-${size}-${language}`, true);
});
