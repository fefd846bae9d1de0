/** The readable pages: everything published is in them, escaped, with what machines need; nothing of hidden senders. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectedStart, type Report } from '../../store/reports.ts';
import { monday, openTestHouse, origin, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
let dist: string;
const picture = 'a'.repeat(32);
const document = 'b'.repeat(32);

const published = (n: number, rest: Partial<Report> = {}): Report => ({
  _id: `QN-26-READ-${String(n).padStart(4, 'A')}-A`,
  sender: { name: 'Trần Thị Bình', phone: '0905999888', address: '12 Phan Bội Châu' },
  content: `Đường hỏng số ${n} ở Hội An`,
  place: { text: 'Phố cổ', district: 'hoian', lat: 15.88, lng: 108.33 },
  geo: { type: 'Point', coordinates: [108.33, 15.88] },
  hideIdentity: false,
  confidential: false,
  attachments: [],
  receivedAt: monday,
  tokenHash: '',
  promisedDueAt: null,
  search: 'duong hong o hoi an pho co',
  supplements: [],
  feedback: [],
  ...projectedStart(null),
  status: 'answered',
  field: 'transport',
  leadAgency: 'sgtvt',
  publishedAt: monday + n * 60_000,
  reply: {
    kind: 'public',
    agency: 'sgtvt',
    text: 'Kính chào Ông/bà',
    attachments: [],
    at: monday + n * 60_000,
    resolution: 'fixed',
  },
  ...rest,
});

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'reading-'));
  await writeFile(
    join(dist, 'index.html'),
    '<!doctype html><html lang="vi"><head><title>Phản ánh</title><meta name="description" content="Gửi" /></head><body><qn-shell></qn-shell></body></html>',
  );
  await mkdir(join(dist, '.vite'));
  const manifest = {
    'portal/published-page.ts': { css: ['assets/list.css'], imports: ['_shared'] },
    _shared: { css: ['assets/shared.css'] },
  };
  await writeFile(join(dist, '.vite', 'manifest.json'), JSON.stringify(manifest));
  house = await openTestHouse({ WEB_DIST: dist });
  const reports = [
    ...Array.from({ length: 26 }, (_, n) => published(n)),
    published(30, {
      content: 'Rác <script>alert(1)</script> & "nước" $& $1\nDòng hai ]]> \u0007',
      hideIdentity: true,
      field: 'water',
      search: 'rac nuoc',
      attachments: [document, picture],
      rating: 'satisfied',
    }),
    published(31, { confidential: true, content: 'Chuyện mật' }),
    published(32, { takenDown: { at: 0, by: 'duty', reason: 'x' }, content: 'Đã gỡ' }),
    published(33, { publishedAt: undefined, reply: undefined, status: 'in-progress', content: 'Đang làm' }),
  ];
  await house.store.reports.model.collection.insertMany(reports as never[], { ignoreUndefined: true });
  await house.store.files.model.collection.insertMany([
    { _id: picture, type: 'image/jpeg' },
    { _id: document, type: 'application/pdf' },
  ] as never[]);
});
afterAll(async () => {
  await house?.close();
  await rm(dist, { recursive: true, force: true });
});

const get = async (path: string, headers: Record<string, string> = {}) => house.ask('GET', path, { headers });
const text = async (path: string): Promise<string> => (await get(path)).body;
/** The codes that a page links to. */
const codes = (page: string) => [...page.matchAll(/href="\/p\/(QN-[^"]+)"/g)].map(([, code]) => code);

