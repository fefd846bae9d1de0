/**
 * The task list in a real browser on the real parts: officers at one list at the same time, work that comes in while one
 * looks, several tasks at once, being stood in for, and a list of ten thousand. Pictures are kept in artifacts/screens/.
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { loadPeople } from '../../local/directory.ts';
import { password } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { walk } from '../house/walk.ts';
import { faultsOf } from './accessible.ts';
import { keepPicture, type Size, type Window } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();
const lan = { username: 'ioc.lan', name: 'Lê Thị Lan', groups: ['ioc-intake'] };
const binh = { username: 'ioc.binh', name: 'Trần Văn Bình', groups: ['ioc-intake'] };

beforeAll(() => loadPeople({ mongodbUri: product.house.databaseUri, password, people: [lan, binh] }));

async function at(username: string, path = '/tasks', size: Size = 'desk', language?: string): Promise<Window> {
  const window = await product.window(size, language);
  const { page } = window;
  await page.goto(path);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.live.on').waitFor();
  return window;
}

/** A browser writes down every answer of 409; that there was just this one is what the test is about. */
function expectRefusal(window: Window): void {
  expect(window.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
}

const row = (page: Page, code: string) => page.locator('.grid-row', { hasText: code });
async function expectAccessible(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
}
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('.grid-row')?.querySelector('.row-link')?.textContent ?? '');
const reports = (n: number, content: string): Promise<Sender[]> =>
  Promise.all(Array.from({ length: n }, () => product.house.anyone.sends({ content })));
/** The list of these reports alone: other tests' work is in the house too. */
const only = (words: string) => `/tasks?q=${encodeURIComponent(words)}`;

it('of two officers who claim at once one has it, and the other is told who and goes on to the next', async () => {
  const sent = await reports(2, 'Cầu treo gãy ván');
  await Promise.all(sent.map(async ({ code }) => (await product.house.as('ioc.lan')).task(code, 'intake')));
  const windows = [await at('ioc.lan', only('cau treo gay van')), await at('ioc.binh', only('cau treo gay van'))];
  for (const { page } of windows) {
    await page.locator('.grid-row').nth(1).waitFor();
    await page.keyboard.press('j');
  }
  const [first, second] = await windows[0]!.page.locator('.grid-row .row-link').allTextContents();
  await Promise.all(windows.map(({ page }) => page.keyboard.press('c')));
  await expect
    .poll(async () => (await Promise.all(windows.map(({ page }) => page.locator('.toast').count()))).join())
    .toBe('1,1');
  const said = await Promise.all(windows.map(({ page }) => page.locator('.toast').textContent()));
  const loser = said.findIndex((text) => text?.includes('trước bạn lúc'));
  expect(said.filter((text) => text?.includes('Bạn đã nhận việc')).length).toBe(1);
  expect(said[loser]).toContain(`${loser === 0 ? binh.name : lan.name} đã nhận trước bạn lúc 08:`);
  await expect.poll(() => focused(windows[loser]!.page)).toBe(second);
  for (const [n, { page }] of windows.entries())
    await row(page, first!)
      .getByText(n === loser ? (loser === 0 ? binh.name : lan.name) : 'Tôi')
      .waitFor();
  expectRefusal(windows[loser]!);
}, 120_000);

it('work that comes in is there at once, and the row one is at neither moves nor loses the focus', async () => {
  const { house } = product;
  const words = 'Nước giếng khoan nhiễm phèn';
  const [early] = await reports(1, words);
  await (await house.as('ioc.lan')).task(early!.code, 'intake');
  const { page } = await at('ioc.lan', `${only('nuoc gieng khoan')}&sort=-createdAt`);
  await row(page, early!.code).waitFor();
  await page.keyboard.press('j');
  const before = await row(page, early!.code).boundingBox();
  const [late] = await reports(1, words);
  await row(page, late!.code).waitFor();
  await row(page, late!.code).getByText('Mới').waitFor();
  const codes = await page.locator('.grid-row .row-link').allTextContents();
  expect(codes).toEqual([late!.code, early!.code]);
  await expect.poll(() => focused(page)).toBe(early!.code);
  // The document is too short to scroll, so the row can only stay where there is room above it.
  expect((await row(page, early!.code).boundingBox())!.y - before!.y).toBeLessThanOrEqual(40);
  await (await house.as('ioc.binh')).claims((await (await house.as('ioc.binh')).task(late!.code, 'intake')).key);
  await row(page, late!.code).getByText(binh.name).waitFor();
  await page.goto(`${only('nuoc gieng khoan')}&view=unclaimed`);
  await row(page, early!.code).waitFor();
  await expect.poll(() => page.locator('.grid-row').count()).toBe(1);
}, 120_000);

