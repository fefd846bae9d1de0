/** Leaders' figures in a real Chromium over the double: read by keyboard, followed to the reports, run again. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { openWindow, type Window } from '../../test/browser/browser.ts';
import { overDouble } from '../../test/browser/over-double.ts';
import { type Double, json } from '../testing/double.ts';
import { duty } from '../testing/visits.ts';

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

async function open(path: string, ready: string): Promise<void> {
  double.session = duty();
  window = await openWindow(browser, double.url, 'desk', 'vi');
  page = window.page;
  await page.goto(double.url + path);
  await page.locator(ready).first().waitFor();
}

test('the chart is read column by column with the arrow keys, and says what its table says', async () => {
  await open('/statistics', '.column-chart svg');
  const frame = page.locator('.column-frame');
  const said = page.locator('.column-said');
  await frame.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => said.textContent()).toContain('Tháng 08/2025');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => said.textContent()).toContain('Tháng 09/2025');
  const spoken = (await said.textContent())!;
  await page.getByText('Bảng số').click();
  const cells = await page.locator('.column-chart tbody tr').nth(1).locator('th, td').allTextContents();
  expect(cells.map((cell) => cell.trim())).toEqual([
    'Tháng 09/2025',
    ...[...spoken.matchAll(/: (\d+)/g)].map(([, n]) => n),
  ]);
  await page.keyboard.press('Tab');
  await said.getByRole('link').click();
  await page.waitForURL(/period=2025-09/);
});

test('a number leads to exactly what it counts, with the question that is asked here', async () => {
  await open('/statistics?period=2025-12&agency=sgtvt&by=field', '[aria-labelledby=division] td');
  const row = page.locator('[aria-labelledby=division] tr', { hasText: 'Giao thông' });
  await row.getByRole('link').nth(4).click();
  await page.getByRole('heading', { level: 1, name: 'Trễ hạn' }).waitFor();
  const asked = new URL(
    double.sent.findLast(({ path }) => path.startsWith('/api/statistics/reports'))!.path,
    'http://x',
  );
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    period: '2025-12',
    agency: 'sgtvt',
    figure: 'late',
    by: 'field',
    cell: 'transport',
    limit: '50',
  });
  await page.getByRole('link', { name: '‹ Số liệu' }).click();
  await page.waitForURL(/\/statistics\?period=2025-12&agency=sgtvt&by=field$/);
});

test('the period is chosen, moved and kept in the address', async () => {
  await open('/statistics', '.big-numbers');
  await page.getByRole('link', { name: 'Kỳ trước' }).click();
  await page.waitForURL(/period=2025-12/);
  await page.getByRole('link', { name: 'Theo quý' }).click();
  await page.waitForURL(/period=2025-Q4/);
  await page.getByRole('combobox', { name: 'Kỳ' }).selectOption('2025-Q3');
  await page.waitForURL(/period=2025-Q3/);
  const pdf = page.getByRole('link', { name: 'Báo cáo PDF' });
  await expect.poll(() => pdf.getAttribute('href')).toBe('/api/statistics/report.pdf?period=2025-Q3');
});

test('a fixed report is run again; what differs is shown row by row and put on record with a reason', async () => {
  await open('/statistics/fixed/2025-12', '#figures');
  await page.getByRole('button', { name: 'Chạy lại như lúc chốt' }).click();
  await page.getByText('Mọi con số đều giống').waitFor();
  expect(JSON.parse(double.sent.at(-1)!.body)).toEqual({ asKnown: 'then' });

  const sum = (value: number) => ({ value, of: null, rows: value, hash: 'b'.repeat(64) });
  const different = {
    name: 'answered',
    by: null,
    cell: null,
    fixed: sum(310),
    found: sum(309),
    differences: [{ row: 'QN-251230-7K3M', before: '{"outcome":"answered"}', after: null }],
    differing: 1,
  };
  const answer = { ...whole, asKnown: 'now', same: 11, different: [different] };
  double.answers.set('POST /api/statistics/reports/2025-12/verification', (_sent, response) =>
    json(response, 200, answer),
  );
  double.answers.set('POST /api/statistics/reports/2025-12/errata', (_sent, response) => json(response, 201, {}));
  await page.getByRole('button', { name: 'Chạy lại với điều biết đến nay' }).click();
  await page.getByText('1 con số khác').waitFor();
  await page.getByText('Trả lời trong kỳ: 310 thành 309').click();
  await page.getByText('QN-251230-7K3M').first().waitFor();
  await page.getByRole('button', { name: 'Đính chính', exact: true }).click();
  await page.getByLabel('Vì sao con số thay đổi?').fill('Mở lại sau khi làm rõ');
  await page.getByRole('button', { name: 'Ghi đính chính' }).click();
  await page.getByText('Đã ghi đính chính.').waitFor();
  const { body } = double.sent.find(({ path }) => path.endsWith('/errata'))!;
  expect(JSON.parse(body)).toEqual({ figure: { name: 'answered' }, why: 'Mở lại sau khi làm rõ', asKnown: 'now' });
});

const whole = {
  period: '2025-12',
  at: '2026-01-05T10:00:00+07:00',
  checked: 12,
  same: 12,
  sealWhole: true,
  chainWhole: true,
  evidenceWhole: true,
};
