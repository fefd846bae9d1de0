/**
 * An officer's task on the real product: by keyboard alone from the list to the next task, and nothing of what was
 * typed is lost, whatever happens meanwhile. Pictures are kept in artifacts/screens/.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { loadPeople } from '../../local/directory.ts';
import { password } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { walk } from '../house/walk.ts';
import { keepPicture, type Window } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();

async function logIn(page: Page, username: string): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
}

/** A report that waits for the officer of the department of transport to handle it, and its task. */
async function waiting(fields: Record<string, unknown> = {}): Promise<{ report: Sender; key: string }> {
  const { house } = product;
  const report = await house.anyone.sends(fields);
  await walk(house, report, 'instruction');
  const { key } = await (await house.as('sgtvt.officer')).task(report.code, 'handling');
  return { report, key };
}

/** A window in which the officer has claimed the task and says that there is a result. */
async function claimed(key: string): Promise<Window> {
  const window = await product.window('desk');
  const { page } = window;
  await page.goto(`/tasks/${key}`);
  await logIn(page, 'sgtvt.officer');
  await page.getByRole('button', { name: 'Nhận việc' }).click();
  await page.getByRole('button', { name: 'Hoàn thành' }).waitFor();
  await page.locator('.fjs-form').getByText('Đã có kết quả', { exact: true }).click();
  return window;
}

/** The session ends somewhere else: logged out on another device, or its time is over. */
async function endSession({ context }: Window): Promise<void> {
  const cookie = (await context.cookies()).map((one) => `${one.name}=${one.value}`).join('; ');
  const { url } = product.house;
  const ended = await fetch(`${url}/api/session`, { method: 'DELETE', headers: { cookie, origin: url } });
  expect(ended.status).toBe(204);
}

/** A browser writes every refused call down: those that the test brought about are no complaint. */
function expectRefusals({ complaints }: Window, statuses: number[]): void {
  const own = (one: string) => statuses.some((status) => one.includes(`status of ${status}`));
  for (const one of complaints.filter(own)) complaints.splice(complaints.indexOf(one), 1);
}

const draftOf = async (key: string) =>
  (await (await product.house.as('sgtvt.officer')).get(`/api/tasks/${key}`)).body.draft;

it('goes by keyboard alone from the log-in to the list, a completed task, and the next one', async () => {
  const [first, second] = [await waiting(), await waiting()];
  const page = await product.open('desk');
  await page.goto('/tasks');
  await page.locator('#username').focus();
  await page.keyboard.type('sgtvt.officer');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.locator('.row-link').nth(1).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('.fjs-form').waitFor();
  const opened = page.url().split('/').at(-1);
  await page.keyboard.press('c');
  // The button that claimed is gone: the focus is in the form.
  await page.locator('.fjs-form input:focus').waitFor();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Đã cử tổ kỹ thuật, hẹn thay tủ điều khiển.');
  await page.getByText('Đã lưu nháp').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.toast', { hasText: 'Đã hoàn thành' }).waitFor();
  const other = [first.key, second.key].find((key) => key !== opened);
  await page.waitForURL(`**/tasks/${other}`);
  await page.locator('h1:focus').waitFor();
}, 120_000);

