/** What anyone may read: published reports, and what is nearby. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectedStart, type Report } from '../../store/reports.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
const published = (n: number, rest: Partial<Report> = {}): Report => ({
  _id: `QN-26-PUBL-${String(n).padStart(4, 'A')}-A`,
  sender: { name: 'Trần Thị Bình', phone: '0905999888', address: 'Hội An' },
  content: 'Đường hỏng ở Hội An',
  place: { text: 'Phố cổ', district: 'hoian', lat: 15.88 + n * 0.01, lng: 108.33 },
  geo: { type: 'Point', coordinates: [108.33, 15.88 + n * 0.01] },
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
  reply: { kind: 'public', agency: 'sgtvt', text: 'Kính chào Ông/bà', attachments: [], at: monday + n * 60_000 },
  ...rest,
});
beforeAll(async () => {
  house = await openTestHouse();
  const reports = [
    ...Array.from({ length: 12 }, (_, n) => published(n)),
    published(20, { hideIdentity: true, field: 'water', search: 'nguon nuoc o nhiem' }),
    published(21, { confidential: true }),
    published(22, { reply: { kind: 'private', agency: 'sgtvt', text: 'riêng', attachments: [], at: monday } }),
    published(23, { takenDown: { at: 0, by: 'duty', reason: 'x' } }),
    published(24, { status: 'in-progress', publishedAt: undefined, reply: undefined }),
    published(25, { status: 'received', field: undefined, publishedAt: undefined, reply: undefined }),
  ];
  await house.store.reports.model.collection.insertMany(reports as never[], { ignoreUndefined: true });
});
afterAll(() => house?.close());

const list = async (query: string) => (await house.ask('GET', `/api/published?${query}`)).body;

describe('published reports', () => {
  test('are those with a public reply, newest first, each once over the pages', async () => {
    const codes: string[] = [];
    for (let after = ''; ; ) {
      const page = await list(`limit=5${after && `&after=${encodeURIComponent(after)}`}`);
      codes.push(...page.items.map((item: { code: string }) => item.code));
      if (page.next === null) break;
      after = page.next;
    }
    expect(codes).toHaveLength(13);
    expect(codes[0]).toBe(published(20)._id);
    expect(new Set(codes).size).toBe(13);
  });

  test('show the sender as asked, and no phone', async () => {
    expect((await list('field=water')).items).toMatchObject([{ sender: 'Ông/bà', field: 'water' }]);
    const text = JSON.stringify(await list('limit=200'));
    expect(text).toContain('Trần Thị Bình');
    expect(text).not.toMatch(/0905999888|address/);
  });

  test.each([
    ['q=duong', 12],
    ['q=%C4%91%C6%B0%E1%BB%9Dng%20h%E1%BB%8Fng', 12],
    ['q=nguon', 1],
    ['q=%22', 13],
    ['district=hoian', 13],
    ['district=tamky', 0],
    ['agency=sgtvt', 13],
    ['near=15.88,108.33,1500', 2],
    [
      `from=${encodeURIComponent('2026-03-02T08:05:00+07:00')}&to=${encodeURIComponent('2026-03-02T08:07:00+07:00')}`,
      3,
    ],
  ])('are found by %s', async (query, count) => {
    expect((await list(query)).items).toHaveLength(count);
  });

  test.each([
    ['field=love', 400],
    ['near=1,2', 400],
    ['near=99,200,5', 422],
    ['from=monday', 400],
    ['after=x', 400],
  ])('are not asked for by %s', async (query, status) => {
    expect((await house.ask('GET', `/api/published?${query}`)).status).toBe(status);
  });
});

describe('nearby', () => {
  const near = (query: string) => house.ask('GET', `/api/nearby?${query}`);

  test('shows accepted reports that are not confidential, on a grid, with neither text nor name', async () => {
    const { body } = await near('near=16.13,108.33');
    const codes = body.items.map((item: { code: string }) => item.code);
    expect(codes).toContain(published(24)._id);
    expect(codes).not.toContain(published(25)._id);
    expect(codes).not.toContain(published(21)._id);
    expect(Object.keys(body.items[0]).sort()).toEqual(['code', 'field', 'lat', 'lng', 'receivedAt', 'status']);
  });

  test('is narrowed by field, and refuses what is no point', async () => {
    expect((await near('near=16.08,108.33&field=water')).body.items).toHaveLength(1);
    expect((await near('near=here')).status).toBe(400);
    expect((await near('near=99,200')).status).toBe(422);
  });

  test('can be followed by email, unless it is confidential', async () => {
    const follow = (n: number, payload: object) =>
      house.ask('POST', `/api/nearby/${published(n)._id}/followers`, { payload });
    expect((await follow(24, { email: 'an@example.vn' })).status).toBe(201);
    expect((await follow(24, {})).status).toBe(400);
    expect((await follow(24, { email: 'nobody' })).status).toBe(400);
    expect((await follow(21, { email: 'an@example.vn' })).status).toBe(404);
  });
});