describe('the list', () => {
  test('leads over all its pages to each published report once', async () => {
    const found: string[] = [];
    for (let path: string | undefined = '/p'; path; ) {
      const page = await text(path);
      found.push(...(codes(page) as string[]));
      path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(found).toHaveLength(27);
    expect(new Set(found).size).toBe(27);
    expect(found[0]).toBe(published(30)._id);
  });

  test('is searched by a plain form, without diacritics too, and shows what was asked for', async () => {
    const page = await text('/p?q=r%C3%A1c&field=water&from=2026-03-01');
    expect(codes(page)).toEqual([published(30)._id]);
    expect(page).toContain('value="rác"');
    expect(page).toContain('<option value="water" selected>');
    expect(page).toContain('name="from" type="date" value="2026-03-01"');
    expect(page).toContain('href="/p/feed.xml?q=r%C3%A1c&amp;field=water&amp;from=2026-03-01"');
    expect(codes(await text('/p?q=rac'))).toEqual([published(30)._id]);
  });

  test('says kindly that nothing was found, and forgives what nobody can ask', async () => {
    expect(await text('/p?q=khongco')).toContain('Không có phản ánh nào khớp');
    for (const wrong of ['field=love', 'near=99,200,5', 'from=monday', 'after=x', 'q=%22'])
      expect(codes(await text(`/p?${wrong}`))).toHaveLength(24);
  });

  test('is dressed by the styles of its page, and is in the page before the element of the script', async () => {
    const page = await text('/p');
    expect(page.indexOf('/assets/shared.css')).toBeLessThan(page.indexOf('/assets/list.css'));
    expect(page).toMatch(/<div id="reading">[\s\S]*<h1>Phản ánh đã trả lời<\/h1>[\s\S]*<\/div>\s*<qn-shell>/);
  });
});

describe('a report', () => {
  const path = `/p/${published(30)._id}`;

  test('is there as it was written, escaped, with its files and its reply', async () => {
    const page = await text(path);
    expect(page).toContain('Rác &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;nước&quot; $&amp; $1\nDòng hai');
    expect(page).not.toContain('<script>alert');
    expect(page).toContain(
      `<a href="/api/files/${picture}"><img src="/api/files/${picture}?size=thumb" alt="Ảnh 2 của phản ánh"`,
    );
    expect(page).toContain(`<a href="/api/files/${document}"><span class="file">`);
    expect(page).toContain('Kính chào Ông/bà');
    expect(page).toContain('Đã khắc phục');
    expect(page).toContain('Hài lòng');
  });

  test('names no hidden sender, and no one’s phone or address', async () => {
    expect(await text(path)).toContain('<dd>Ông/bà</dd>');
    for (const one of [path, '/p', '/p?after=', `/p/${published(1)._id}`, '/p/feed.xml', '/figures', '/sitemap.xml'])
      expect(await text(one)).not.toMatch(/0905999888|Phan Bội Châu/);
    for (const one of [path, '/p', '/p/feed.xml']) expect(await text(one)).not.toContain('Trần Thị Bình');
    expect(await text(`/p/${published(1)._id}`)).toContain('Trần Thị Bình');
  });

  test('is told to those who share it: title, words, picture, one address', async () => {
    const page = await text(path);
    expect(page).toMatch(/<title>Rác &lt;script&gt;.* · Phản ánh hiện trường · Quảng Nam<\/title>/);
    expect(page).toContain(`<link rel="canonical" href="${origin}${path}" />`);
    expect(page).toContain(`<meta property="og:image" content="${origin}/api/files/${picture}?size=thumb" />`);
    expect(page.match(/<meta name="description"/g)).toHaveLength(1);
    expect(page).not.toContain('noindex');
    expect(await text(`/p/${published(1)._id}`)).toContain(`content="${origin}/share.png"`);
  });

  test.each([31, 32, 33, 99])('that nobody may read is not there: %i', async (n) => {
    const { status, body } = await get(`/p/${published(n)._id}`);
    expect(status).toBe(404);
    expect(body).toContain('Không có phản ánh này');
    expect(body).toContain('noindex');
    expect(body).not.toMatch(/Chuyện mật|Đã gỡ|Đang làm/);
  });

  test('a code that is none is a page that says so, escaped', async () => {
    const { status, body } = await get('/p/%3Cb%3E');
    expect(status).toBe(404);
    expect(body).not.toContain('<b>');
  });
});

describe('the figures', () => {
  test('are those of the API', async () => {
    const { total } = (await get('/api/published/figures')).body;
    const page = await text('/figures');
    expect(page).toContain(`<div><dt>Đã nhận</dt><dd>${total.received}</dd></div>`);
    expect(page).toContain(`<div><dt>Đang xử lý</dt><dd>${total.open}</dd></div>`);
    expect(await text('/figures?year=2025')).toContain('<dt>Đã nhận</dt><dd>0</dd>');
  });
});

describe('for machines', () => {
  test('the feed has the newest of a filter, each with its reply and a link', async () => {
    const { headers, body } = await get('/p/feed.xml?field=water');
    expect(headers['content-type']).toContain('application/rss+xml');
    expect(body.match(/<item>/g)).toHaveLength(1);
    expect(body).toContain(`<link>${origin}/p/${published(30)._id}</link>`);
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toContain('<script>');
    expect(body).not.toContain('\u0007');
    expect((await text('/p/feed.xml')).match(/<item>/g)).toHaveLength(27);
  });

  test('the list of pages has every published report and no other', async () => {
    const map = await text('/sitemap.xml');
    expect(map.match(/<loc>/g)).toHaveLength(3 + 27);
    expect(map).toContain(`<loc>${origin}/p/${published(0)._id}</loc><lastmod>2026-03-02</lastmod>`);
  });

  test('robots are told where they may not go', async () => {
    const robots = await text('/robots.txt');
    expect(robots).toMatch(/Disallow: \/r\//);
    expect(robots).toContain(`Sitemap: ${origin}/sitemap.xml`);
    expect((await get('/r/QN-1', { accept: 'text/html' })).headers['x-robots-tag']).toBe('noindex');
    expect((await get('/p')).headers['x-robots-tag']).toBeUndefined();
  });

  test('lists of a filter are followed, not indexed', async () => {
    expect(await text('/p?field=water')).toContain('<meta name="robots" content="noindex, follow" />');
    expect(await text('/p')).not.toContain('noindex');
  });

  test('what has not changed is not sent again, and what is long is sent packed', async () => {
    const { headers } = await get('/p');
    expect(headers['cache-control']).toBe('no-cache');
    expect((await get('/p', { 'if-none-match': String(headers.etag) })).status).toBe(304);
    const packed = await house.app.inject({ method: 'GET', url: '/p', headers: { 'accept-encoding': 'gzip, br' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).toContain('<h1>Phản ánh đã trả lời</h1>');
  });

  test('no page allows a script or a style of its own text', async () => {
    for (const path of ['/p', `/p/${published(1)._id}`, '/figures', '/p/nothing']) {
      const { headers, body } = await get(path);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(body).not.toMatch(/ style=| on\w+=|<style/);
    }
  });
});
