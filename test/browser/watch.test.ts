/**
 * The watch on the real product: what happens is on the screen without a question, also after a connection that was
 * lost; what becomes overdue turns red when its time comes; several versions stand on one board; the wall needs no hands.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { password } from '../house/house.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';
import { keepPicture } from './browser.ts';
import { theProduct } from './product.ts';
import { wordsIn } from './words.ts';

const product = theProduct();
const say = wordsIn('vi');

async function open(username: string, path: string): Promise<Page> {
  const page = await product.open('desk');
  await page.goto(path);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.diagram-frame .djs-container').waitFor();
  return page;
}

/** What the diagram says of each step that holds something. */
const tokens = async (page: Page): Promise<string[]> =>
  (await page.locator('.diagram-frame .token .sr-only').allTextContents()).toSorted();
const running = (page: Page, n: number) => page.getByText(`${n} phản ánh đang chạy.`, { exact: false });

it('shows what happens as it happens, and the same after a connection that was lost', async () => {
  const { house } = product;
  const page = await open('ioc.duty', '/watch');
  const first = await house.anyone.sends();
  await running(page, 1).waitFor();
  await walk(house, first, 'intake');
  await page.locator('.diagram-frame .token', { hasText: 'Chuyển cơ quan xử lý' }).waitFor();

  // Nothing comes for a while: ten reports come in and go on meanwhile.
  await page.context().setOffline(true);
  const reports = await Promise.all(Array.from({ length: 10 }, () => house.anyone.sends()));
  for (const report of reports.slice(0, 4)) await walk(house, report, 'intake');
  const intake = await house.as('ioc.intake');
  for (const report of reports.slice(4)) await intake.task(report.code, 'intake');
  await page.context().setOffline(false);
  await running(page, 11).waitFor();
  const fresh = await open('ioc.duty', '/watch');
  await running(fresh, 11).waitFor();
  await until(async () => (await tokens(page)).join() === (await tokens(fresh)).join(), 'the same picture');
  await expect.poll(() => tokens(page)).toHaveLength(2);
  product.take(/ERR_INTERNET_DISCONNECTED/);
});

it('turns red what becomes overdue when its time comes, and says that somebody is needed', async () => {
  const { house } = product;
  const page = await open('ioc.watch', '/watch');
  await page.locator('.diagram-frame .token').first().waitFor();
  await expect.poll(() => page.locator('.diagram-frame .token .late').count()).toBe(0);
  await house.clock.forward('3h');
  await page.locator('.diagram-frame .token .late').first().waitFor();
  await page.getByRole('button', { name: new RegExp(say.page('watch.needs.kind.overdue')) }).click();
  await page.locator('table a.code').first().waitFor();
  await keepPicture(page, 'watch-overdue', true);
});

it('has both versions on one board, each with what runs on it', async () => {
  const { house } = product;
  const page = await open('ioc.duty', '/watch');
  await house.deploys((xml) => xml.replace('name="Kiểm tra phạm vi"', 'name="Xem phạm vi"'));
  const report = await house.anyone.sends();
  await running(page, 12).waitFor();
  const choice = page.getByLabel(say.page('watch.live.versions'), { exact: true }).first();
  const offered = async () => (await choice.locator('option').allTextContents()).map((text) => text.trim());
  await expect
    .poll(offered)
    .toEqual(
      expect.arrayContaining([
        'Mọi phiên bản (12 đang chạy)',
        'Phiên bản 2, đang áp dụng (1 đang chạy)',
        'Phiên bản 1 (11 đang chạy)',
      ]),
    );
  await choice.selectOption({ label: 'Phiên bản 2, đang áp dụng (1 đang chạy)' });
  await running(page, 1).waitFor();
  await page.getByRole('link', { name: report.code }).waitFor();
});

it('hangs on a wall at two sizes', async () => {
  const page = await open('ioc.watch', '/watch/wall');
  await page.locator('.token').first().waitFor();
  for (const [name, width, height] of [
    ['watch-wall-full-hd', 1920, 1080],
    ['watch-wall-4k', 3840, 2160],
  ] as const) {
    await page.setViewportSize({ width, height });
    await keepPicture(page, name);
    const [wide, high] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ]);
    expect([wide! <= width, high! <= height]).toEqual([true, true]);
  }
});