it('several are claimed at once, each with its outcome, and what one lost is named', async () => {
  const { house } = product;
  const sent = await reports(3, 'Hố ga mất nắp trước trường');
  const officer = await house.as('ioc.binh');
  const tasks = await Promise.all(sent.map(({ code }) => officer.task(code, 'intake')));
  const { page } = await at('ioc.lan', `${only('ho ga mat nap')}&view=unclaimed`);
  await page.locator('.grid-row').nth(2).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('Đã chọn 3 việc').waitFor();
  expect((await officer.claims(tasks[1].key)).status).toBe(204);
  // It is no longer in this list of what nobody has; the tick is not dropped in silence.
  await row(page, tasks[1].reportCode).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Nhận các việc này' }).click();
  await page.getByText('Đã nhận 2 việc.').waitFor();
  await page
    .locator('.bulk-failed li', { hasText: tasks[1].reportCode })
    .getByText(`${binh.name} đã nhận trước bạn lúc 08:`, { exact: false })
    .waitFor();
  await keepPicture(page, 'tasks-bulk-outcome');
  await expectAccessible(page);
  await expect.poll(() => page.locator('.grid-row').count()).toBe(0);
  // What was lost stays ticked; what one holds is handed over, to somebody found by part of the name.
  await page.keyboard.press('Escape');
  await page.locator('.bulk-bar').waitFor({ state: 'detached' });
  await page.goto(only('ho ga mat nap'));
  for (const n of [0, 2]) await row(page, tasks[n].reportCode).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Chuyển người khác' }).click();
  await page.locator('#person-words:focus').waitFor();
  await page.keyboard.type('tran binh');
  await keepPicture(page, 'tasks-hand-over');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.getByText('Đã chuyển 2 việc.').waitFor();
  for (const n of [0, 2]) await row(page, tasks[n].reportCode).getByText(binh.name).waitFor();
}, 120_000);

it('one sees who else is at a task, in the list and at the task', async () => {
  const [report] = await reports(1, 'Cây đổ chắn đường làng');
  const task = await (await product.house.as('ioc.lan')).task(report!.code, 'intake');
  const { page } = await at('ioc.lan', only('cay do chan duong'));
  await row(page, report!.code).waitFor();
  const other = await at('ioc.binh');
  await other.page.goto(`/tasks/${task.key}`);
  await row(page, report!.code)
    .locator('.presence', { hasText: `${binh.name} đang xem` })
    .waitFor();
  await row(page, report!.code).getByRole('link').click();
  await page.getByText(`${binh.name} đang xem`).waitFor();
  await other.page.getByText(`${lan.name} đang xem`).waitFor();
  await other.page.goto('/tasks');
  await page.getByText(`${binh.name} đang xem`).waitFor({ state: 'detached' });
}, 120_000);

it('a leader is away and an officer decides in the leader’s place, with both names on record', async () => {
  const { house } = product;
  const report = await house.anyone.sends();
  await walk(house, report, 'handling');
  const task = await (await house.as('sgtvt.leader')).task(report.code, 'approval');
  const { page: desk } = await at('sgtvt.officer', '/tasks?stage=approval');
  await row(desk, report.code).waitFor();
  await expect.poll(() => row(desk, report.code).getByRole('button', { name: 'Nhận việc' }).count()).toBe(0);

  const leader = await at('sgtvt.leader', '/tasks', 'phone');
  await leader.page.getByRole('link', { name: 'Vắng mặt' }).click();
  await leader.page.getByLabel('Người thay').selectOption('sgtvt.officer');
  await leader.page.getByLabel('Đến').fill('2026-03-06T17:00');
  await leader.page.getByLabel('Lý do').fill('Đi công tác');
  await leader.page.getByRole('button', { name: 'Báo vắng' }).click();
  await leader.page.locator('.absences', { hasText: 'Đang vắng' }).waitFor();
  await keepPicture(leader.page, 'tasks-away-phone', true);

  // Nothing is read anew by hand: the officer's list knows by itself.
  await desk.getByText('Bạn đang thay mặt Lãnh đạo – Sở Giao thông vận tải đến 17:00 06/03/2026.').waitFor();
  await row(desk, report.code).getByRole('button', { name: 'Nhận việc' }).click();
  await row(desk, report.code).getByText('Tôi', { exact: true }).waitFor();
  await keepPicture(desk, 'tasks-stand-in');
  await expectAccessible(desk);
  const officer = await house.as('sgtvt.officer');
  expect((await officer.completes(task.key, { outcome: 'approved' })).status).toBe(204);
  const { history } = (await officer.get(`/api/tasks/${task.key}`)).body;
  expect(history.at(-1)).toMatchObject({ what: 'completed', by: 'sgtvt.officer', onBehalfOf: 'sgtvt.leader' });
  await desk.goto(`/tasks/${task.key}`);
  await desk.getByText('thay mặt Lãnh đạo – Sở Giao thông vận tải').waitFor();

  await leader.page.getByRole('button', { name: 'Kết thúc sớm' }).click();
  await leader.page.locator('dialog').getByRole('button', { name: 'Kết thúc sớm' }).click();
  await leader.page.getByText('Không có ai vắng').waitFor();
  expect((await officer.get('/api/session')).body.groups).toEqual(['agency:sgtvt:officer']);
}, 180_000);

