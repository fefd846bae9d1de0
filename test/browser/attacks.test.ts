/**
 * Attacks in a real browser on the real product: a report whose every text is a script goes its whole way and is opened
 * wherever it comes up; every kind of page is asked to run what was put into it; another site frames and posts.
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelDetail } from '../../domain/api/models.ts';
import { password } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';
import { theProduct } from './product.ts';

const product = theProduct();
/** Runs where a text is taken for HTML; is seen, word for word, where it is not. */
const struck = (where: string): string =>
  `${where} <img src=x onerror="window.struck='${where}'"> </script><svg onload=1>`;

let published: Sender;
let open: Sender;
let task: string;
let draft: string;
beforeAll(async () => {
  const { house } = product;
  const fields = {
    sender: { name: struck('name'), phone: '0905123456', address: struck('address') },
    content: struck('content'),
    place: { text: struck('place'), district: 'tamky', lat: 15.57, lng: 108.47 },
  };
  [published, open] = [await house.anyone.sends(fields), await house.anyone.sends(fields)];
  await walk(house, published, 'publication', {
    instead: { handling: { outcome: 'done', result: struck('result'), resolution: 'fixed' } },
  });
  task = (await (await house.as('ioc.intake')).task(open.code, 'intake')).key;
  const analyst = await house.as('analyst');
  const made = await until(async () => {
    const { status, body } = await analyst.ask('POST', '/api/models', { name: struck('draft'), from: 'in-force' });
    return status === 201 ? (body as ModelDetail) : undefined;
  }, 'the procedure in force');
  draft = made.id;
  const name = struck('element').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const files = made.files
    .filter((file) => file.name.endsWith('.bpmn'))
    .map((file) => ({
      name: file.name,
      content: file.content.replace('id="intake" name="Kiểm tra, tiếp nhận"', `id="intake" name="${name}"`),
    }));
  const imported = await analyst.ask('POST', `/api/models/${draft}/import`, { files });
  if (imported.status >= 300) throw new Error(`Not imported: ${imported.status} ${JSON.stringify(imported.body)}`);
}, 180_000);

async function enter(page: Page, username: string, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
}
const words = (page: Page, where: string) => page.getByText(`${where} <img src=x`).first().waitFor();
/** Nothing has run, and nothing of it has become an element. */
async function unharmed(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as { struck?: string }).struck)).toBeUndefined();
  await expect.poll(() => page.locator('img[src="x"]').count()).toBe(0);
}

describe('a script in a text is a text', () => {
  it('where anyone reads it, and on the sender’s own page', async () => {
    const page = await product.open('phone');
    for (const [path, where] of [
      [`/p/${published.code}`, 'content'],
      [`/p/${published.code}`, 'result'],
      ['/p', 'content'],
      [`/r/${published.code}#${published.token}`, 'content'],
    ] as const) {
      await page.goto(path);
      await words(page, where);
      await unharmed(page);
    }
    for (const path of ['/p/feed.xml', `/api/published/${published.code}`]) {
      const answer = await product.house.anyone.get(path);
      expect(answer.headers.get('content-type')).toMatch(/xml|json/);
      if (path.endsWith('.xml')) expect(String(answer.body)).not.toContain('<img src=x');
    }
  });

  it('on the map: of a report’s sign, and where an administrator has named the area', async () => {
    const admin = await product.house.as('ioc.admin');
    const before = await admin.get('/api/directory/areas/tamky');
    const { id, version, ...area } = before.body;
    // Short: a name that finds no room is not drawn.
    const name = '<img src=x onerror=window.struck=1>';
    const names = [{ vi: name, en: name, from: area.names[0].from }];
    const etag = before.headers.get('etag')!;
    const answer = await admin.ask('PUT', `/api/directory/areas/${id}`, { ...area, names }, { 'if-match': etag });
    expect([answer.status, answer.body.version]).toEqual([200, version + 1]);
    const page = await product.open('desk');
    await page.goto('/p?view=map');
    await page.locator('.map-name span', { hasText: name }).waitFor();
    const sign = page.locator('.map-sign.one');
    await sign.focus();
    await unharmed(page);
    await sign.press('Enter');
    await words(page, 'content');
    await unharmed(page);
  });

  it('where officers work', async () => {
    const page = await product.open('desk');
    await enter(page, 'ioc.intake', `/tasks/${task}`);
    for (const where of ['content', 'name', 'place']) await words(page, where);
    await unharmed(page);
    await page.goto('/tasks');
    await words(page, 'content');
    await unharmed(page);
  });

  it('where analysts draw', async () => {
    const page = await product.open('desk');
    await enter(page, 'analyst', `/studio/${draft}/edit`);
    await page.locator('.editor-canvas [data-element-id="intake"]').waitFor();
    await unharmed(page);
    await page.goto('/studio');
    await words(page, 'draft');
    await unharmed(page);
  });
});

