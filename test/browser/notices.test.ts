/**
 * What people are told, on the real parts and in a real browser: the bell of an officer rings while the page is open,
 * leads to the task, and is quiet again; how to be told is chosen and kept; a follower leaves by the link of a mail.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildPages } from '../../local/pages.ts';
import { House, password } from '../house/house.ts';
import { MailServer } from '../house/mail-server.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';
import { faultsOf } from './accessible.ts';
import { keepPicture, openBrowser, openWindow, type Size, type Window } from './browser.ts';

let house: House;
let browser: Browser;
let mails: MailServer;
const windows: Window[] = [];

beforeAll(async () => {
  await buildPages();
  mails = await MailServer.open();
  const env = { SMTP_URL: mails.url, PUSH_LOOPBACK: '1' };
  [house, browser] = await Promise.all([House.open({ env }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
  await mails?.close();
});
afterEach(async () => {
  const complaints = windows.flatMap((window) => window.complaints);
  for (const window of windows.splice(0)) await window.context.close();
  expect(complaints).toEqual([]);
});

async function open(path: string, who?: string, size: Size = 'desk'): Promise<Page> {
  const window = await openWindow(browser, house.url, size);
  windows.push(window);
  const { page } = window;
  await page.goto(path);
  if (!who) return page;
  await page.getByLabel('Tên đăng nhập').fill(who);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
  return page;
}
const bell = (page: Page) => page.locator('.bell');
const accessible = async (page: Page) => expect(await faultsOf(page)).toEqual([]);

it('the bell rings while the page is open, leads to the task, and is quiet again', async () => {
  const page = await open('/tasks', 'ioc.intake');
  await expect.poll(() => bell(page).getAttribute('aria-label')).toBe('Thông báo');
  const first = await house.anyone.sends();
  await page.getByRole('button', { name: 'Thông báo, 1 chưa đọc' }).waitFor();
  await bell(page).focus();
  await page.keyboard.press('Enter');
  const panel = page.locator('.bell-panel');
  const link = panel.getByRole('link', { name: 'Việc mới: Kiểm tra, tiếp nhận' });
  await link.waitFor();
  await expect.poll(() => link.textContent()).toContain(first.code);
  await accessible(page);
  await keepPicture(page, 'notices-bell');
  // Escape closes it and gives the focus back.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await expect.poll(() => bell(page).evaluate((button) => button === document.activeElement)).toBe(true);
  await bell(page).click();
  await link.click();
  await page.waitForURL(/\/tasks\/\d+$/);
  await expect.poll(() => bell(page).getAttribute('aria-label')).toBe('Thông báo');
});

it('a task that is handed over is said at once to the one who gets it, and to nobody else', async () => {
  const client = await house.database();
  const people = client.db().collection('people');
  const one = await people.findOne({ _id: 'sgtvt.officer' as never });
  await people.insertOne({ ...one, _id: 'sgtvt.officer2' as never, name: 'Cán bộ thứ hai', email: 'hai@example.com' });
  await client.close();
  const report = await house.anyone.sends();
  await walk(house, report, 'routing');
  const officer = await house.as('sgtvt.officer');
  const task = await officer.task(report.code, 'scope');
  await officer.claims(task.key);
  const [theirs, other] = [await open('/tasks', 'sgtvt.officer2'), await open('/tasks', 'syt.officer')];
  const answer = await officer.ask('PUT', `/api/tasks/${task.key}/assignee`, { username: 'sgtvt.officer2' });
  expect(answer.status).toBe(204);
  await theirs.getByRole('status').getByText('Chuyển cho bạn: Kiểm tra phạm vi').waitFor();
  await keepPicture(theirs, 'notices-handed-over');
  await expect.poll(() => bell(other).getAttribute('aria-label')).toBe('Thông báo');
  const [mail] = await mails.sent('hai@example.com');
  expect(mail!.headers.subject).toBe(`[${report.code}] Việc được chuyển cho bạn: Kiểm tra phạm vi`);
  expect(mail!.text).toContain(`${house.url}/tasks/${task.key}`);
});

it('the panel fits a phone, and a notice of what somebody has taken meanwhile is quiet again', async () => {
  const page = await open('/tasks', 'ioc.intake', 'phone');
  for (let n = 0; n < 3; n += 1) await house.anyone.sends();
  await expect.poll(() => bell(page).getAttribute('aria-label')).toMatch(/chưa đọc/);
  await bell(page).click();
  await page.locator('.bell-panel').getByText('việc mới chờ nhận').waitFor();
  await accessible(page);
  await keepPicture(page, 'notices-bell-phone');
  for (const width of [390, 320, 1440]) {
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width, height: 844 });
    await bell(page).click();
    const box = await page.locator('.bell-panel').boundingBox();
    expect([box!.x >= 0, box!.x + box!.width <= width]).toEqual([true, true]);
  }
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  const intake = await house.as('ioc.intake');
  const { items } = (await intake.get('/api/tasks?state=unclaimed&stage=intake')).body;
  for (const { key } of items) expect((await intake.claims(key)).status).toBe(204);
  await expect.poll(() => bell(page).getAttribute('aria-label')).toBe('Thông báo');
});

it('how to be told is chosen, kept and shown again', async () => {
  const page = await open('/notices', 'sgtvt.leader', 'phone');
  await page.getByLabel('Một thư tổng hợp lúc 07:00').check();
  await page.getByLabel('Việc sắp đến hạn').uncheck();
  await page.getByLabel('Không gửi thư, không báo trên máy').check();
  await page.getByLabel('Từ', { exact: true }).fill('20:30');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Đã lưu cách nhận thông báo').waitFor();
  await page.reload();
  await page.getByLabel('Từ', { exact: true }).waitFor();
  await expect.poll(() => page.getByLabel('Từ', { exact: true }).inputValue()).toBe('20:30');
  await expect.poll(() => page.getByLabel('Việc sắp đến hạn').isChecked()).toBe(false);
  await expect.poll(() => page.getByLabel('Một thư tổng hợp lúc 07:00').isChecked()).toBe(true);
  await accessible(page);
  await keepPicture(page, 'notices-settings-phone', true);
  await page.setViewportSize({ width: 1440, height: 900 });
  await keepPicture(page, 'notices-page');
});

it('a follower hears how a report ends, and leaves by the link of the mail', async () => {
  const report = await house.anyone.sends();
  await walk(house, report, 'intake');
  await report.sees('in-progress');
  const followed = await house.anyone.ask('POST', `/api/nearby/${report.code}/followers`, {
    email: 'binh@example.com',
  });
  expect(followed.status).toBe(201);
  await walk(house, report, 'publication', { from: 'routing' });
  const [mail] = await mails.sent('binh@example.com');
  expect(mail!.text).toContain(`${house.url}/p/${report.code}`);
  const stop = /\S+\/u#\S+/.exec(mail!.text)![0];
  const page = await open(stop, undefined, 'phone');
  // The token leaves the address, and nothing ends before somebody presses.
  await page.waitForURL((url) => url.hash === '');
  const client = await house.database();
  const followers = () => client.db().collection('followers').countDocuments({ reportCode: report.code });
  expect(await followers()).toBe(1);
  await keepPicture(page, 'unfollow');
  await page.getByRole('button', { name: 'Thôi theo dõi' }).click();
  await page.getByText('Đã thôi theo dõi').waitFor();
  await until(async () => (await followers()) === 0, 'the follower to be gone');
  await client.close();
});
