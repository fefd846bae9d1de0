/** The calendar, people and the roster as administrators work with them: by keyboard, with what is sent to the server. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { Double } from '../../web/testing/double.ts';
import { people } from '../../web/testing/people.ts';
import { admin, duty, leader } from '../../web/testing/visits.ts';
import { overDouble } from './over-double.ts';

let browser: Browser;
let double: Double;
let context: BrowserContext | undefined;
overDouble((both) => {
  ({ browser, double } = both);
});
afterEach(() => context?.close());

async function open(path: string, who: typeof admin): Promise<Page> {
  double.reset();
  double.session = who();
  context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(double.url + path);
  return page;
}
const sent = (method: string, path: RegExp) =>
  double.sent.filter((one) => one.method === method && path.test(one.path));
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
const body = (one: { body: string } | undefined): any => JSON.parse(one!.body);

test('a day is set off by keyboard, what moves is shown before it is saved, with the version that was seen', async () => {
  const page = await open('/admin/calendar', duty);
  await page.locator('.cal-day[data-day="2026-01-05"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.locator('.cal-day[aria-pressed="true"]').getAttribute('data-day')).toBe('2026-01-13');
  await page.getByRole('radio', { name: 'Nghỉ' }).check();
  await expect
    .poll(() => page.locator('.cal-day[data-day="2026-01-13"]').getAttribute('aria-label'))
    .toContain('ngày nghỉ');
  await page.getByRole('button', { name: 'Xem thời hạn nào dời' }).click();
  await page.getByText('2 trong 412 phản ánh').waitFor();
  await expect.poll(() => page.locator('.table tbody tr').count()).toBe(2);
  const save = page.getByRole('button', { name: 'Lưu lịch và dời thời hạn' });
  await save.click();
  await page.locator('#error-summary').waitFor();
  expect(sent('PUT', /calendar/)).toEqual([]);
  await page.getByLabel('Lý do').fill('Nghỉ bù');
  await save.click();
  await expect.poll(() => sent('PUT', /calendar/).length).toBe(1);
  const [change] = sent('PUT', /calendar/);
  expect(change!.headers['if-match']).toBe('"2"');
  expect(body(change).note).toBe('Nghỉ bù');
  expect(body(change).holidays).toContainEqual({ day: '2026-01-13', vi: 'Ngày nghỉ', en: 'Ngày nghỉ' });
});

test('a person is given a group of an agency, and a link that is shown once', async () => {
  const page = await open('/admin/people', admin);
  await page.getByRole('link', { name: people[0]!.name }).click();
  await page.getByLabel('Vai trò', { exact: true }).selectOption('officer');
  await page.getByLabel('Cơ quan', { exact: true }).selectOption('syt');
  await page.getByRole('button', { name: 'Thêm nhóm' }).click();
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect.poll(() => sent('PUT', /people\/binh$/).length).toBe(1);
  const [change] = sent('PUT', /people\/binh$/);
  expect(body(change)).toMatchObject({ groups: ['ioc-duty', 'ioc-intake', 'agency:syt:officer'], active: true });
  expect(change!.headers['if-match']).toBe('"1"');
  await page.getByRole('button', { name: 'Tạo liên kết đặt mật khẩu' }).click();
  await page.locator('.people-link').waitFor();
  await expect.poll(() => page.locator('.people-link').textContent()).toContain('/password#');
});

test('shifts are made by a weekly pattern and changed one by one', async () => {
  const page = await open('/admin/roster', duty);
  await page.getByLabel('Thứ Hai', { exact: true }).selectOption('an');
  await page.getByRole('button', { name: 'Tạo ca trực' }).click();
  await expect.poll(() => sent('POST', /roster\/rows$/).length).toBe(1);
  expect(body(sent('POST', /roster\/rows$/)[0])).toMatchObject({
    role: 'ioc-duty',
    from: '2026-01-05',
    until: '2026-02-01',
    week: [{ weekday: 1, username: 'an', from: '07:00', to: '17:00' }],
  });
  await page.getByRole('button', { name: /Trần Thị Bình/ }).click();
  await page.getByLabel('Người trực', { exact: true }).selectOption('an');
  await page.getByRole('button', { name: 'Lưu ca trực' }).click();
  await expect.poll(() => sent('PUT', /roster\//).length).toBe(1);
  expect(body(sent('PUT', /roster\//)[0])).toMatchObject({ username: 'an', from: '2026-01-05T07:00:00+07:00' });
});

test('a leader sets the absence of somebody of the unit, and may stand in', async () => {
  const page = await open('/tasks/away', leader);
  const someone = 'sgtvt.officer2';
  await page.getByLabel('Người vắng', { exact: true }).selectOption(someone);
  await page.getByLabel('Người thay', { exact: true }).selectOption('sgtvt.leader');
  await page.locator('#endsAt').fill('2026-01-09T17:00');
  await page.getByLabel('Lý do', { exact: true }).fill('Đi công tác');
  await page.getByRole('button', { name: 'Báo vắng' }).click();
  await expect.poll(() => sent('POST', /delegations$/).length).toBe(1);
  expect(body(sent('POST', /delegations$/)[0])).toMatchObject({ absent: someone, standIn: 'sgtvt.leader' });
});
