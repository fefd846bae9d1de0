/** An analyst on the real product: shortens handling to four days, adds a task by keyboard, and sees both compared. */
import { expect, it } from 'vitest';
import type { ModelDetail } from '../../domain/api/models.ts';
import { password } from '../house/house.ts';
import { until } from '../house/until.ts';
import { keepPicture } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();

it('edits the diagram, is saved as one works, and reads in words what differs from what is in force', async () => {
  const analyst = await product.house.as('analyst');
  const draft = await until(async () => {
    const { status, body } = await analyst.ask('POST', '/api/models', { name: 'Bốn ngày', from: 'in-force' });
    return status === 201 ? (body as ModelDetail) : undefined;
  }, 'the procedure in force');
  const before = draft.files.find(({ name }) => name.endsWith('.bpmn'))!.content;
  const saved = async (): Promise<string> => {
    const { files } = (await analyst.get(`/api/models/${draft.id}`)).body as ModelDetail;
    return files.find(({ name }) => name.endsWith('.bpmn'))!.content;
  };

  const page = await product.open('desk');
  await page.goto(`/studio/${draft.id}/edit?at=handling-open`);
  await page.locator('#username').fill('analyst');
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.editor-canvas .djs-shape').first().waitFor();
  await page.getByRole('button', { name: 'Danh sách' }).click();
  await page.getByRole('button', { name: 'Sửa Mở hạn xử lý' }).click();
  await page.getByRole('textbox', { name: 'Thời hạn', exact: true }).fill('4d');
  await page.keyboard.press('Tab');
  const shorter = await until(async () => {
    const now = await saved();
    return now === before ? undefined : now;
  }, 'the shorter budget');
  expect(shorter).toBe(before.replace('key="budget" value="6d"', 'key="budget" value="4d"'));

  // By keyboard: a task appended to the one that the list leads to.
  await page.getByRole('button', { name: 'Kiểm tra, tiếp nhận , xem trên sơ đồ' }).click();
  await page.locator('.bio-properties-panel-header-label', { hasText: 'Kiểm tra, tiếp nhận' }).waitFor();
  await page.keyboard.press('a');
  await page.locator('.djs-popup-search input').pressSequentially('thời hạn');
  await page.locator('.djs-popup .entry.selected', { hasText: 'Việc có thời hạn' }).waitFor();
  await page.keyboard.press('Enter');
  await until(async () => {
    const tasks = (await saved()).match(/<bpmn:userTask /g)!.length;
    return tasks > before.match(/<bpmn:userTask /g)!.length || undefined;
  }, 'the new task');
  await keepPicture(page, 'studio-edit');

  await page.getByRole('link', { name: 'So sánh', exact: true }).click();
  await page.locator('.compare-frame .differs-changed').first().waitFor();
  const budget = page.locator('.changes-list > li', { hasText: 'Mở hạn xử lý' }).first();
  expect((await budget.locator('.facets').textContent())!.replace(/\s+/g, ' ').trim()).toBe('Thời hạn: 6d 4d');
  await budget.getByRole('button', { name: 'Bước 3 Điều 8' }).waitFor();
  await page.locator('.changes-list > li', { hasText: 'thêm mới' }).filter({ hasText: 'Việc của người' }).waitFor();
  await keepPicture(page, 'studio-compare');
}, 180_000);
