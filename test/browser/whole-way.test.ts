/**
 * The work by hand, in a real browser on the real parts: a citizen sends a report with a picture from a phone, six
 * people with accounts of their own handle it – an agency that disagrees and the province's direction included – and the
 * citizen reads the published reply and rates it. Pictures of the way are kept in artifacts/screens/.
 */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { password } from '../house/house.ts';
import { keepPicture, type Size } from './browser.ts';
import { theProduct } from './product.ts';

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

async function send(page: Page, content: string): Promise<{ code: string; link: string }> {
  await page.goto('/');
  await page.getByLabel('Nội dung').fill(content);
  await page.setInputFiles('#files', [{ name: 'den.jpg', mimeType: 'image/jpeg', buffer: await photo() }]);
  await page.getByText('Đã tải lên').waitFor();
  await keepPicture(page, 'send-1-what');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByLabel('Địa điểm').fill('Ngã tư Phan Chu Trinh – Hùng Vương');
  await page.getByLabel('Huyện, thị xã, thành phố').selectOption('tamky');
  await keepPicture(page, 'send-2-where');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByLabel('Họ và tên').fill('Nguyễn Văn An');
  await page.getByLabel('Số điện thoại').fill('0905 123 456');
  await keepPicture(page, 'send-3-who');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('heading', { name: 'Xem lại và gửi' }).waitFor();
  await keepPicture(page, 'send-4-check', true);
  await page.getByRole('button', { name: 'Gửi phản ánh' }).click();
  await page.getByRole('heading', { name: 'Đã nhận phản ánh của bạn' }).waitFor();
  await keepPicture(page, 'send-5-sent', true);
  const code = (await page.getByTestId('code').textContent())?.trim() as string;
  return { code, link: await page.locator('#private-link').inputValue() };
}

/** A person at a desk: logs in once, then takes one task after the other from the list. */
class Clerk {
  readonly page: Page;
  readonly name: string;
  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
  }

  static async at(name: string, size: Size = 'desk'): Promise<Clerk> {
    const page = await open(size);
    await page.goto('/tasks');
    await page.getByLabel('Tên đăng nhập').fill(name);
    await page.getByLabel('Mật khẩu').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    return new Clerk(page, name);
  }

  /** Opens the report's task when the list shows it, claims it, fills it in and completes it. */
  async does(code: string, stage: string, fill: (page: Page) => Promise<void>): Promise<void> {
    const { page } = this;
    await page.goto('/tasks');
    await page.getByRole('link', { name: code }).first().click();
    await page.locator('.fjs-form').waitFor();
    await page.getByRole('button', { name: 'Nhận việc' }).click();
    await page.getByRole('button', { name: 'Hoàn thành' }).waitFor();
    await fill(page);
    await keepPicture(page, `task-${stage}-${this.name}`);
    const address = page.url();
    await page.getByRole('button', { name: 'Hoàn thành' }).click();
    await page.waitForURL((url) => url.href !== address);
  }
}

/** An answer among those that the form offers side by side. */
function pick(page: Page, answer: string): Promise<void> {
  return page.locator('.fjs-form').getByText(answer, { exact: true }).click();
}

