/** A draft that breaks an article, on the real product: the analyst is told where, and it cannot be released. */
import { expect, it } from 'vitest';
import { password } from '../house/house.ts';
import type { Officer } from '../house/people.ts';
import { theProduct } from './product.ts';

const product = theProduct();
const diagram = 'field-report.bpmn';

async function draft(analyst: Officer, change: (xml: string) => string): Promise<string> {
  const { body } = await analyst.ask('POST', '/api/models', { name: 'Kéo dài thời hạn', from: 'in-force' });
  const { content } = body.files.find(({ name }: { name: string }) => name === diagram);
  const files = [{ name: diagram, content: change(content) }];
  expect((await analyst.ask('PUT', `/api/models/${body.id}/files`, { files })).status).toBe(200);
  return body.id;
}

it('tells the article and the place, leads there, and finds nothing once it is mended', async () => {
  const analyst = await product.house.as('analyst');
  const id = await draft(analyst, (xml) => xml.replace('value="6d"', 'value="8d"'));
  const page = await product.open('desk');
  await page.goto(`/studio/${id}/check`);
  await page.locator('#username').fill('analyst');
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  const row = page.locator('.finding', { hasText: '«Mở hạn xử lý» được 8 ngày, quy chế chỉ cho tối đa 6 ngày.' });
  await row.waitFor();
  await expect.poll(() => page.locator('.finding').count()).toBe(1);
  await page.locator('[data-container-id="handling-open"] .found').waitFor();

  const asked = await analyst.ask('POST', `/api/models/${id}/releases`, { note: 'x', running: { choice: 'stay' } });
  expect([asked.status, asked.body.errors]).toMatchObject([422, [{ code: 'check-errors' }]]);

  await row.getByRole('link', { name: 'Mở chỗ này' }).click();
  await page.locator('.bio-properties-panel-header-label', { hasText: 'Mở hạn xử lý' }).waitFor();
  await page.getByText('Thời hạn', { exact: true }).first().click();
  const budget = page.getByLabel('Thời hạn', { exact: true });
  await budget.fill('6d');
  await budget.press('Tab');
  await page.getByRole('link', { name: 'Kiểm tra', exact: true }).click();
  await page.getByText('Không có gì phải sửa').waitFor();
});
