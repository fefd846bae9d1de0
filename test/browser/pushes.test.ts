/**
 * News on a device, on the real parts: a sender and an officer switch them on in the page, the server encrypts for the
 * device, the service worker shows what came. What a browser without a screen lacks is the test's: the maker's push
 * service (it takes what the server sends, and hands it over by the debugger), the person's permission, and the place
 * where notifications are shown.
 */
import type { Browser, Page, Worker } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildPages } from '../../local/pages.ts';
import { House, password } from '../house/house.ts';
import { type Device, PushService } from '../house/push-service.ts';
import { walk } from '../house/walk.ts';
import { keepPicture, openBrowser, openWindow, type Size, type Window } from './browser.ts';

let house: House;
let browser: Browser;
let pushes: PushService;
const windows: Window[] = [];

beforeAll(async () => {
  await buildPages();
  pushes = await PushService.open();
  [house, browser] = await Promise.all([House.open({ env: { PUSH_LOOPBACK: '1' } }), openBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
  await pushes?.close();
});
afterEach(async () => {
  const complaints = windows.flatMap((window) => window.complaints);
  for (const window of windows.splice(0)) await window.context.close();
  expect(complaints).toEqual([]);
});

/** A window of a browser whose push service is the test's: it subscribes with this device's key and address. */
async function open(size: Size, device?: Device): Promise<Page> {
  const window = await openWindow(browser, house.url, size);
  windows.push(window);
  const { context, page } = window;
  await context.grantPermissions(device ? ['notifications'] : []);
  if (device)
    await page.addInitScript(({ endpoint, keys }) => {
      const made = (key: BufferSource | string | null | undefined) => {
        sessionStorage.setItem('subscribed', '1');
        const options = { userVisibleOnly: true, applicationServerKey: (key as Uint8Array)?.buffer ?? key };
        return { endpoint, options, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => true };
      };
      let last: ReturnType<typeof made> | null = null;
      Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
      PushManager.prototype.subscribe = async (options) => {
        last = made(options?.applicationServerKey);
        return last as never;
      };
      PushManager.prototype.getSubscription = async () =>
        (last ?? (sessionStorage.getItem('subscribed') ? made(null) : null)) as never;
    }, device.subscription);
  return page;
}

/** Gives the browser a push, as its maker's service would. */
async function deliver(page: Page, data: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const known = Promise.withResolvers<string>();
  session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const [first] = registrations;
    if (first) known.resolve(first.registrationId);
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await known.promise;
  await session.send('ServiceWorker.deliverPushMessage', { origin: house.url, registrationId, data });
  await session.detach();
}

/** What a service worker has that this test plays on. */
interface Scope {
  registration: { showNotification: unknown };
  clients: { openWindow: unknown; matchAll: unknown };
  shown: { title: string; tag: string; data: unknown }[];
  dispatchEvent(event: Event): boolean;
}

/** A place where this browser shows notifications; what it shows is kept. */
const giveScreen = (worker: Worker) =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as Scope;
    scope.shown = [];
    scope.registration.showNotification = async (title: string, options: { tag: string; data: unknown }) => {
      // What has the same tag takes the place of the earlier one.
      scope.shown = [...scope.shown.filter(({ tag }) => tag !== options.tag), { title, ...options }];
    };
  });
const shown = (worker: Worker) => worker.evaluate(() => (globalThis as unknown as Scope).shown);

/** A finger on the first notification; answers which window opens. */
const press = (worker: Worker) =>
  worker.evaluate(() => {
    const scope = globalThis as unknown as Scope;
    const way = Promise.withResolvers<string>();
    // A browser opens windows for a person's finger only.
    scope.clients.openWindow = async (url: string) => way.resolve(url);
    scope.clients.matchAll = async () => [];
    const notification = { ...scope.shown[0], close: () => scope.shown.shift() };
    scope.dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil: () => {} }));
    return way.promise;
  });