/** One of a long list. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: false }).first().click();
  await page.locator('.fjs-dropdownlist-item', { hasText: option }).first().click();
  // A list of which several may be taken stays open until one leaves it.
  await page.keyboard.press('Tab');
}

it('a report goes from a phone through six hands to the published reply, and is rated', async () => {
  const phone = await open('phone');
  const { code, link } = await send(phone, 'Đèn tín hiệu giao thông không hoạt động từ sáng nay, xe cộ ùn tắc.');

  const intake = await Clerk.at('ioc.intake');
  await keepPicture(intake.page, 'tasks-list');
  await intake.does(code, 'intake', async (page) => {
    await pick(page, 'Tiếp nhận');
    await choose(page, 'Lĩnh vực', 'Giao thông');
  });

  const duty = await Clerk.at('ioc.duty');
  await duty.does(code, 'routing', async (page) => {
    await pick(page, 'Chuyển cơ quan xử lý');
    await choose(page, 'Cơ quan phối hợp', 'Tam Kỳ');
  });

  const officer = await Clerk.at('sgtvt.officer');
  await officer.does(code, 'scope', (page) => pick(page, 'Thuộc phạm vi xử lý'));

  const town = await Clerk.at('tamky.officer', 'phone');
  await town.does(code, 'opinion', async (page) => {
    await pick(page, 'Không thống nhất');
    await page.getByLabel('Nội dung ý kiến').fill('Đề nghị Sở chủ trì toàn bộ.');
  });
  await duty.does(code, 'direction-report', async (page) => {
    await pick(page, 'Trình UBND tỉnh');
    await page.getByLabel('Nội dung báo cáo').fill('Thành phố Tam Kỳ không thống nhất việc phối hợp.');
  });
  const province = await Clerk.at('province');
  await province.does(code, 'direction', async (page) => {
    await pick(page, 'Chỉ đạo cơ quan xử lý');
    await choose(page, 'Cơ quan xử lý chính', 'Giao thông');
    await page.getByLabel('Nội dung chỉ đạo').fill('Giao Sở Giao thông vận tải chủ trì xử lý.');
  });

  const leader = await Clerk.at('sgtvt.leader', 'phone');
  await leader.does(code, 'instruction', async (page) => {
    await pick(page, 'Giao cán bộ xử lý');
    await page.getByLabel('Ý kiến chỉ đạo').fill('Cử tổ kỹ thuật kiểm tra ngay.');
  });
  await officer.does(code, 'handling', async (page) => {
    await page.locator('.before', { hasText: 'Cử tổ kỹ thuật kiểm tra ngay.' }).waitFor();
    await pick(page, 'Đã có kết quả');
    await page.getByLabel('Nội dung kết quả').fill('Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.');
    await pick(page, 'Đã khắc phục');
    await page.setInputFiles('#task-files', [{ name: 'sau.jpg', mimeType: 'image/jpeg', buffer: await photo() }]);
    await page.getByText('Đã tải lên').waitFor();
  });
  await leader.does(code, 'approval', async (page) => {
    // What is approved stands above the decision, with the picture that goes with it.
    await page.locator('.before', { hasText: 'Đã thay bo mạch tủ điều khiển' }).locator('img').first().waitFor();
    await pick(page, 'Phê duyệt');
  });
  await officer.does(code, 'publication', async (page) => {
    await pick(page, 'Công khai');
    await expect.poll(() => page.getByLabel('Nội dung trả lời').inputValue()).toContain('Kính chào');
  });

  await phone.goto(link);
  await phone.getByText('Đã thay bo mạch tủ điều khiển').waitFor();
  await keepPicture(phone, 'follow-answered', true);
  await phone.getByText('Hài lòng', { exact: true }).click();
  await phone.getByRole('button', { name: 'Gửi đánh giá' }).click();
  await phone.locator('.toast').waitFor();
  await phone.getByText('Phản ánh đã kết thúc.').waitFor();

  await phone.goto(`/p/${code}`);
  await phone.getByText('Đã thay bo mạch tủ điều khiển').waitFor();
  expect(await phone.content()).not.toContain('0905');
  await keepPicture(phone, 'published', true);
}, 240_000);

it('the operations centre sees a report move on its diagram', async () => {
  const report = await product.house.anyone.sends();
  const watch = await Clerk.at('ioc.watch');
  await watch.page.goto('/watch');
  await watch.page.locator('.diagram-frame .token').first().waitFor();
  await keepPicture(watch.page, 'watch');
  await watch.page.getByRole('link', { name: report.code }).first().click();
  await watch.page.locator('.diagram-frame .token').first().waitFor();
  await (await product.house.as('ioc.intake')).does(report, 'intake', { outcome: 'accepted', field: 'transport' });
  await watch.page.getByText('Chuyển cơ quan xử lý').first().waitFor();
  await keepPicture(watch.page, 'watch-instance', true);
}, 120_000);

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