it('asks to log in where one is when the session has ended, and saves what was typed', async () => {
  const { key } = await waiting();
  const window = await claimed(key);
  const { page } = window;
  await page.getByLabel('Nội dung kết quả').fill('Đã thay bo mạch');
  await page.getByText('Đã lưu nháp').waitFor();
  await endSession(window);
  await page.getByLabel('Nội dung kết quả').fill('Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.');
  await page.locator('dialog', { hasText: 'Phiên làm việc đã hết' }).waitFor();
  await keepPicture(page, 'task-session-ended');
  await page.locator('dialog #username').fill('tamky.officer');
  await page.locator('dialog #password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('dialog', { hasText: 'Bạn vừa đăng nhập là tamky.officer' }).waitFor();
  await page.getByRole('button', { name: 'Đăng nhập là sgtvt.officer' }).click();
  await page.locator('dialog #password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => draftOf(key)).toMatchObject({ result: 'Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.' });
  await expect.poll(() => page.getByLabel('Nội dung kết quả').inputValue()).toContain('đèn hoạt động lại');
  expectRefusals(window, [401]);
}, 120_000);

it('shows both versions when the draft was changed in another tab, and one chooses', async () => {
  const { key } = await waiting();
  const window = await claimed(key);
  const { page } = window;
  const tab = await window.context.newPage();
  await tab.goto(`/tasks/${key}`);
  await tab.locator('.fjs-form').waitFor();
  await page.getByLabel('Nội dung kết quả').fill('Bản ở thẻ thứ nhất');
  await page.getByText('Đã lưu nháp').waitFor();
  await tab.locator('.fjs-form').getByText('Đã có kết quả', { exact: true }).click();
  await tab.getByLabel('Nội dung kết quả').fill('Bản ở thẻ thứ hai');
  await tab.getByText('Bản nháp đã được sửa ở nơi khác').waitFor();
  await tab.locator('.versions', { hasText: 'Bản ở thẻ thứ nhất' }).waitFor();
  await keepPicture(tab, 'task-two-versions');
  await expect.poll(() => draftOf(key)).toMatchObject({ result: 'Bản ở thẻ thứ nhất' });
  await tab.getByRole('button', { name: 'Giữ bản ở trang này' }).click();
  await expect.poll(() => draftOf(key)).toMatchObject({ result: 'Bản ở thẻ thứ hai' });
  await page.getByLabel('Nội dung kết quả').fill('Bản thứ nhất, viết tiếp');
  await page.getByRole('button', { name: 'Lấy bản kia' }).click();
  await expect.poll(() => page.getByLabel('Nội dung kết quả').inputValue()).toBe('Bản ở thẻ thứ hai');
  expectRefusals(window, [412]);
}, 120_000);

it('keeps what was typed, to be read and copied, when the task is handed to another', async () => {
  const { house } = product;
  const people = [{ username: 'sgtvt.binh', name: 'Lê Thị Bình', groups: ['agency:sgtvt:officer'] }];
  await loadPeople({ mongodbUri: house.databaseUri, password, people });
  const { key } = await waiting();
  const { page } = await claimed(key);
  await page.getByLabel('Nội dung kết quả').fill('Đã khảo sát hiện trường.');
  await page.getByText('Đã lưu nháp').waitFor();
  const handed = await (await house.as('sgtvt.leader')).ask('PUT', `/api/tasks/${key}/assignee`, {
    username: 'sgtvt.binh',
  });
  expect(handed.status).toBe(204);
  await page.getByText('Lê Thị Bình đang giữ việc này').waitFor();
  await page.getByText('Phần bạn đã viết vẫn còn đây').waitFor();
  await expect.poll(() => page.getByLabel('Nội dung kết quả').inputValue()).toBe('Đã khảo sát hiện trường.');
  await expect.poll(() => page.getByLabel('Nội dung kết quả').isEditable()).toBe(false);
  await page.getByRole('button', { name: 'Sao chép phần đã viết' }).waitFor();
  await keepPicture(page, 'task-lost');
}, 120_000);

it('asks for a picture of what is said to be fixed, and goes without one when told so', async () => {
  const { key, report } = await waiting();
  const { page } = await claimed(key);
  await page.getByLabel('Nội dung kết quả').fill('Đã vá mặt đường.');
  await page.locator('.fjs-form').getByText('Đã khắc phục', { exact: true }).click();
  await page.locator('.letter', { hasText: 'Kính chào: Ông/bà Nguyễn Văn An' }).waitFor();
  await page.locator('.letter', { hasText: 'Đã vá mặt đường.' }).waitFor();
  await keepPicture(page, 'task-handling', true);
  await page.getByRole('button', { name: 'Hoàn thành', exact: true }).click();
  await page.locator('dialog', { hasText: 'Chưa có ảnh sau khi khắc phục' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#task-files:focus').waitFor({ state: 'attached' });
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Hoàn thành không kèm ảnh' }).click();
  await page.locator('.toast', { hasText: 'Đã hoàn thành' }).waitFor();
  await (await product.house.as('sgtvt.leader')).task(report.code, 'approval');
}, 120_000);

it('shows at publication who will read what, before anything leaves', async () => {
  // Long enough that on a phone the form lies below what one sees first.
  const content = 'Đèn tín hiệu giao thông ở ngã tư Phan Chu Trinh – Hùng Vương không hoạt động. '.repeat(12);
  const { report } = await waiting({ content });
  const { house } = product;
  await walk(house, report, 'approval', { from: 'handling' });
  const { key } = await (await house.as('sgtvt.officer')).task(report.code, 'publication');
  const page = await product.open('phone');
  await page.goto(`/tasks/${key}`);
  await logIn(page, 'sgtvt.officer');
  await page.locator('.to-form a').waitFor();
  await keepPicture(page, 'task-publication-phone');
  await page.locator('.to-form a').click();
  await page.getByRole('button', { name: 'Nhận việc' }).click();
  const pick = (answer: string) => page.locator('.fjs-form').getByText(answer, { exact: true }).click();
  await pick('Không công khai vì bí mật nhà nước');
  await page.locator('.letter', { hasText: 'xử lý theo quy định của pháp luật' }).waitFor();
  await pick('Gửi riêng người gửi');
  await page.getByText('Chỉ người gửi nhận được').waitFor();
  await pick('Công khai');
  await page.locator('.letter', { hasText: 'Đã thay bo mạch tủ điều khiển' }).waitFor();
  const reply = page.getByLabel('Nội dung trả lời');
  await reply.fill((await reply.inputValue()).replace('hoạt động lại', 'hoạt động bình thường'));
  await page.locator('.changes ins', { hasText: 'bình thường' }).waitFor();
  await keepPicture(page, 'task-publication-phone-preview', true);
}, 120_000);

it('keeps a template of what was written, and puts it into another report at the cursor with its holes filled', async () => {
  const [first, second] = [await waiting(), await waiting()];
  const { page } = await claimed(first.key);
  await page.getByLabel('Nội dung kết quả').fill('Đã cử tổ kỹ thuật tới {place}.');
  await page.getByRole('button', { name: 'Mẫu trả lời' }).click();
  await page.getByRole('button', { name: 'Thêm mẫu' }).click();
  await page.locator('#template-name').fill('Cử tổ kỹ thuật');
  await expect.poll(() => page.locator('#template-text').inputValue()).toBe('Đã cử tổ kỹ thuật tới {place}.');
  await keepPicture(page, 'task-template-new');
  await page.getByRole('button', { name: 'Lưu mẫu' }).click();
  await page.locator('.templates', { hasText: 'Cử tổ kỹ thuật' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Đã lưu nháp').waitFor();

  await page.goto(`/tasks/${second.key}`);
  await page.getByRole('button', { name: 'Nhận việc' }).click();
  await page.locator('.fjs-form').getByText('Đã có kết quả', { exact: true }).click();
  const result = page.getByLabel('Nội dung kết quả');
  await result.fill('Kính gửi Ông/bà.  Trân trọng.');
  await result.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(17, 17));
  await page.getByRole('button', { name: 'Mẫu trả lời' }).click();
  await page.getByRole('button', { name: 'Chèn: Cử tổ kỹ thuật' }).click();
  const text = 'Kính gửi Ông/bà. Đã cử tổ kỹ thuật tới Ngã tư Phan Chu Trinh – Hùng Vương, Tam Kỳ. Trân trọng.';
  await expect.poll(() => result.inputValue()).toBe(text);
  await expect.poll(() => draftOf(second.key)).toMatchObject({ result: text });
}, 120_000);

it('links a report to the one that it repeats, and shows it on both', async () => {
  const [first, second] = [await waiting(), await waiting()];
  const page = await product.open('desk');
  await page.goto(`/tasks/${second.key}`);
  await logIn(page, 'sgtvt.officer');
  await page.getByRole('button', { name: `Ghi là trùng: ${first.report.code}` }).click();
  await page.locator('.toast', { hasText: first.report.code }).waitFor();
  await page.getByText('Phản ánh này được ghi là trùng với:').waitFor();
  await keepPicture(page, 'task-duplicate', true);
  await page.locator('qn-others').getByRole('link', { name: first.report.code }).click();
  await page.waitForURL(`**/tasks/${first.key}`);
  await page.getByText('1 phản ánh được ghi là trùng với phản ánh này:').waitFor();
  await page.locator('qn-others').getByRole('link', { name: second.report.code }).click();
  await page.getByRole('button', { name: 'Bỏ ghi trùng' }).click();
  await page.getByRole('button', { name: `Ghi là trùng: ${first.report.code}` }).waitFor();
}, 120_000);

it('keeps what is typed while the network is away, asks before it would be lost, and saves it afterwards', async () => {
  const { key } = await waiting();
  const window = await claimed(key);
  const { page, context, complaints } = window;
  const result = page.getByLabel('Nội dung kết quả');
  await result.fill('Viết lúc có mạng.');
  await page.getByText('Đã lưu nháp').waitFor();
  await context.setOffline(true);
  await result.fill('Viết lúc mất mạng.');
  await page.getByText('Chưa lưu được nháp, sẽ thử lại').waitFor();
  await page.getByRole('link', { name: 'Tất cả việc' }).click();
  await page.locator('dialog', { hasText: 'Rời trang khi chưa lưu?' }).waitFor();
  await page.getByRole('button', { name: 'Thôi' }).click();
  expect(page.url()).toContain(key);
  await expect.poll(() => result.inputValue()).toBe('Viết lúc mất mạng.');
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type());
      void dialog.dismiss();
    });
  });
  await page.close({ runBeforeUnload: true });
  expect(await asked).toBe('beforeunload');
  await context.setOffline(false);
  await expect.poll(() => draftOf(key), { timeout: 15_000 }).toMatchObject({ result: 'Viết lúc mất mạng.' });
  await page.getByText('Đã lưu nháp').waitFor();
  await page.getByRole('link', { name: 'Tất cả việc' }).click();
  await page.waitForURL('**/tasks');
  const own = (one: string) => /ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(one);
  for (const one of complaints.filter(own)) complaints.splice(complaints.indexOf(one), 1);
}, 120_000);