it('a sender switches news on, sees it on the device, and switches it off', async () => {
  const device = pushes.device();
  const report = await house.anyone.sends();
  const page = await open('phone', device);
  await page.goto(`/r/${report.code}#${report.token}`);
  const on = page.getByRole('button', { name: 'Bật thông báo' });
  await on.waitFor();
  await on.scrollIntoViewIfNeeded();
  await keepPicture(page, 'push-off');
  await on.click();
  await page.getByText('Máy này đang nhận thông báo.').waitFor();
  await keepPicture(page, 'push-on');
  await walk(house, report, 'intake');
  const [message] = await pushes.sent(device);
  const worker = page.context().serviceWorkers()[0]!;
  await giveScreen(worker);
  for (let n = 0; n < 2; n += 1) await deliver(page, JSON.stringify(message!.payload));
  await expect
    .poll(() => shown(worker))
    .toEqual([
      {
        title: 'Phản ánh đã được tiếp nhận',
        body: `Phản ánh ${report.code}. Bấm để xem chi tiết.`,
        tag: `accepted:${report.code}`,
        lang: 'vi',
        renotify: true,
        icon: '/icon-192.png',
        data: { url: `/r/${report.code}` },
      },
    ]);
  expect(await press(worker)).toBe(`${house.url}/r/${report.code}`);
  expect(await shown(worker)).toEqual([]);
  // It is still on after the page is opened anew, and off when it is switched off.
  await page.reload();
  await page.getByRole('button', { name: 'Tắt thông báo' }).click();
  await on.waitFor();
  expect((await report.get(`/api/reports/${report.code}/push`)).body.items).toEqual([]);
});

it('an officer’s device rings for a reminder, and no more once the officer has logged out there', async () => {
  const device = pushes.device();
  const page = await open('desk', device);
  await page.goto('/notices');
  await page.getByLabel('Tên đăng nhập').fill('sgtvt.officer');
  await page.getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Bật thông báo' }).click();
  await page.getByText('Máy này đang nhận thông báo.').waitFor();
  await keepPicture(page, 'push-staff');
  const report = await house.anyone.sends();
  await walk(house, report, 'routing');
  const officer = await house.as('sgtvt.officer');
  const task = await officer.task(report.code, 'scope');
  const [message] = await pushes.sent(device);
  expect(message!.payload).toMatchObject({ title: 'Việc mới: Kiểm tra phạm vi', path: `/tasks/${task.key}` });
  expect(JSON.stringify(message!.payload)).not.toMatch(/Nguyễn|0905|Đèn/);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByLabel('Tên đăng nhập').waitFor();
  const { items } = (await officer.get('/api/push/subscription')).body;
  expect(items).toEqual([]);
});

it('who reports what is there already follows it on the device instead, without any address', async () => {
  const device = pushes.device();
  // Far from the reports of the other tests.
  const place = { text: 'Phố cổ Hội An', district: 'hoian', lat: 15.8801, lng: 108.338 };
  const known = await house.anyone.sends({ place });
  await walk(house, known, 'intake');
  await known.sees('in-progress');
  const page = await open('phone', device);
  await page.context().grantPermissions(['notifications', 'geolocation']);
  await page.context().setGeolocation({ latitude: place.lat, longitude: place.lng });
  await page.goto('/');
  await page.getByLabel('Nội dung').fill('Đèn tín hiệu ở ngã tư không sáng.');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.getByRole('button', { name: 'Lấy vị trí hiện tại' }).click();
  await page.getByRole('button', { name: 'Chính việc này' }).click();
  await page.getByRole('button', { name: 'Theo dõi trên máy này' }).scrollIntoViewIfNeeded();
  await keepPicture(page, 'push-nearby');
  await page.getByRole('button', { name: 'Theo dõi trên máy này' }).click();
  await page.getByText('Máy này sẽ báo khi việc').waitFor();
  await walk(house, known, 'publication', { from: 'routing' });
  const [message] = await pushes.sent(device);
  expect(message!.payload).toMatchObject({
    title: 'Phản ánh Ông/bà theo dõi: Đã trả lời',
    path: `/p/${known.code}`,
  });
});

it('a device that may not be told says so', async () => {
  const page = await open('phone');
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  const report = await house.anyone.sends();
  await page.goto(`/r/${report.code}#${report.token}`);
  await page.getByText('Trình duyệt đang chặn thông báo của trang này.').waitFor();
});
