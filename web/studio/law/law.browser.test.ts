/** The regulation's pages in Chromium over the double: what was changed, contradictions, gaps, new wordings, touched reports. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { faultsOf } from '../../../test/browser/accessible.ts';
import { openWindow, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import type { Double } from '../../testing/double.ts';
import { analyst } from '../../testing/visits.ts';

const draft = `/studio/${'a'.repeat(32)}`;
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

async function open(path: string, ready: string, size: 'desk' | 'phone' = 'desk', language = 'vi'): Promise<void> {
  double.session = analyst();
  window = await openWindow(browser, double.url, size, language);
  page = window.page;
  await page.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  await page.goto(`${double.url}${path}`);
  await page.locator(ready).first().waitFor();
}

test('a draft says which clause was touched and how, and leads to the place', async () => {
  await open(`${draft}/law`, '.contradiction');
  await page.getByRole('heading', { name: 'Bạn đã sửa Bước 3 Điều 8' }).waitFor();
  await page.getByText('thời hạn: trước 8 ngày, nay 6 ngày').waitFor();
  const link = page.getByRole('status').getByRole('link', { name: '«Mở hạn xử lý»' });
  await expect.poll(() => link.getAttribute('href')).toBe(`${draft}/edit?file=field-report.bpmn&at=handling-open`);
});

test('contradictions are told in words, decided ones with their page', async () => {
  await open(`${draft}/law`, '.contradiction');
  await page.getByText('Dòng 8 và dòng 9 của Phụ lục 1 cùng nhận «ô nhiễm nước».').waitFor();
  await page.getByText('Sở Giao thông vận tải: lãnh đạo').waitFor();
  await page.getByText('Đã quyết định (1)').click();
  await page.getByText('đã quyết định tại trang 0002-two-hours-twice').waitFor();
  await page.getByText('Mọi điều khoản phải có trên sơ đồ đều đã có chỗ thực hiện.').waitFor();
});

test('a clause shows what carries it, and says the wording in force', async () => {
  await open(`${draft}/law`, '.contradiction');
  const clause = page.locator('[id="clause-8.3"]');
  await clause.getByText('Phải có trên sơ đồ').waitFor();
  await clause.getByRole('link', { name: '«Mở hạn xử lý»' }).waitFor();
  await page.locator('.contradiction').first().getByRole('button').first().click();
  await page.getByRole('dialog').getByText('Trong vòng 02 giờ làm việc').waitFor();
});

test('an analyst enters a new wording of a clause, with the document and a reason', async () => {
  await open('/studio/law', '.contradiction');
  await page.getByText('Điều 8. Xử lý phản ánh hiện trường').click();
  await page.getByRole('button', { name: 'Lịch sử và sửa đổi: Bước 3 Điều 8' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('có sẵn khi cài đặt').waitFor();
  await dialog.getByRole('button', { name: 'Ghi nguyên văn mới' }).click();
  await dialog.getByText('Mục này phải có.').first().waitFor();
  await dialog.getByLabel('Nguyên văn').fill('Không quá 04 ngày làm việc.');
  await dialog.getByLabel('Văn bản').fill('Quyết định 12/QĐ-UBND');
  await dialog.getByLabel('Ghi chú cho người sau').fill('Rút ngắn');
  await dialog.getByLabel('Có hiệu lực từ ngày').fill('2026-02-01');
  await dialog.getByRole('button', { name: 'Ghi nguyên văn mới' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const sent = double.sent.find(({ method, path }) => method === 'POST' && path === '/api/articles/8.3/wordings');
  expect(JSON.parse(sent!.body)).toMatchObject({
    text: 'Không quá 04 ngày làm việc.',
    validFrom: '2026-02-01',
    source: 'Quyết định 12/QĐ-UBND',
  });
});

test('touched reports come in pages and go into a file that a spreadsheet opens', async () => {
  await open(`${draft}/law`, '.touched tbody tr');
  await page.getByText('2 phản ánh đến hạn sớm hơn, 0 phản ánh muộn hơn. 1 phản ánh sẽ quá hạn ngay.').waitFor();
  await expect.poll(() => page.locator('.touched tbody tr').count()).toBe(2);
  await page.getByRole('button', { name: 'Xem thêm' }).click();
  await page.locator('.touched tbody tr').nth(2).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Tải danh sách (CSV)' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('phan-anh-bi-anh-huong.csv');
  const text = await readFile((await download.path())!, 'utf8');
  expect(text.startsWith('\uFEFFPhản ánh,Đang ở bước,')).toBe(true);
  expect(text.trim().split('\r\n').length).toBe(4);
});

test('holds for those who do not see well, at 320 px and in English', async () => {
  await open(`${draft}/law`, '.touched tbody tr', 'phone', 'en');
  await page.getByRole('heading', { name: 'You have changed' }).waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  expect(await faultsOf(page)).toEqual([]);
});
