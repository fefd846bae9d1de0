/** The audit log in Chromium over the double: entries in words, filters in the address, and what a verification says. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { keepPicture, openWindow, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import { type Double, json } from '../../testing/double.ts';
import { admin } from '../../testing/visits.ts';

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

async function open(path: string, size: 'desk' | 'phone' = 'desk', language = 'vi'): Promise<void> {
  double.session = admin();
  window = await openWindow(browser, double.url, size, language);
  page = window.page;
  await page.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  await page.goto(`${double.url}${path}`);
  await page.locator('.audit-table, .state').first().waitFor();
}
const asked = () => double.sent.filter(({ path }) => path.startsWith('/api/audit?')).at(-1)?.path ?? '';

test('tells in words who did what, with the reason, and the server’s own name where there is no word', async () => {
  await open('/admin/audit');
  const row = page.getByRole('row', { name: /Gỡ phản ánh đã công khai/ });
  await row.getByText('Ảnh lộ biển số xe của người không liên quan.').waitFor();
  await row.getByText('Trần Thị Trực').waitFor();
  await page
    .getByRole('row', { name: /new-act-of-tomorrow/ })
    .getByText('retired')
    .waitFor();
  await keepPicture(page, 'audit-desk', true);
  await open('/admin/audit', 'phone', 'en');
  await page.getByRole('cell', { name: /Ended a report by hand/ }).waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPicture(page, 'audit-phone-dark-en', true);
});

test('is filtered by keyboard; the address says by what, and days are Vietnam’s', async () => {
  await open('/admin/audit');
  await page.getByLabel('Việc').selectOption('take-down');
  await page.getByLabel('Tài khoản').fill('ioc.duty');
  await page.getByLabel('Từ ngày').fill('2026-01-05');
  await page.getByLabel('Đến hết ngày').fill('2026-01-05');
  await page.getByLabel('Tài khoản').press('Enter');
  await page.waitForURL(/what=take-down/);
  await expect.poll(asked).toContain('what=take-down');
  const query = new URLSearchParams(asked().split('?')[1]);
  expect(Object.fromEntries(query)).toMatchObject({
    who: 'ioc.duty',
    from: '2026-01-04T17:00:00.000Z',
    to: '2026-01-05T17:00:00.000Z',
  });
  const table = await page.getByRole('link', { name: 'Tải về CSV' }).getAttribute('href');
  expect(table).toContain('/api/audit/export?');
  expect(table).toContain('who=ioc.duty');
  await page.getByRole('link', { name: 'Bỏ lọc' }).click();
  await expect.poll(asked).not.toContain('who=');
  await expect.poll(() => page.getByLabel('Tài khoản').inputValue()).toBe('');
});

test('says that it is whole with the code to note, and where it is not', async () => {
  await open('/admin/audit');
  const verify = page.getByRole('button', { name: 'Kiểm tra nhật ký' });
  await verify.click();
  await page.getByText('Nhật ký còn nguyên vẹn').waitFor();
  await page.getByText('3f6c1b0e9d24a778').waitFor();
  await keepPicture(page, 'audit-whole', true);
  const broken = {
    asOf: '2026-01-05T09:41:00+07:00',
    entries: 99,
    complete: true,
    fault: { number: 100, kind: 'cut-off' },
    head: { number: 99, hash: 'a'.repeat(64) },
    anchors: { count: 12, newest: 120, newestAt: '2026-01-05T09:00:00+07:00', broken: 3 },
  };
  double.answers.set('GET /api/audit/verification', (_sent, response) => json(response, 200, broken));
  await verify.click();
  const alert = page.getByRole('alert');
  await alert.getByText('Phần cuối nhật ký bị cắt từ mục số 100.').waitFor();
  await alert.getByText('Tệp mốc không còn nguyên vẹn từ dòng 3.').waitFor();
  await keepPicture(page, 'audit-broken', true);
});

test('says when nothing fits', async () => {
  double.answers.set('GET /api/audit', (_sent, response) => json(response, 200, { items: [], next: null }));
  await open('/admin/audit?who=nobody');
  await page.getByText('Không có mục nào').waitFor();
});
