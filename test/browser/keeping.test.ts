/** The pages of keeping, by keyboard, against the web's double: a disclosure, a rule, a confirmation; what a page forgets. */
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Double } from '../../web/testing/double.ts';
import { sender, tried } from '../../web/testing/keeping.ts';
import { admin, duty } from '../../web/testing/visits.ts';
import { overDouble } from './over-double.ts';

let browser: Browser;
let double: Double;
overDouble((opened) => {
  ({ browser, double } = opened);
});

async function opened(path: string, who: typeof duty, work: (page: Page) => Promise<void>): Promise<void> {
  double.reset();
  double.session = who();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(double.url + path);
    await work(page);
  } finally {
    await context.close();
  }
}

const sent = (method: string) => double.sent.filter((one) => one.method === method && one.path.startsWith('/api/'));

test('a disclosure names what is missing, asks once more, shows the sender, and forgets them', () =>
  opened('/admin/disclosures', duty, async (page) => {
    await page.getByLabel('Mã phản ánh').fill('QN-26-7K3M-9XQ2-V');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByRole('link', { name: 'Nhập tên cơ quan yêu cầu' }).click();
    await page.keyboard.type('Công an tỉnh');
    await page.getByRole('textbox', { name: 'Căn cứ' }).fill('Khoản 7 Điều 13');
    await page.getByRole('button', { name: 'Hiện thông tin và ghi nhật ký' }).click();
    expect(sent('POST')).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Hiện thông tin và ghi nhật ký' }).click();
    await page.getByText(sender.address).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('told');
    expect(JSON.parse(sent('POST')[0]!.body)).toEqual({
      reportCode: 'QN-26-7K3M-9XQ2-V',
      authority: 'Công an tỉnh',
      ground: 'Khoản 7 Điều 13',
    });
    await page.getByRole('button', { name: 'Ẩn và đóng' }).click();
    expect(await page.content()).not.toContain(sender.phone);
    await page.getByLabel('Mã phản ánh').waitFor();
  }));

test('a rule in force needs a ground; a dry run is confirmed as it was seen', () =>
  opened('/admin/retention', admin, async (page) => {
    const rule = page.getByRole('form', { name: 'Nội dung chưa công khai' });
    await rule.getByLabel('Áp dụng quy tắc này').check();
    await rule.getByRole('button', { name: 'Lưu quy tắc' }).click();
    await rule.getByText('Nhập căn cứ').waitFor();
    expect(sent('PUT')).toEqual([]);
    await page.keyboard.type('Quyết định 58');
    await rule.getByRole('button', { name: 'Lưu quy tắc' }).click();
    await page.getByText('Đã lưu quy tắc').waitFor();
    expect(JSON.parse(sent('PUT')[0]!.body)).toMatchObject({ active: true, ground: 'Quyết định 58', version: 0 });
    await page.getByText('Danh sách mã').first().click();
    await page.getByText('QN-25-4RT8-2WZH-K').waitFor();
    await page.getByRole('button', { name: 'Xác nhận xoá' }).click();
    await page.getByRole('dialog').getByText('1.204').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Xác nhận xoá' }).click();
    await page.getByText('Đã xác nhận, đang xoá').waitFor();
    expect(JSON.parse(sent('POST')[0]!.body)).toEqual({ hash: tried.hash });
  }));