it('a list is narrowed down, kept under a name for the unit, and counted; the address says it all', async () => {
  const { house } = product;
  const [report] = await reports(1, 'Loa phát thanh quá ồn');
  await (await house.as('ioc.lan')).task(report!.code, 'intake');
  const { page } = await at('ioc.duty');
  await page.locator('.grid-row').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('loa phat thanh');
  await page.keyboard.press('Enter');
  await page.locator('#q:focus').waitFor();
  await expect.poll(() => page.locator('.grid-row').count()).toBe(1);
  expect(new URL(page.url()).search).toBe('?q=loa+phat+thanh');
  await page.getByRole('button', { name: 'Lưu danh sách này' }).click();
  await page.getByLabel('Tên danh sách').fill('Tiếng ồn');
  await page.getByText('Dùng chung trong đơn vị').click();
  await page.getByLabel('Tên danh sách').press('Enter');
  await page.locator('.views a[aria-current]', { hasText: 'Tiếng ồn' }).getByText('1').waitFor();
  const { page: another } = await at('ioc.lan');
  await another.locator('.views a', { hasText: 'Tiếng ồn' }).getByText('1').waitFor();
  await reports(1, 'Loa phát thanh quá ồn');
  await another.locator('.views a', { hasText: 'Tiếng ồn' }).getByText('2').waitFor();
  await another.keyboard.press('g');
  await another.keyboard.press('6');
  await another.getByRole('heading', { name: 'Tiếng ồn' }).waitFor();
  await expect.poll(() => another.locator('.grid-row').count()).toBe(2);
  await another.goBack();
  await another.getByRole('heading', { name: 'Đang mở' }).waitFor();
  await page.getByRole('button', { name: 'Sửa danh sách: Tiếng ồn' }).click();
  await page.locator('dialog').getByRole('button', { name: 'Xóa danh sách' }).click();
  await page.locator('dialog').getByRole('button', { name: 'Xóa danh sách' }).click();
  await page.locator('.views a', { hasText: 'Tiếng ồn' }).waitFor({ state: 'detached' });
}, 120_000);

it('is worked by keys alone: the sheet shows them, and they can be turned off', async () => {
  const [report] = await reports(1, 'Biển báo bị che khuất');
  await (await product.house.as('ioc.lan')).task(report!.code, 'intake');
  const { page } = await at('ioc.lan', only('bien bao bi che'));
  await row(page, report!.code).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await row(page, report!.code).getByText('Tôi', { exact: true }).waitFor();
  await expect.poll(() => focused(page)).toBe(report!.code);
  await page.keyboard.press('r');
  await row(page, report!.code).getByText('Chưa ai nhận').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Phím tắt' }).waitFor();
  await keepPicture(page, 'tasks-keys');
  await expectAccessible(page);
  await page.getByText('Dùng phím tắt').click();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe(report!.code);
  await page.keyboard.press('m');
  expect(new URL(page.url()).searchParams.get('view')).toBeNull();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tasks\/\d+$/);
  // Who comes back goes on where one was.
  await page.goBack();
  await expect.poll(() => focused(page)).toBe(report!.code);
}, 120_000);

it('says when it is no longer live, as of when, and knows what it missed when it is again', async () => {
  const { house } = product;
  const words = 'Trạm bơm ngừng chạy';
  const [early] = await reports(1, words);
  const task = await (await house.as('ioc.binh')).task(early!.code, 'intake');
  const window = await at('ioc.lan', only('tram bom ngung'));
  const { page } = window;
  await row(page, early!.code).waitFor();
  await house.kill('server');
  await page.getByText(/Mất kết nối – danh sách lúc \d\d:\d\d/).waitFor();
  await row(page, early!.code).waitFor();
  await keepPicture(page, 'tasks-not-live');
  await house.start('server');
  await house.ready();
  expect((await (await house.as('ioc.binh')).claims(task.key)).status).toBe(204);
  await row(page, early!.code).getByText(binh.name).waitFor();
  await page.locator('.live.on').waitFor();
  // A browser writes down that the server was away.
  expect(window.complaints.splice(0).filter((one) => !/ERR_|502|503/.test(one))).toEqual([]);
}, 120_000);

