/**
 * The four steps of sending on a phone, in both languages, on the real parts: the photo that proposes its place and
 * time, the phone's own position, the pin on the map, the report nearby that is followed instead, and the receipt with
 * a QR code that a camera reads. Pictures of each step are kept in artifacts/screens/.
 */
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { until } from '../house/until.ts';
import { keepPicture } from './browser.ts';
import { theProduct } from './product.ts';

/** A CommonJS module whose declarations say otherwise. */
const jsQR = createRequire(import.meta.url)('jsqr') as typeof import('jsqr').default;

const product = theProduct();

const tamKy = { latitude: 15.5736, longitude: 108.474 };

async function open(language: 'vi' | 'en' = 'vi'): Promise<Page> {
  const window = await product.window('phone', language);
  await window.context.grantPermissions(['geolocation'], { origin: product.house.url });
  await window.context.setGeolocation(tamKy);
  await window.page.goto('/');
  await window.page.locator('#content').waitFor();
  return window.page;
}

/** A picture as a phone takes it: where and when stand in it. */
function photo(): Promise<Buffer> {
  return sharp({ create: { width: 800, height: 600, channels: 3, background: { r: 128, g: 120, b: 96 } } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'phone' },
      IFD2: { DateTimeOriginal: '2026:03:01 17:05:00', OffsetTimeOriginal: '+07:00' },
      IFD3: {
        GPSLatitude: '15/1 52/1 48/1',
        GPSLatitudeRef: 'N',
        GPSLongitude: '108/1 19/1 36/1',
        GPSLongitudeRef: 'E',
      },
    })
    .toBuffer();
}

const words = {
  vi: {
    next: 'Tiếp tục',
    both: 'Dùng cả hai',
    map: 'Chỉ trên bản đồ',
    take: 'Đúng, chọn',
    send: 'Gửi phản ánh',
    sent: 'Đã nhận phản ánh của bạn',
  },
  en: {
    next: 'Continue',
    both: 'Use both',
    map: 'Point on the map',
    take: 'Yes, choose it',
    send: 'Send report',
    sent: 'We have received your report',
  },
};

describe.each(['vi', 'en'] as const)('in %s', (language) => {
  it('a report goes through the four steps to a receipt whose QR code opens it', async () => {
    const say = words[language];
    const page = await open(language);
    await keepPicture(page, `send-1-what-empty-${language}`, true);
    await page.setInputFiles('#files', [{ name: 'o-ga.jpg', mimeType: 'image/jpeg', buffer: await photo() }]);
    await page.getByRole('button', { name: say.both }).waitFor();
    await page.locator('#content').fill('Ổ gà sâu trước cổng trường, học sinh đi lại nguy hiểm.');
    await keepPicture(page, `send-1-what-${language}`, true);
    await page.getByRole('button', { name: say.both }).click();
    await page.getByRole('button', { name: say.next }).click();
    await page.getByRole('button', { name: say.map }).click();
    await page.locator('qn-map .leaflet-marker-icon').first().waitFor();
    await page.getByRole('button', { name: say.take }).click();
    await page.locator('#place').fill('Trước cổng trường Trần Quốc Toản');
    await expect.poll(() => page.locator('#district').inputValue()).toBe('hoian');
    await expect.poll(() => page.locator('#occurredAt').inputValue()).toBe('2026-03-01T17:05');
    await keepPicture(page, `send-2-where-${language}`, true);
    await page.getByRole('button', { name: say.next }).click();
    await page.locator('#name').fill('Nguyễn Văn An');
    await page.locator('#phone').fill('0905 123 456');
    await keepPicture(page, `send-3-who-${language}`, true);
    await page.getByRole('button', { name: say.next }).click();
    await page.locator('.answers').waitFor();
    await keepPicture(page, `send-4-check-${language}`, true);
    await page.getByRole('button', { name: say.send }).click();
    await page.getByRole('heading', { name: say.sent }).waitFor();
    await page.locator('.qr').waitFor();
    await keepPicture(page, `send-5-sent-${language}`, true);
    const link = await page.locator('#private-link').inputValue();
    const { data, width, height } = PNG.sync.read(await page.locator('.qr').screenshot());
    expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe(link);

    const code = (await page.getByTestId('code').textContent())!.trim();
    const client = await product.house.database();
    const report = await client
      .db()
      .collection('reports')
      .findOne({ _id: code as never });
    await client.close();
    expect(report).toMatchObject({
      place: { district: 'hoian', lat: expect.closeTo(15.88, 4), lng: expect.closeTo(108.3267, 3) },
      occurredAt: Date.parse('2026-03-01T17:05:00+07:00'),
    });
  });
});

