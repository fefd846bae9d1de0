/** Mails on the screen: their sender completes one, staff look at one and decide, a notice that failed is sent again. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Double, json, rightToken } from '../../web/testing/double.ts';
import { duty } from '../../web/testing/visits.ts';
import { isAccessible } from './accessible.ts';
import { overDouble } from './over-double.ts';

const id = 'e'.repeat(32);
let browser: Browser;
let double: Double;
let page: Page;
overDouble((opened) => {
  ({ browser, double } = opened);
});
beforeEach(async () => {
  double.reset();
  const context = await browser.newContext({ viewport: { width: 320, height: 720 }, reducedMotion: 'reduce' });
  page = await context.newPage();
});
afterEach(() => page.context().close());

/** The check of accessibility ends on a wide screen. */
const narrow = async () => {
  await page.setViewportSize({ width: 320, height: 720 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
};

const body = () => JSON.parse(double.sent.findLast(({ method }) => method === 'POST')!.body);

test('what was understood is filled in; what is missing is asked for before it is sent', async () => {
  await page.goto(`${double.url}/m/${id}#${rightToken}`);
  await page.getByRole('textbox', { name: 'Nội dung' }).waitFor();
  await expect.poll(() => page.getByLabel('Họ và tên, hoặc tên tổ chức').inputValue()).toBe('Trần Thị Bình');
  await expect.poll(() => page.getByLabel('Không hiện tên và địa chỉ của tôi').isChecked()).toBe(true);
  await isAccessible(page);
  const send = page.getByRole('button', { name: 'Gửi phản ánh' });
  await send.press('Enter');
  await page.getByRole('alert').getByRole('link', { name: 'Hãy cho biết số điện thoại' }).waitFor();
  expect(double.sent.some(({ method }) => method === 'POST')).toBe(false);
  await page.getByLabel('Số điện thoại').fill('0905 123 456');
  await send.press('Enter');
  await page.getByTestId('code').waitFor();
  expect(body()).toMatchObject({
    sender: { name: 'Trần Thị Bình', phone: '0905 123 456', email: 'binh@example.org' },
    place: { district: 'tamky' },
    hideIdentity: true,
  });
  const sent = double.sent.findLast(({ method }) => method === 'POST')!;
  expect(sent.headers.authorization).toBe(`Bearer ${rightToken}`);
  expect(double.sent.some(({ path }) => path.includes(rightToken))).toBe(false);
  await narrow();
});

test('a link that opens nothing says so', async () => {
  double.answers.set(`GET /api/mail-drafts/${id}`, (_sent, response) =>
    json(response, 404, { status: 404, title: 'x' }),
  );
  await page.goto(`${double.url}/m/${id}#${rightToken}`);
  await page.getByText('Đường dẫn không dùng được').waitFor();
});

test('staff set a mail aside with a reason, or make a report of it', async () => {
  double.session = duty();
  await page.goto(`${double.url}/admin/mail`);
  await page.getByRole('link', { name: 'Đèn tín hiệu ngã tư Phan Châu Trinh' }).click();
  await page.getByText('đã được ghi vào nhật ký').waitFor();
  await page.getByRole('region', { name: 'Nội dung thư' }).getByText('rất nguy hiểm').waitFor();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Xếp lại' }).click();
  await page.getByText('Hãy ghi lý do').waitFor();
  await page.getByLabel('Lý do').fill('Đã báo qua điện thoại');
  await page.getByRole('button', { name: 'Xếp lại' }).click();
  await page.getByText('Đã xếp lại thư').waitFor();
  expect(body()).toEqual({ reason: 'Đã báo qua điện thoại' });
  await page.getByLabel('Số điện thoại').fill('0905123456');
  await page.getByRole('button', { name: 'Lập phản ánh' }).click();
  await page.getByText(/Đã lập phản ánh QN-/).waitFor();
  expect(body()).toMatchObject({ sender: { name: 'Trần Thị Bình', phone: '0905123456' } });
  await narrow();
});

test('a notice that failed says why and is sent again', async () => {
  double.session = duty();
  await page.goto(`${double.url}/admin/outbox`);
  await page.getByText('Máy chủ thư từ chối địa chỉ này').waitFor();
  await isAccessible(page);
  await page.getByRole('button', { name: 'Gửi lại' }).first().click();
  await page.getByText('Đang gửi lại').waitFor();
  expect(double.sent.findLast(({ method }) => method === 'POST')!.path).toBe(
    '/api/outbox/mail%3Astep%3A2251799813685300/retry',
  );
});
