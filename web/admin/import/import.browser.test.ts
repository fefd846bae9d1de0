/** Sheets in Chromium over the double: by keyboard and by drag, what would be written, what is wrong, what came of it. */
import { Buffer } from 'node:buffer';
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { isAccessible } from '../../../test/browser/accessible.ts';
import { keepPicture, openWindow, sizes, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import { type Double, json } from '../../testing/double.ts';
import { wrongSheet } from '../../testing/sheets.ts';
import { admin, duty } from '../../testing/visits.ts';

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
  // What the server refuses is on the console of each browser.
  expect(window?.complaints.filter((one) => !/status of (409|422)/.test(one))).toEqual([]);
});

async function open(who = admin, size: 'desk' | 'phone' = 'desk', language = 'vi'): Promise<void> {
  double.session = who();
  window = await openWindow(browser, double.url, size, language);
  page = window.page;
  await page.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  await page.goto(`${double.url}/admin/import`);
  await page.locator('.import-drop').waitFor();
}
const file = (name = 'nguoi.csv') => ({ name, mimeType: 'text/csv', buffer: Buffer.from('username,name\nx,y\n') });
const focused = () => page.evaluate(() => document.activeElement?.id);

test('a file is looked at and written; the focus goes where there is something new', async () => {
  await open();
  const taken = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
  expect(taken).toBe('/api/directory/exports/people.csv?language=vi');
  await keepPicture(page, 'import-desk', true);
  await page.getByLabel('Chọn tệp').setInputFiles(file());
  await page.getByRole('heading', { name: 'Xem trước: nguoi.csv' }).waitFor();
  await expect.poll(focused).toBe('preview');
  await page.getByRole('row', { name: /binh/ }).getByText('ioc-duty, ioc-intake').waitFor();
  await page.getByText('Ghi chú').waitFor();
  await keepPicture(page, 'import-preview-desk', true);
  await isAccessible(page);
  const sent = double.sent.find(({ path }) => path === '/api/directory/imports/people');
  expect(sent?.body).toContain('name="file"; filename="nguoi.csv"');
  await page.getByRole('button', { name: 'Ghi 2 dòng' }).press('Enter');
  await page.getByText('Đã ghi: thêm 1, đổi 1').waitFor();
  await expect.poll(focused).toBe('done');
  expect(double.sent.at(-1)?.path).toBe(`/api/directory/imports/${'5'.repeat(32)}/execution`);
});

test('cells that are wrong are told by row and column, and nothing can be written', async () => {
  double.answers.set('POST /api/directory/imports/people', (_sent, response) => json(response, 200, wrongSheet));
  await open(admin, 'phone', 'en');
  await page.getByLabel('Choose a file').setInputFiles(file());
  await page.getByRole('row', { name: /^5 Nhóm/ }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Write/ }).count()).toBe(0);
  await isAccessible(page);
  await page.setViewportSize(sizes.phone);
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPicture(page, 'import-wrong-phone-dark-en', true);
});

test('a file that is dropped and is no sheet is refused in the server’s words; each sees the lists of his right', async () => {
  const errors = [{ pointer: '/file', code: 'unreadable', said: 'Tệp này không phải bảng tính.' }];
  const answer = { type: 'about:blank', title: 'x', status: 422, errors };
  double.answers.set('POST /api/directory/imports/holidays', (_sent, response) => json(response, 422, answer));
  await open(duty);
  const choice = page.getByLabel('Danh mục');
  await expect
    .poll(() => choice.locator('option').allTextContents())
    .toEqual(['Lịch trực', 'Ngày nghỉ và ngày làm bù']);
  await choice.selectOption('holidays');
  const dropped = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'anh.png'));
    return data;
  });
  await page.locator('.import-drop').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByRole('alert').getByText('Tệp này không phải bảng tính.').waitFor();
  await expect.poll(focused).toBe('refused');
});

test('what has changed since it was looked at is to be looked at again', async () => {
  double.answers.set(`POST /api/directory/imports/${'5'.repeat(32)}/execution`, (_sent, response) =>
    json(response, 409, { type: 'about:blank', title: 'x', status: 409 }),
  );
  await open(admin, 'phone');
  await page.getByLabel('Chọn tệp').setInputFiles(file());
  await page.getByRole('button', { name: 'Ghi 2 dòng' }).waitFor();
  await keepPicture(page, 'import-preview-phone', true);
  await page.getByRole('button', { name: 'Ghi 2 dòng' }).click();
  await page.getByText('Dữ liệu đã thay đổi sau khi xem trước.').waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Ghi/ }).count()).toBe(0);
});
