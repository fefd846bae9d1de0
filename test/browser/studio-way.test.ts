/**
 * A change of the procedure from the first edit to the running reports, on the real product in a real browser: an analyst
 * shortens the handling to four days and adds a task, is told which article that touches, sees what has changed, tries
 * it, has a second person approve it; new reports run on the new version, an old one ends on the old, another is moved.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { ModelDetail } from '../../domain/api/models.ts';
import { password } from '../house/house.ts';
import type { Officer, Sender } from '../house/people.ts';
import { surveyForm, withSurvey } from '../house/survey.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';
import { keepPicture } from './browser.ts';
import { theProduct } from './product.ts';
import { wordsIn } from './words.ts';

const product = theProduct();

async function logIn(username: string, path: string): Promise<Page> {
  const page = await product.open('desk');
  await page.goto(path);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  return page;
}

const tab = async (page: Page, name: string): Promise<void> => {
  await page
    .getByRole('navigation', { name: 'Các phần của bản nháp' })
    .getByRole('link', { name, exact: true })
    .click();
};

async function versionOf(duty: Officer, { code }: Sender): Promise<number> {
  const found = await until(
    async () => (await duty.get(`/api/instances?report=${code}`)).body.items[0] as { version: number } | undefined,
    `the instance of ${code}`,
  );
  return found.version;
}

it('goes from the first edit to the running reports', async () => {
  const { house } = product;
  const [analyst, duty, officer, leader] = await Promise.all(
    ['analyst', 'ioc.duty', 'sgtvt.officer', 'sgtvt.leader'].map((name) => house.as(name)),
  );
  const [stays, moves] = [await house.anyone.sends(), await house.anyone.sends()];
  for (const report of [stays, moves]) {
    await walk(house, report, 'scope');
    await leader!.task(report.code, 'instruction');
  }

  // The analyst shortens the handling in the list of steps …
  const page = await logIn('analyst', '/studio');
  await page.getByRole('button', { name: 'Tạo bản nháp từ bản đang áp dụng' }).click();
  await page.locator('.djs-container').first().waitFor();
  const id = new URL(page.url()).pathname.split('/')[2]!;
  const draft = async () => (await analyst!.get(`/api/models/${id}`)).body as ModelDetail;
  const diagram = async () => (await draft()).files.find(({ name }) => name.endsWith('.bpmn'))!;
  await page.getByText('Danh sách', { exact: true }).click();
  await page.getByRole('button', { name: 'Sửa Mở hạn xử lý' }).click();
  await page.locator('#field-handling-open-budget').fill('4d');
  await page.locator('#field-handling-open-budget').press('Tab');
  await until(async () => (await diagram()).content.includes('value="4d"'), 'the shorter budget');

  // … and takes the diagram in again from a modeler of his own, with a task more and its form.
  const { name, content } = await diagram();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Nhập tệp' }).click(),
  ]);
  const file = (given: string, text: string) => ({ name: given, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await chooser.setFiles([file(name, withSurvey(content)), file(surveyForm.name, surveyForm.content)]);
  await page.getByText(/Đã nhập .*survey\.form/).waitFor();

  // He is told which article that touches, and that nothing forbids it.
  await tab(page, 'Kiểm tra');
  const findings = page.locator('.findings');
  await findings.getByText('Khảo sát hiện trường').first().waitFor();
  await findings.getByText('Mở hạn xử lý').first().waitFor();
  await page.locator('.findings').getByText('8.3').or(page.locator('.findings').getByText('Điều 8')).first().waitFor();
  await keepPicture(page, 'studio-check', true);

  await tab(page, wordsIn('vi').page('studio.law.tab'));
  await page.getByText('Bạn đã sửa Bước 3 Điều 8').waitFor();
  await keepPicture(page, 'studio-law', true);

  await tab(page, 'So sánh');
  await page.getByText('Khảo sát hiện trường').first().waitFor();
  await page.getByText('4d').first().waitFor();
  await keepPicture(page, 'studio-compare', true);

  await tab(page, 'Chạy thử');
  await page.getByRole('button', { name: 'Hoàn thành việc' }).waitFor();
  await keepPicture(page, 'studio-try', true);

  // A month of made-up reports through the draft, beside what is in force.
  await tab(page, 'Diễn tập');
  await page.locator('#rehearse-reports').fill('40');
  await page.locator('#rehearse-runs').fill('2');
  await page.getByRole('button', { name: 'Bắt đầu diễn tập' }).click();
  await page.locator('#rehearsed').waitFor({ timeout: 90_000 });
  await keepPicture(page, 'studio-rehearse', true);

  // Asked for by one, approved by the other.
  await tab(page, 'Áp dụng');
  await page.locator('#release-note').fill('Rút ngắn còn 4 ngày, thêm khảo sát.');
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  await page.getByText('Đã gửi đề nghị').waitFor();
  await keepPicture(page, 'studio-release', true);
  const second = await logIn('analyst2', '/studio/releases');
  await second.getByText('Rút ngắn còn 4 ngày, thêm khảo sát.').first().waitFor();
  await second.getByRole('button', { name: 'Duyệt và áp dụng' }).click();
  await second.getByRole('dialog').getByRole('button', { name: 'Duyệt và áp dụng' }).click();
  await second.getByText('Đã duyệt. Quy trình mới đang áp dụng.').waitFor();
  await keepPicture(second, 'studio-releases', true);

  // A new report runs on the new version, with the new task and the shorter date; an old one ends on the old.
  const fresh = await house.anyone.sends();
  await walk(house, fresh, 'scope');
  await expect.poll(() => versionOf(duty!, fresh)).toBe(2);
  await leader!.does(fresh, 'instruction', { outcome: 'instructed', instruction: 'Xem tại chỗ' });
  await officer!.does(fresh, 'survey', { outcome: 'done' });
  await officer!.task(fresh.code, 'handling');
  await walk(house, stays, 'publication', { from: 'instruction' });
  await stays.sees('answered');
  await expect.poll(() => versionOf(duty!, stays)).toBe(1);

  // The other is moved by hand to the new version, and meets the new task there.
  const instance = (await duty!.get(`/api/instances?report=${moves.code}`)).body.items[0];
  const { items } = (await analyst!.get('/api/releases/versions')).body as {
    items: { definitionKey: string; version: number }[];
  };
  const to = items.find(({ version }) => version === 2)!.definitionKey;
  const moved = await duty!.ask('POST', `/api/instances/${instance.key}/migration`, {
    to,
    reason: 'Theo quy trình mới',
  });
  expect(moved.status).toBeLessThan(300);
  await until(async () => (await versionOf(duty!, moves)) === 2, 'the migration');
  await leader!.does(moves, 'instruction', { outcome: 'instructed', instruction: 'Xem tại chỗ' });
  await officer!.does(moves, 'survey', { outcome: 'done' });
  await officer!.task(moves.code, 'handling');
}, 300_000);