it('ten thousand rows are one list: few of them in the document, the right one under the eye, none lost', async () => {
  const { house } = product;
  const total = 10_000;
  const client = await house.database();
  const tasks = client.db().collection('tasks');
  // Arranged in the database: the way of ten thousand reports through the engine is not what is tried here.
  const pattern = (await tasks.findOne({ stage: 'intake' })) as Record<string, unknown>;
  const due = Date.parse('2026-03-03T08:00:00+07:00');
  await tasks.insertMany(
    Array.from({ length: total }, (_, n) => ({
      ...pattern,
      _id: String(9_000_000_000_000_000 + n),
      taskInstance: String(8_000_000_000_000_000 + n),
      reportCode: `QN-26-${String(n).padStart(5, '0')}`,
      groups: ['agency:queson:officer'],
      agency: 'queson',
      stage: n % 2 ? 'scope' : 'handling',
      state: 'created',
      open: true,
      assignee: null,
      dueAt: due + n * 60_000,
      createdAt: due - n,
    })) as never[],
  );
  await client.close();
  const { page } = await at('queson.officer');
  await page.getByText('10.000 việc').waitFor();
  await expect.poll(() => page.locator('.views a[aria-current]').textContent()).toContain('10.000');
  const inDocument = () => page.locator('.grid-row').count();
  const underTheEye = () =>
    page.evaluate(() => {
      const hit = document.elementsFromPoint(700, 450).find((one) => one.closest('.grid-row'));
      return hit?.closest<HTMLElement>('.grid-row')?.querySelector('.row-link')?.textContent ?? '';
    });
  for (const n of [1_000, 5_000, 9_000]) {
    await page.evaluate((top) => scrollTo(0, top), n * 40);
    await expect.poll(underTheEye).toMatch(/^QN/);
    const number = Number((await underTheEye()).slice(-5));
    expect(Math.abs(number - n)).toBeLessThan(20);
    await expect.poll(inDocument).toBeLessThan(200);
    await expect.poll(() => page.locator('.task-grid').getAttribute('aria-rowcount')).toBe(String(total + 1));
  }
  await keepPicture(page, 'tasks-ten-thousand');
  await expectAccessible(page);

  // What comes in above moves nothing; it is told of, and led to.
  await page.getByRole('link', { name: (await underTheEye()).trim() }).click();
  await page.waitForURL(/\/tasks\/\d+$/);
  const opened = page.url();
  await page.goBack();
  await expect.poll(() => focused(page)).not.toBe('');
  expect(opened).toContain((await row(page, await focused(page)).getAttribute('data-key')) as string);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.evaluate((top) => scrollTo(0, top), 9_000 * 40);
  await expect.poll(underTheEye).toMatch(/^QN/);
  const seen = await underTheEye();
  const report = await house.anyone.sends();
  await walk(house, report, 'routing', { instead: { routing: { outcome: 'routed', leadAgency: 'queson' } } });
  await page.getByRole('button', { name: '1 việc mới ở trên' }).waitFor();
  await expect.poll(underTheEye).toBe(seen);
  await expect.poll(() => page.locator('.task-grid').getAttribute('aria-rowcount')).toBe(String(total + 2));
  await page.getByRole('button', { name: '1 việc mới ở trên' }).click();
  await expect.poll(() => focused(page)).toBe(report.code);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(500);

  // The row with the focus stays in the document, however far one scrolls.
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await row(page, 'QN-26-09999').waitFor();
  await expect.poll(() => focused(page)).toBe(report.code);
  await page.keyboard.press('j');
  await expect.poll(() => focused(page)).not.toBe(report.code);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(500);
  await expect.poll(inDocument).toBeLessThan(200);
}, 240_000);

it.each([
  ['desk', 'vi', 'light'],
  ['desk', 'en', 'dark'],
  ['phone', 'vi', 'dark'],
  ['phone', 'en', 'light'],
] as const)(
  'looks as it should: %s, %s, %s',
  async (size, language, colorScheme) => {
    const { page } = await at('ioc.lan', '/tasks?group=due', size, language);
    await page.emulateMedia({ colorScheme });
    await page.locator('.grid-row').first().waitFor();
    await page.locator('.view-count').first().waitFor();
    await keepPicture(page, `tasks-${size}-${language}-${colorScheme}`);
    await expectAccessible(page);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  },
  60_000,
);
