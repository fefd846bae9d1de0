/** A leader on the real product: decides from a phone, sees what is about to be late, hands it over from there. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { loadPeople } from '../../local/directory.ts';
import { password } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { type Stage, walk } from '../house/walk.ts';
import { keepPicture, type Size } from './browser.ts';
import { theProduct } from './product.ts';

const product = theProduct();

/** The leaders' page of this person, logged in. */
async function leadersPage(username: string, size: Size, language = 'vi'): Promise<Page> {
  const page = await product.open(size, language);
  await page.goto('/leaders');
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('#late').waitFor();
  return page;
}

const pick = (page: Page, answer: string) => page.locator('.fjs-form').getByText(answer, { exact: true }).click();
const rowOf = (page: Page, { code }: Sender) => page.locator('.leaders-row', { hasText: code });

async function reportAt(stage: Stage, fields: Record<string, unknown> = {}): Promise<Sender> {
  const report = await product.house.anyone.sends(fields);
  await walk(product.house, report, stage);
  return report;
}

/** A picture of the mended place, uploaded by the officer. */
async function photo(): Promise<string> {
  const pixels = { width: 800, height: 600, channels: 3 as const, background: { r: 96, g: 120, b: 110 } };
  const form = new FormData();
  const file = await sharp({ create: pixels }).jpeg().toBuffer();
  form.append('file', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'sau.jpg');
  const answer = await fetch(`${product.house.url}/api/files`, { method: 'POST', body: form });
  return ((await answer.json()) as { id: string }).id;
}

it('edits and approves from a phone, and the sender reads the edited text', async () => {
  const { house } = product;
  const report = await house.anyone.sends({ attachments: [await photo()] });
  await walk(house, report, 'instruction');
  const result = 'Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.';
  const officer = await house.as('sgtvt.officer');
  const completion = { outcome: 'done', result, resolution: 'fixed', attachments: [await photo()] };
  await officer.does(report, 'handling', completion);
  const page = await leadersPage('sgtvt.leader', 'phone');
  await rowOf(page, report).waitFor();
  await keepPicture(page, 'leaders-phone', true);
  await rowOf(page, report).click();
  await page.locator('.before', { hasText: result }).locator('img').waitFor();
  await page.locator('.before', { hasText: 'Cán bộ xử lý – ' }).waitFor();
  await pick(page, 'Sửa nội dung và phê duyệt');
  await page.getByLabel('Nội dung kết quả sau khi sửa').fill(result.replace('hoạt động lại', 'hoạt động bình thường'));
  await page.locator('.changes ins', { hasText: 'bình thường' }).waitFor();
  await keepPicture(page, 'leaders-phone-edit', true);
  await page.getByRole('button', { name: 'Sửa nội dung và phê duyệt' }).click();
  await page.locator('.toast', { hasText: report.code }).waitFor();
  await rowOf(page, report).waitFor({ state: 'detached' });
  await officer.does(report, 'publication', { outcome: 'public' });
  const answered = await report.sees('answered');
  expect(answered.reply.text).toContain('đèn hoạt động bình thường');
}, 120_000);

it('decides one after the other at a desk: instructs, returns, and grants more time', async () => {
  const { house } = product;
  const instructed = await reportAt('scope');
  const returned = await reportAt('handling');
  const extended = await reportAt('instruction');
  const officer = await house.as('sgtvt.officer');
  const asked = { outcome: 'extension-requested', days: 5, reason: 'Chờ vật tư thay thế.' };
  await officer.does(extended, 'handling', asked);
  const page = await leadersPage('sgtvt.leader', 'desk');
  await rowOf(page, extended).click();
  await page.locator('.before', { hasText: 'Chờ vật tư thay thế.' }).waitFor();
  await pick(page, 'Đồng ý gia hạn');
  await keepPicture(page, 'leaders-desk');
  await page.getByRole('button', { name: 'Đồng ý gia hạn' }).click();
  await page.locator('.toast', { hasText: extended.code }).waitFor();
  await officer.task(extended.code, 'handling');
  // The list closes up: who presses a row before that may press the one that comes to its place.
  await rowOf(page, extended).waitFor({ state: 'detached' });

  await rowOf(page, returned).click();
  await page.locator('.leaders-decision .code', { hasText: returned.code }).waitFor();
  await pick(page, 'Trả lại cán bộ xử lý');
  await page.getByLabel('Yêu cầu xử lý lại').fill('Bổ sung ảnh sau khi sửa.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.toast', { hasText: returned.code }).waitFor();
  await officer.task(returned.code, 'handling');
  await rowOf(page, returned).waitFor({ state: 'detached' });

  await rowOf(page, instructed).click();
  await page.locator('.leaders-decision .code', { hasText: instructed.code }).waitFor();
  await page.getByLabel('Ý kiến chỉ đạo').fill('Cử tổ kỹ thuật kiểm tra ngay.');
  await page.getByRole('button', { name: 'Giao cán bộ xử lý' }).click();
  await page.locator('.toast', { hasText: instructed.code }).waitFor();
  await officer.task(instructed.code, 'handling');
}, 120_000);

