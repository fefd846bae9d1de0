/** Keys and webhooks in a real Chromium over the double: told once, revoked, tried, sent again. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWindow, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import { madeKey } from '../../testing/connections.ts';
import type { Double } from '../../testing/double.ts';
import { admin } from '../../testing/visits.ts';

let browser: Browser;
let double: Double;
let window: Window;
let page: Page;

overDouble((opened) => {
  ({ browser, double } = opened);
});
beforeEach(async () => {
  double.session = admin();
  window = await openWindow(browser, double.url, 'desk', 'vi');
  page = window.page;
  await page.goto(`${double.url}/admin/connections`);
  await page.locator('.connection-url').first().waitFor();
});
afterEach(async () => {
  await window?.context.close();
  double.reset();
  expect(window?.complaints).toEqual([]);
});

const sent = (method: string, end: string) =>
  double.sent.filter((one) => one.method === method && one.path.endsWith(end));

test('a key is made only when all is said, told once, and gone with its dialog', async () => {
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  await page.getByText('Mục này phải có').first().waitFor();
  expect(sent('POST', '/keys')).toEqual([]);
  await page.getByLabel('Cơ quan', { exact: true }).selectOption('sgtvt');
  await page.getByLabel('Dùng cho').fill('Phần mềm điều hành');
  await page.getByLabel('Nhận và hoàn thành việc').check();
  await page.getByLabel('Hết hạn vào cuối ngày').fill('2026-12-31');
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  const dialog = page.getByRole('dialog');
  await expect.poll(() => dialog.getByRole('textbox', { name: 'Khóa mới' }).inputValue()).toBe(madeKey);
  expect(JSON.parse(sent('POST', '/keys')[0]!.body)).toEqual({
    agency: 'sgtvt',
    name: 'Phần mềm điều hành',
    scopes: ['tasks:read', 'tasks:write'],
    expiresAt: '2026-12-31T23:59:59+07:00',
  });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(madeKey);
});

test('a key is revoked after a question', async () => {
  await page.getByRole('button', { name: 'Thu hồi Phần mềm điều hành' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
  await expect.poll(() => sent('DELETE', `/keys/${'1'.repeat(32)}`).length).toBe(1);
});

test('a webhook is tried, its messages are shown, and one is sent again', async () => {
  const hook = page.getByRole('group', { name: 'https://dieuhanh.sgtvt.example.vn/phan-anh', exact: true });
  await hook.getByRole('button', { name: 'Gửi thử' }).click();
  await page.getByText('Đã gửi tin thử').waitFor();
  await page.getByRole('button', { name: /^Gửi lại tin msg_3/ }).click();
  await page.getByText('Đã xếp 1 tin để gửi lại').waitFor();
  expect(JSON.parse(sent('POST', '/replay')[0]!.body)).toEqual({ delivery: `msg_${'3'.repeat(32)}` });
  await hook.getByRole('button', { name: 'Đổi mã ký' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Đổi mã ký' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Mã ký của nơi nhận tin' }).inputValue())
    .toBe('whsec_BBBB');
});