describe('where a photo was taken', () => {
  it('is not used, and not sent, when its sender says no', async () => {
    const page = await open();
    await page.setInputFiles('#files', [{ name: 'o-ga.jpg', mimeType: 'image/jpeg', buffer: await photo() }]);
    await page.getByText('Ảnh này chụp gần trung tâm thành phố Hội An').waitFor();
    await page.getByRole('button', { name: 'Không dùng' }).click();
    await page.locator('#content').fill('Cây xanh gãy cành.');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.locator('#place').waitFor();
    await expect.poll(() => page.locator('#occurredAt').inputValue()).toBe('');
    await expect.poll(() => page.getByText('Đã có vị trí').count()).toBe(0);
    const draft = () => page.evaluate(() => JSON.parse(localStorage.getItem('qn.draft') ?? '{}'));
    await expect.poll(draft).toMatchObject({ lat: null, lng: null, proposal: null, occurredAt: '' });
  });
});

describe('a report that is there already', () => {
  it('is found by the phone’s position and followed instead of sending it again', async () => {
    const known = await product.house.anyone.sends();
    await (await product.house.as('ioc.intake')).does(known, 'intake', { outcome: 'accepted', field: 'transport' });
    await known.sees('in-progress');
    const page = await open();
    await page.locator('#content').fill('Đèn tín hiệu ở ngã tư không sáng.');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Lấy vị trí hiện tại' }).click();
    await page.getByRole('heading', { name: 'Có phải là một trong những việc này?' }).waitFor();
    await page.getByRole('button', { name: 'Chính việc này' }).first().click();
    await page.locator('#follow-email').fill('khong-phai-thu');
    await page.keyboard.press('Enter');
    await page.getByText('Địa chỉ thư chưa đúng').waitFor();
    await page.locator('#follow-email').fill('an@vidu.vn');
    await keepPicture(page, 'send-2-nearby', true);
    await page.getByRole('button', { name: 'Theo dõi việc này thay vì gửi mới' }).click();
    await page.locator('h1:focus', { hasText: 'Bạn đang theo dõi việc này' }).waitFor();
    await keepPicture(page, 'send-2-joined', true);
    const client = await product.house.database();
    const follower = await client.db().collection('followers').findOne();
    const followed = await client.db().collection('reports').findOne({ _id: follower?.reportCode });
    await client.close();
    expect(followed).toMatchObject({ field: 'transport', status: 'in-progress' });
    expect(JSON.stringify(follower)).not.toContain('an@vidu.vn');
    await page.getByRole('button', { name: 'Vẫn gửi phản ánh của tôi' }).click();
    await page.locator('#place').waitFor();
    await page.goto('/');
    await expect.poll(() => page.locator('#content').inputValue()).toBe('Đèn tín hiệu ở ngã tư không sáng.');
    await page.getByRole('button', { name: 'Bỏ bản nháp này' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Bỏ bản nháp này' }).click();
    await until(async () => (await page.locator('#content').inputValue()) === '', 'an empty form');
  });
});

it('can be installed: its manifest names pictures of the right sizes, and a start page', async () => {
  const page = await open();
  const manifest = (await (await page.request.get('/app.webmanifest')).json()) as {
    icons: { src: string; sizes: string; type: string }[];
    shortcuts: { url: string }[];
  };
  for (const { src, sizes, type } of manifest.icons.filter((each) => each.type === 'image/png')) {
    const response = await page.request.get(src);
    expect(response.headers()['content-type']).toBe(type);
    const { width, height } = PNG.sync.read(await response.body());
    expect(`${width}x${height}`).toBe(sizes);
  }
  for (const { url } of manifest.shortcuts) expect((await page.request.get(url)).status()).toBe(200);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A window of a test is a private one, which no browser installs from.
  expect(installabilityErrors.map((each) => each.errorId).filter((each) => each !== 'in-incognito')).toEqual([]);
});
