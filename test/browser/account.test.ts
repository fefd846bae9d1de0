/** Logging in, as people do it: the second factor from the QR's key to the code at the door, and the province's own log-in. */
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildPages, pagesFolder } from '../../local/pages.ts';
import { choosePort } from '../../local/ports.ts';
import { hashPassword } from '../../server/session/passwords.ts';
import { openTestHouse, type TestHouse } from '../../server/testing/test-house.ts';
import { IdentityProvider } from '../house/identity-provider.ts';
import { keepPicture, openBrowser, openWindow, type Size, type Window } from './browser.ts';
import { wordsIn } from './words.ts';

const password = 'một mật khẩu dài';
let provider: IdentityProvider;
let house: TestHouse;
let browser: Browser;
let url: string;
const windows: Window[] = [];
beforeAll(async () => {
  await buildPages();
  const port = await choosePort('a test', 0);
  url = `http://127.0.0.1:${port}`;
  provider = await IdentityProvider.open(`${url}/api/session/oidc/callback`);
  house = await openTestHouse({
    PUBLIC_URL: url,
    WEB_DIST: pagesFolder,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'SSO Quảng Nam',
    SECOND_FACTOR_FOR: 'admin',
  });
  await house.app.listen({ host: '127.0.0.1', port });
  const passwordHash = await hashPassword(password);
  const person = { passwordHash, active: true };
  await house.store.people.put({ _id: 'ioc.admin', name: 'Lê Thị Quản', groups: ['admin'], ...person });
  const email = 'minh@quangnam.example';
  await house.store.people.put({
    _id: 'sgtvt.officer',
    name: 'Minh',
    groups: ['agency:sgtvt:officer'],
    email,
    ...person,
  });
  browser = await openBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
  await provider?.close();
});
afterEach(async () => {
  const complaints = windows.flatMap((window) => window.complaints);
  for (const { context } of windows.splice(0)) await context.close();
  // A browser writes down every 401, and the provider is another place on purpose.
  expect(
    complaints.filter((one) => !/status of 401|request to http:\/\/127\.0\.0\.1:\d+\/(auth|interaction)/.test(one)),
  ).toEqual([]);
});

async function open(size: Size, path: string): Promise<Page> {
  const window = await openWindow(browser, url, size);
  windows.push(window);
  await window.page.goto(path);
  return window.page;
}

async function fillIn(page: Page, username: string): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
}

it('an administrator sets up the second factor that the group needs, and gives its code at the next log-in', async () => {
  const say = wordsIn('vi');
  const page = await open('phone', '/login');
  await fillIn(page, 'ioc.admin');
  await page.getByText(say.page('account.factor.must')).waitFor();
  await page.getByRole('button', { name: say.page('account.factor.begin') }).click();
  await page.locator('#factor-given').fill(password);
  await page.keyboard.press('Enter');
  const key = (await page.locator('.factor-secret').textContent())!.replaceAll(' ', '');
  await page.locator('svg.qr').waitFor();
  await keepPicture(page, 'account-factor-phone', true);
  const totp = new TOTP({ secret: Secret.fromBase32(key) });
  await page.locator('#factor-given').fill(totp.generate());
  await page.keyboard.press('Enter');
  await page.locator('.recovery-codes li').nth(9).waitFor();
  const spare = (await page.locator('.recovery-codes li').first().textContent())!;
  await keepPicture(page, 'account-codes-phone', true);

  const other = await open('desk', '/login?to=%2Fadmin');
  await fillIn(other, 'ioc.admin');
  await other.getByText(say.page('login.code.for').replace('{name}', 'ioc.admin')).waitFor();
  await expect.poll(() => other.evaluate(() => document.activeElement?.id)).toBe('code');
  await other.keyboard.type('000000');
  await other.keyboard.press('Enter');
  await other.getByText(say.page('login.wrong.code')).first().waitFor();
  await other.locator('#code').fill(spare);
  await other.keyboard.press('Enter');
  await other.waitForURL(`${url}/admin`);
  await other.getByRole('heading', { level: 1, name: say.page('admin.title') }).waitFor();

  // From here the first one is ended.
  await other.goto('/account');
  await other.getByRole('button', { name: say.page('account.sessions.others') }).click();
  await other.getByText(say.page('account.sessions.ended')).waitFor();
  await page.goto('/account');
  await page.waitForURL(/\/login\?to=/);
});

it('an officer comes in by the province’s own log-in, to the page that was asked for', async () => {
  const say = wordsIn('vi');
  const page = await open('desk', '/account');
  const way = page.getByRole('link', { name: say.page('login.provider').replace('{name}', 'SSO Quảng Nam') });
  await way.waitFor();
  await keepPicture(page, 'login-provider');
  provider.somebody = { sub: 'minh', email: 'minh@quangnam.example', email_verified: true };
  await way.click();
  await page.waitForURL(`${url}/account`);
  await page.getByText(say.page('account.sessions.oidc')).waitFor();
});

it('somebody whom nobody here knows is told what to do', async () => {
  const say = wordsIn('vi');
  const page = await open('phone', '/login');
  provider.somebody = { sub: 'nobody', email: 'nobody@quangnam.example', email_verified: true };
  await page.getByRole('link', { name: say.page('login.provider').replace('{name}', 'SSO Quảng Nam') }).click();
  await page.getByText(say.page('login.refused.no-account')).waitFor();
  await expect.poll(() => page.getByRole('alert').count()).toBe(1);
});
