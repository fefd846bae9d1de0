/** Two analysts on the real product: drafts that are saved as one works, kept, taken in and given out, and never lost. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelDetail } from '../../domain/api/models.ts';
import { password } from '../house/house.ts';
import type { Officer } from '../house/people.ts';
import { until } from '../house/until.ts';
import { keepPicture } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();
const shipped = (name: string) => readFile(join(import.meta.dirname, '../../bpmn', name), 'utf8');

let analyst: Officer;
let draft: ModelDetail;
let n = 0;
beforeEach(async () => {
  analyst = await product.house.as('analyst');
  n += 1;
  const made = await until(async () => {
    const { status, body } = await analyst.ask('POST', '/api/models', { name: `Bản nháp thử ${n}`, from: 'in-force' });
    return status === 201 ? (body as ModelDetail) : undefined;
  }, 'the procedure in force');
  draft = made;
});

async function logIn(username: string, path: string): Promise<{ page: Page; context: BrowserContext }> {
  const { page, context } = await product.window('desk');
  await page.goto(path);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  return { page, context };
}

/** The list of steps of a draft, opened for editing. */
async function editing(username: string): Promise<{ page: Page; context: BrowserContext }> {
  const window = await logIn(username, `/studio/${draft.id}/edit`);
  const { page } = window;
  await page.locator('.djs-container').first().waitFor();
  await page.getByText('Danh sách', { exact: true }).click();
  await page.getByRole('button', { name: 'Sửa Kiểm tra, tiếp nhận' }).click();
  return window;
}

/** Changes the article of the intake. */
async function write(page: Page, article: string): Promise<void> {
  const field = page.locator('#field-intake-article');
  await field.fill(article);
  await field.press('Tab');
}

const state = (page: Page) => page.locator('header [role=status]');
const diagram = async (): Promise<string> => {
  const { files } = (await analyst.get(`/api/models/${draft.id}`)).body as ModelDetail;
  return files.find(({ name }) => name.endsWith('.bpmn'))!.content;
};

describe('a draft', () => {
  it('is begun from what is in force, saved as one works, kept as a version and gone back to', async () => {
    const { page } = await logIn('analyst', '/studio');
    await page.getByRole('button', { name: 'Tạo bản nháp từ bản đang áp dụng' }).click();
    await page.locator('.djs-container').first().waitFor();
    const id = new URL(page.url()).pathname.split('/')[2]!;
    const before = (await analyst.get(`/api/models/${id}`)).body as ModelDetail;
    await page.getByRole('button', { name: 'Lưu phiên bản' }).click();
    await page.locator('#version-note').fill('Trước khi sửa');
    await page.getByRole('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.getByText('Đã lưu phiên bản 1').waitFor();
    await page.getByText('Danh sách', { exact: true }).click();
    await page.getByRole('button', { name: 'Sửa Kiểm tra, tiếp nhận' }).click();
    await write(page, '6.1');
    await until(async () => {
      const { version } = (await analyst.get(`/api/models/${id}`)).body as ModelDetail;
      return version > before.version;
    }, 'the save');
    await page.getByRole('link', { name: 'Lịch sử' }).click();
    await page.getByText('Lưu phiên bản 1: Trước khi sửa').waitFor();
    await keepPicture(page, 'studio-history', true);
    await page.getByRole('button', { name: 'Quay lại phiên bản này' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Quay lại phiên bản này' }).click();
    await page.getByText('Bản nháp đã trở lại phiên bản 1').waitFor();
    const after = (await analyst.get(`/api/models/${id}`)).body as ModelDetail;
    expect(after.files).toEqual(before.files);
  });

  it('tells two people of each other, and asks the later one which to keep', async () => {
    const [mine, theirs] = [await editing('analyst'), await editing('analyst2')];
    await theirs.page.locator('header', { hasText: 'cũng đang mở bản nháp này' }).waitFor();
    await write(theirs.page, '6.1');
    await until(async () => (await diagram()).includes('value="6.1"'), 'their save');
    await write(mine.page, '5.1');
    await mine.page.getByText('Có người khác vừa lưu bản nháp này').waitFor();
    await keepPicture(mine.page, 'studio-stale', true);
    expect(product.take(/status of 412/).length).toBe(1);
    await mine.page.getByRole('button', { name: 'Giữ phần của tôi thành bản nháp riêng' }).click();
    await mine.page.getByRole('heading', { name: `${draft.name} (phần của tôi)` }).waitFor();
    await expect.poll(() => diagram()).toContain('value="6.1"');
    const { items } = (await analyst.get('/api/models')).body as { items: { id: string; name: string }[] };
    const own = items.find(({ name }) => name === `${draft.name} (phần của tôi)`)!;
    const { files } = (await analyst.get(`/api/models/${own.id}`)).body as ModelDetail;
    expect(files.find(({ name }) => name.endsWith('.bpmn'))!.content).toContain('value="5.1"');
  });

  it('is kept on the device while there is no network, also over a reload, and saved when there is', async () => {
    const { page, context } = await editing('analyst');
    await context.route('**/api/models/*/files', (route) => route.abort('internetdisconnected'));
    await write(page, '5.2');
    await page.getByText('Đang mất mạng').waitFor();
    await page.evaluate(() => {
      // The page asks before it is left; here nobody answers.
      addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
    });
    await page.reload();
    await page.getByText('Đang mất mạng').waitFor();
    await expect.poll(() => diagram()).not.toContain('value="5.2"');
    await context.unroute('**/api/models/*/files');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await until(async () => (await diagram()).includes('value="5.2"'), 'the save');
    await state(page).filter({ hasText: 'Đã lưu' }).waitFor();
    const complaints = product.take(/ERR_INTERNET_DISCONNECTED/);
    expect(complaints.length).toBeGreaterThan(0);
  });
});

describe('files', () => {
  it('are refused with the line where one is no good, and taken in otherwise', async () => {
    const { page } = await logIn('analyst', `/studio/${draft.id}/history`);
    await page.locator('#draft-log').waitFor();
    const choose = async (name: string, text: string): Promise<void> => {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Nhập tệp' }).click(),
      ]);
      await chooser.setFiles([{ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) }]);
    };
    const whole = await shipped('field-report.bpmn');
    const line = whole.split('\n').findIndex((one) => one.includes('<bpmn:userTask')) + 1;
    await choose('field-report.bpmn', whole.replace('<bpmn:userTask ', '<bpmn:userTask id="twice" '));
    await page.getByText(`field-report.bpmn, dòng ${line}`).waitFor();
    await keepPicture(page, 'studio-refused', true);
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng', exact: true }).last().click();
    const form = (await shipped('forms/intake.form')).replace('Kết quả', 'Kết luận');
    await choose('intake.form', form);
    await page.getByText(/Đã nhập (forms\/)?intake\.form/).waitFor();
    expect(product.take(/status of 422/).length).toBe(1);
    const { files } = (await analyst.get(`/api/models/${draft.id}`)).body as ModelDetail;
    expect(files.find(({ name }) => name.endsWith('intake.form'))!.content).toBe(form);
  });

  it('are given out byte for byte as they were taken in', async () => {
    const { page } = await logIn('analyst', `/studio/${draft.id}/history`);
    await page.locator('#draft-log').waitFor();
    await page.getByRole('button', { name: 'Xuất tệp' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'field-report.bpmn' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('field-report.bpmn');
    expect(await readFile(await download.path(), 'utf8')).toBe(await shipped('field-report.bpmn'));
  });
});
