/**
 * The work by hand, in a real browser on the real parts: a citizen sends a report with a picture, six people with
 * accounts of their own handle it – an agency that disagrees and the province's direction included – and the citizen
 * reads the published reply and rates it. In Vietnamese with the citizen on a phone and the staff at desks, in English
 * the other way round. Pictures of the way are kept in artifacts/screens/.
 */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { agencyById } from '../../domain/agencies.ts';
import { fieldById } from '../../domain/fields.ts';
import { password } from '../house/house.ts';
import { keepPicture, type Size } from './browser.ts';
import { theProduct } from './product.ts';
import { type Language, type Words, wordsIn } from './words.ts';

const product = theProduct();
const { open } = product;

/** A picture as a phone takes it: with the place it was taken at in its metadata. */
function photo(): Promise<Buffer> {
  const pixels = { width: 640, height: 480, channels: 3 as const, background: { r: 120, g: 130, b: 90 } };
  const place = { GPSLatitude: '15/1 34/1 0/1', GPSLongitude: '108/1 28/1 0/1' };
  return sharp({ create: pixels })
    .jpeg()
    .withExif({ IFD0: { Make: 'phone' }, IFD3: place })
    .toBuffer();
}

interface Sight {
  say: Words;
  citizen: Size;
  staff: Size;
}

async function send(sight: Sight, page: Page, content: string): Promise<{ code: string; link: string }> {
  const { say } = sight;
  const keep = (name: string, whole = false) => keepPicture(page, `send-${sight.citizen}-${name}`, whole);
  const next = () => page.getByRole('button', { name: say.page('act.next') }).click();
  await page.goto('/');
  await page.locator('#content').fill(content);
  await page.setInputFiles('#files', [{ name: 'den.jpg', mimeType: 'image/jpeg', buffer: await photo() }]);
  await page.getByText(say.page('upload.done').split(' · ')[0]!).waitFor();
  await keep('1-what', true);
  await next();
  await page.locator('#place').fill('Ngã tư Phan Chu Trinh – Hùng Vương');
  await page.locator('#district').selectOption('tamky');
  await keep('2-where', true);
  await next();
  await page.locator('#name').fill('Nguyễn Văn An');
  await page.locator('#phone').fill('0905 123 456');
  await keep('3-who', true);
  await next();
  await page.getByRole('heading', { name: say.page('send.title.check') }).waitFor();
  await keep('4-check', true);
  await page.getByRole('button', { name: say.page('send.send') }).click();
  await page.getByRole('heading', { name: say.page('sent.title') }).waitFor();
  await keep('5-sent', true);
  const code = (await page.getByTestId('code').textContent())?.trim() as string;
  return { code, link: await page.locator('#private-link').inputValue() };
}

/** A person at work: logs in once, then takes one task after the other from the list. */
class Clerk {
  readonly page: Page;
  readonly name: string;
  readonly sight: Sight;
  constructor(page: Page, name: string, sight: Sight) {
    this.page = page;
    this.name = name;
    this.sight = sight;
  }

  static async at(sight: Sight, name: string): Promise<Clerk> {
    const page = await open(sight.staff, sight.say.language);
    await page.goto('/tasks');
    await page.locator('#username').fill(name);
    await page.locator('#password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: sight.say.page('act.logOut') }).waitFor();
    return new Clerk(page, name, sight);
  }

  /** Opens the report's task when the list shows it, claims it, fills it in and completes it. */
  async does(code: string, stage: string, fill: (form: Form) => Promise<void>): Promise<void> {
    const { page, sight } = this;
    await page.goto('/tasks');
    await page.getByRole('link', { name: code }).first().click();
    await page.locator('.fjs-form').waitFor();
    await page.getByRole('button', { name: sight.say.page('tasks.claim') }).click();
    const done = page.getByRole('button', { name: sight.say.page('task.complete') });
    await done.waitFor();
    await fill(new Form(page, sight.say));
    await keepPicture(page, `task-${sight.staff}-${stage}`, true);
    const address = page.url();
    await done.click();
    await page.waitForURL((url) => url.href !== address);
  }
}

/** A task's form, filled in by what it says: given in Vietnamese, as the form's file has it. */
class Form {
  readonly page: Page;
  readonly say: Words;
  constructor(page: Page, say: Words) {
    this.page = page;
    this.say = say;
  }

  /** An answer among those that the form offers side by side. */
  pick(answer: string): Promise<void> {
    return this.page.locator('.fjs-form').getByText(this.say.form(answer), { exact: true }).click();
  }

  write(label: string, text: string): Promise<void> {
    return this.page.locator('.fjs-form').getByLabel(this.say.form(label)).fill(text);
  }

