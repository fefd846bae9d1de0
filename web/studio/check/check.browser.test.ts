import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { faultsOf } from '../../../test/browser/accessible.ts';
import { openWindow, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import { checkAnswer } from '../../testing/checks.ts';
import { type Double, json } from '../../testing/double.ts';
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

async function open(ready: string, size: 'desk' | 'phone' = 'desk', language = 'vi'): Promise<void> {
  double.session = analyst();
  window = await openWindow(browser, double.url, size, language);
  page = window.page;
  await page.addInitScript((given) => localStorage.setItem('qn.language', given), language);
  await page.goto(`${double.url}${draft}/check`);
  await page.locator(ready).first().waitFor();
}

test('tells what was found by kind, where it is, by which article, and whether it may be released', async () => {
  await open('.found');
  await page.getByText('Chưa đưa vào áp dụng được').waitFor();
  await page.getByRole('heading', { name: 'Quy chế (3)' }).waitFor();
  const row = page.locator('.finding', { hasText: '«Mở hạn xử lý» được 8 ngày, quy chế chỉ cho tối đa 6 ngày.' });
  const link = row.getByRole('link', { name: 'Mở chỗ này' });
  await expect.poll(() => link.getAttribute('href')).toBe(`${draft}/edit?file=field-report.bpmn&at=handling-open`);
  await row.getByRole('button', { name: 'Bước 3 Điều 8' }).click();
  await page.getByRole('dialog').getByText('tối đa không quá 06 ngày làm việc').waitFor();
  await page.keyboard.press('Escape');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await faultsOf(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('a badge on the diagram leads to what was found there; a severity can be left out', async () => {
  await open('.found');
  await page.locator('[data-container-id="publish"] .found').click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-at'))).toBe('publish');
  await page.getByRole('button', { name: '3 lỗi' }).click();
  await expect.poll(() => page.locator('.finding').count()).toBe(2);
  await expect.poll(() => page.locator('.djs-overlay .found').count()).toBe(1);
  await page.getByLabel('Tệp').selectOption('forms/intake.form');
  await expect.poll(() => page.locator('.finding').count()).toBe(1);
});

test('checks what is edited just now, says so meanwhile, and drops an answer that was overtaken', async () => {
  const answers: (() => void)[] = [];
  double.answers.set('POST /api/models/check', (_sent, response) => {
    answers.push(() => json(response, 200, answers.length > 1 ? { ...checkAnswer, findings: [] } : checkAnswer));
  });
  await open('.spinner');
  await expect.poll(() => answers.length).toBe(1);
  answers[0]!();
  await page.getByText('Chưa đưa vào áp dụng được').waitFor();
  await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
  await expect.poll(() => answers.length).toBe(2);
  await page.getByRole('status').getByText('Đang kiểm tra…').waitFor();
  answers[1]!();
  await page.getByText('Không có gì phải sửa').waitFor();
  await expect.poll(() => page.locator('.finding').count()).toBe(0);
});

test('says when the check could not be done, and keeps what was known', async () => {
  await open('.found');
  double.answers.set('POST /api/models/check', (_sent, response) =>
    json(response, 422, {
      type: 'about:blank',
      title: 'Quá nặng',
      detail: 'Bản nháp quá nặng để kiểm tra.',
      status: 422,
    }),
  );
  await page.getByRole('button', { name: 'Kiểm tra lại' }).click();
  await page.getByRole('alert').getByText('Chưa kiểm tra được').waitFor();
  await expect.poll(() => page.locator('.finding').count()).toBe(5);
  // The browser says it, too.
  expect(window.complaints.splice(0)).toEqual([expect.stringContaining('422')]);
});