/** Puts into the page what an attacker would, and answers by which rules of its policy the browser refused it. */
async function attacked(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const own = window as unknown as { refused: string[] };
    own.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => own.refused.push(event.effectiveDirective));
    const put = (tag: string, set: Record<string, string>, text = ''): HTMLElement => {
      const made = document.createElement(tag);
      for (const [name, value] of Object.entries(set)) made.setAttribute(name, value);
      made.textContent = text;
      document.body.append(made);
      return made;
    };
    put('script', {}, "window.struck = 'inline'");
    put('script', { src: 'https://elsewhere.example/x.js' });
    put('div', {}).innerHTML = '<button onclick="window.struck = \'attribute\'">x</button>';
    document.querySelector<HTMLElement>('button[onclick]')?.click();
    put('a', { href: "javascript:window.struck = 'address'" }).click();
    put('base', { href: 'https://elsewhere.example/' });
    put('style', {}, 'body { outline: 9px solid red }');
    put('iframe', { src: 'https://elsewhere.example/' });
    put('img', { src: 'https://elsewhere.example/seen.png' });
    put('object', { data: 'https://elsewhere.example/x.swf', type: 'text/html' });
    (put('form', { action: 'https://elsewhere.example/', method: 'post' }) as HTMLFormElement).submit();
    fetch('https://elsewhere.example/').catch(() => {});
    setTimeout("window.struck = 'eval'", 0);
  });
  const all =
    'base-uri connect-src form-action frame-src img-src object-src script-src script-src-attr script-src-elem style-src-elem';
  const refused = () =>
    page.evaluate(() => [...new Set((window as unknown as { refused: string[] }).refused)].toSorted());
  return until(
    async () => {
      const now = await refused();
      return all.split(' ').every((one) => now.includes(one)) ? now : undefined;
    },
    `every rule to have refused something`,
    20_000,
  ).catch(refused);
}

describe('the policy holds in the browser', () => {
  it.each([
    ['the portal', '/', undefined],
    ['a private link', '/r/QN-26-0000-0000-0#x', undefined],
    ['what is read without scripts', '/p', undefined],
    ['the log-in page', '/login', undefined],
    ['a page that is not there', '/nothing', undefined],
    ['the officers’ list', '/tasks', 'ioc.intake'],
    ['the studio', '/studio', 'analyst'],
    ['the reading page of the contract', '/api/docs', undefined],
  ] as const)('on %s', async (_, path, username) => {
    const page = await product.open('desk');
    if (username) await enter(page, username, path);
    else await page.goto(path);
    await page.waitForLoadState('load');
    expect(await attacked(page)).toEqual(
      expect.arrayContaining([
        'base-uri',
        'connect-src',
        'form-action',
        'frame-src',
        'img-src',
        'object-src',
        'script-src',
        'script-src-attr',
        'script-src-elem',
        'style-src-elem',
      ]),
    );
    expect(await page.evaluate(() => (window as { struck?: string }).struck)).toBeUndefined();
    expect(new URL(page.url()).origin).toBe(product.house.url);
    // What was provoked here; a refused frame has no storage, which the window's own preparation asks for.
    product.take(/elsewhere\.example|Content Security Policy|status of 40[14]|'localStorage'/);
  });
});

describe('another site', () => {
  it('cannot frame a page', async () => {
    const page = await product.open('desk');
    await page.setContent(`<iframe src="${product.house.url}/login"></iframe>`);
    await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
    product.take(/frame|X-Frame-Options|'localStorage'/i);
  });

  it('cannot log somebody in or out by a form', async () => {
    const page = await product.open('desk');
    await enter(page, 'ioc.intake', '/tasks');
    await words(page, 'content');
    await page.goto('about:blank');
    const json = JSON.stringify({ username: 'ioc.duty', password, x: '' }).replaceAll('"', '&quot;');
    await page.setContent(
      `<form action="${product.house.url}/api/session" method="post" enctype="text/plain"><input name="${json}" value="x"><button>x</button></form>`,
    );
    const answered = page.waitForResponse(/\/api\/session$/);
    await page.getByRole('button').click();
    expect((await answered).status()).toBeGreaterThanOrEqual(400);
    const me = await page.context().request.get(`${product.house.url}/api/session`);
    expect((await me.json()).username).toBe('ioc.intake');
    product.take(/status of 4|about:blank|'localStorage'/);
  });
});