  /** One of a long list. */
  async choose(label: string, option: string): Promise<void> {
    await this.page.locator('.fjs-form').getByLabel(this.say.form(label), { exact: false }).first().click();
    await this.page.locator('.fjs-dropdownlist-item', { hasText: option }).first().click();
    // A list of which several may be taken stays open until one leaves it.
    await this.page.keyboard.press('Tab');
  }
}

describe.each<[Language, Size, Size]>([
  ['vi', 'phone', 'desk'],
  ['en', 'desk', 'phone'],
])('in %s, the citizen on a %s and the staff on a %s', (language, citizen, staff) => {
  const sight: Sight = { say: wordsIn(language), citizen, staff };
  const agency = (id: string): string => sight.say.name(agencyById(id)!);

  it('a report goes through six hands to the published reply, and is rated', async () => {
    const { say } = sight;
    const sender = await open(citizen, language);
    const { code, link } = await send(sight, sender, 'Đèn tín hiệu giao thông không hoạt động từ sáng nay.');

    const intake = await Clerk.at(sight, 'ioc.intake');
    await keepPicture(intake.page, `tasks-${staff}`);
    await intake.does(code, 'intake', async (form) => {
      await form.pick('Tiếp nhận');
      await form.choose('Lĩnh vực', say.name(fieldById('transport')!));
    });

    const duty = await Clerk.at(sight, 'ioc.duty');
    await duty.does(code, 'routing', async (form) => {
      await form.pick('Chuyển cơ quan xử lý');
      await form.choose('Cơ quan phối hợp', agency('tamky'));
    });

    const officer = await Clerk.at(sight, 'sgtvt.officer');
    await officer.does(code, 'scope', (form) => form.pick('Thuộc phạm vi xử lý'));

    const town = await Clerk.at(sight, 'tamky.officer');
    await town.does(code, 'opinion', async (form) => {
      await form.pick('Không thống nhất');
      await form.write('Nội dung ý kiến', 'Đề nghị Sở chủ trì toàn bộ.');
    });
    await duty.does(code, 'direction-report', async (form) => {
      await form.pick('Trình UBND tỉnh');
      await form.write('Nội dung báo cáo', 'Thành phố Tam Kỳ không thống nhất việc phối hợp.');
    });
    const province = await Clerk.at(sight, 'province');
    await province.does(code, 'direction', async (form) => {
      await form.pick('Chỉ đạo cơ quan xử lý');
      await form.choose('Cơ quan xử lý chính', agency('sgtvt'));
      await form.write('Nội dung chỉ đạo', 'Giao Sở Giao thông vận tải chủ trì xử lý.');
    });

    const leader = await Clerk.at(sight, 'sgtvt.leader');
    await leader.does(code, 'instruction', async (form) => {
      await form.pick('Giao cán bộ xử lý');
      await form.write('Ý kiến chỉ đạo', 'Cử tổ kỹ thuật kiểm tra ngay.');
    });
    await officer.does(code, 'handling', async (form) => {
      const { page } = form;
      await page.locator('.before', { hasText: 'Cử tổ kỹ thuật kiểm tra ngay.' }).waitFor();
      await form.pick('Đã có kết quả');
      await form.write('Nội dung kết quả', 'Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.');
      await form.pick('Đã khắc phục');
      await page.setInputFiles('#task-files', [{ name: 'sau.jpg', mimeType: 'image/jpeg', buffer: await photo() }]);
      await page.getByText(say.page('upload.done').split(' · ')[0]!).waitFor();
    });
    await leader.does(code, 'approval', async (form) => {
      // What is approved stands above the decision, with the picture that goes with it.
      const before = form.page.locator('.before', { hasText: 'Đã thay bo mạch tủ điều khiển' });
      await before.locator('img').first().waitFor();
      await form.pick('Phê duyệt');
    });
    await officer.does(code, 'publication', async (form) => {
      await form.pick('Công khai');
      const reply = form.page.locator('.fjs-form').getByLabel(say.form('Nội dung trả lời'));
      await expect.poll(() => reply.inputValue()).toContain('Kính chào');
    });

    await sender.goto(link);
    await sender.getByText('Đã thay bo mạch tủ điều khiển').first().waitFor();
    await sender.locator('.resolution.fixed').first().waitFor();
    await keepPicture(sender, `follow-${citizen}-answered`, true);
    await sender.getByText(say.page('rating.satisfied'), { exact: true }).click();
    await sender.getByRole('button', { name: say.page('feedback.send') }).click();
    await sender.locator('.toast').waitFor();
    await sender.getByText(say.page('follow.status.closed')).waitFor();

    await sender.goto(`/p/${code}`);
    await sender.getByText('Đã thay bo mạch tủ điều khiển').first().waitFor();
    expect(await sender.content()).not.toContain('0905');
    await keepPicture(sender, `published-${citizen}`, true);
  }, 240_000);

  it('the operations centre sees a report move on its diagram', async () => {
    const report = await product.house.anyone.sends();
    const { page } = await Clerk.at(sight, 'ioc.watch');
    await page.goto('/watch');
    await page.locator('.diagram-frame .token').first().waitFor();
    await keepPicture(page, `watch-${staff}`);
    await page.getByRole('link', { name: report.code }).first().click();
    await page.locator('.diagram-frame .token').first().waitFor();
    await (await product.house.as('ioc.intake')).does(report, 'intake', { outcome: 'accepted', field: 'transport' });
    await page.getByText('Chuyển cơ quan xử lý').first().waitFor();
    await keepPicture(page, `watch-${staff}-instance`, true);
  }, 120_000);
});

it('a picture loses the place that it was taken at', async () => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await photo())], { type: 'image/jpeg' }), 'den.jpg');
  const answer = await fetch(`${product.house.url}/api/files`, { method: 'POST', body: form });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  const report = await product.house.anyone.sends({ attachments: [id] });
  const file = await fetch(`${product.house.url}/api/files/${id}`, {
    headers: { authorization: `Bearer ${report.token}` },
  });
  expect(file.status).toBe(200);
  expect((await sharp(Buffer.from(await file.arrayBuffer())).metadata()).exif).toBeUndefined();
  expect((await fetch(`${product.house.url}/api/files/${id}`)).status).toBe(404);
});