it('says who was faster, and what was written stays', async () => {
  const { house } = product;
  const people = [{ username: 'sgtvt.deputy', name: 'Phó giám đốc', groups: ['agency:sgtvt:leader'] }];
  await loadPeople({ mongodbUri: house.databaseUri, password, people });
  const report = await reportAt('scope');
  const page = await leadersPage('sgtvt.leader', 'phone');
  await rowOf(page, report).click();
  await page.getByLabel('Ý kiến chỉ đạo').fill('Kiểm tra ngay.');
  const deputy = await house.as('sgtvt.deputy');
  const { key } = await deputy.task(report.code, 'instruction');
  expect((await deputy.claims(key)).status).toBe(204);
  await page.locator('.leaders-decision').getByText('Phó giám đốc đang giữ việc này').waitFor();
  await page.getByText('Phần bạn đã viết vẫn còn đây').waitFor();
  await expect.poll(() => page.getByLabel('Ý kiến chỉ đạo').inputValue()).toBe('Kiểm tra ngay.');
  await keepPicture(page, 'leaders-lost', true);
}, 120_000);

it('sees what is about to be late and with whom, and hands it over from there', async () => {
  const { house } = product;
  const people = [{ username: 'sgtvt.binh', name: 'Lê Thị Bình', groups: ['agency:sgtvt:officer'] }];
  await loadPeople({ mongodbUri: house.databaseUri, password, people });
  const report = await reportAt('instruction');
  const officer = await house.as('sgtvt.officer');
  const { key } = await officer.task(report.code, 'handling');
  await officer.claims(key);
  await house.clock.set('2026-03-09T15:00:00+07:00');
  const page = await leadersPage('sgtvt.leader', 'desk', 'en');
  const row = page.locator('.leaders-late', { hasText: report.code });
  await row.getByText('Cán bộ xử lý – ').waitFor();
  await keepPicture(page, 'leaders-late-en');
  await page.emulateMedia({ colorScheme: 'dark' });
  await keepPicture(page, 'leaders-late-dark');
  await row.getByRole('button', { name: 'Hand over' }).click();
  await chooseReceiver(page, 'sgtvt.binh', 'Lê Thị Bình');
  await row.getByText('Lê Thị Bình').waitFor();
  expect((await officer.get(`/api/tasks/${key}`)).body.assignee).toBe('sgtvt.binh');
}, 120_000);

it('shows the province what is late everywhere, and the province’s own directions to decide', async () => {
  const { house } = product;
  const asked = await house.anyone.sends();
  await walk(house, asked, 'intake');
  const duty = await house.as('ioc.duty');
  await duty.does(asked, 'routing', { outcome: 'needs-direction', reason: 'Hai cơ quan cùng phụ trách.' });
  await duty.does(asked, 'direction-report', { outcome: 'submitted', summary: 'Kính đề nghị UBND tỉnh chỉ đạo.' });
  const office = await leadersPage('province', 'phone');
  await rowOf(office, asked).click();
  await office.locator('.before', { hasText: 'Kính đề nghị UBND tỉnh chỉ đạo.' }).waitFor();
  await office.getByLabel('Nội dung chỉ đạo').waitFor();
  await office.locator('.fjs-form input[placeholder="Tìm"]').first().waitFor();
  await expect.poll(() => office.locator('.fjs-form input[placeholder="Search"]').count()).toBe(0);
  await keepPicture(office, 'leaders-province-phone', true);
  // Those who only watch see how it stands, and are offered nothing to decide.
  const watching = await leadersPage('leader.province', 'phone', 'en');
  await expect.poll(() => watching.locator('#waiting').count()).toBe(0);
  await watching.getByRole('heading', { name: 'About to be late, or late' }).waitFor();
  await expect.poll(() => watching.getByRole('button', { name: 'Hand over' }).count()).toBe(0);
  await keepPicture(watching, 'leaders-watching-phone-en', true);
}, 120_000);

/** In the dialog of handing over: by user name, or from the list of those who can take it. */
async function chooseReceiver(page: Page, username: string, name: string): Promise<void> {
  const dialog = page.locator('dialog[open]');
  await dialog.waitFor();
  const field = dialog.locator('#hand-over-name');
  if ((await field.count()) > 0) await field.fill(username);
  else await dialog.getByText(name).click();
  await dialog.locator('.dialog-foot .primary').click();
}
