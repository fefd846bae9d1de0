/** What anyone may read: published reports, and what is nearby. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatTime } from '../../domain/iso-time.ts';
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
    ...Array.from({ length: 12 }, (_, n) =>
      published(n, n === 5 ? { place: { text: 'Không rõ', district: 'hoian' }, geo: undefined } : {}),
    ),
    published(20, {
      hideIdentity: true,
      field: 'water',
      search: 'nguon nuoc o nhiem',
      reply: { kind: 'public', agency: 'sgtvt', text: 'Kính chào', attachments: [], at: monday, resolution: 'fixed' },
      rating: 'satisfied',
      timeliness: { byFirst: false, byMoved: true },
    }),
    published(21, { confidential: true }),
    published(22, { reply: { kind: 'private', agency: 'sgtvt', text: 'riêng', attachments: [], at: monday } }),
    published(23, { takenDown: { at: 0, by: 'duty', reason: 'x' } }),
    published(24, { status: 'in-progress', publishedAt: undefined, reply: undefined }),
    published(25, { status: 'received', field: undefined, publishedAt: undefined, reply: undefined }),
    published(26, {
      status: 'rejected',
      publishedAt: undefined,
      reply: undefined,
      place: { text: 'Xa' },
      geo: undefined,
    }),
    published(27, {
      status: 'withdrawn',
      publishedAt: undefined,
      reply: undefined,
      receivedAt: Date.UTC(2025, 11, 31, 17),
    }),
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
    ['resolution=fixed', 1],
    ['near=15.88,108.33,1500', 2],
    [
      `from=${encodeURIComponent('2026-03-02T08:05:00+07:00')}&to=${encodeURIComponent('2026-03-02T08:07:00+07:00')}`,
      3,
    ],
  ])('are found by %s', async (query, count) => {
    expect((await list(query)).items).toHaveLength(count);
  });

  test.each([
    ['field=Love!', 400],
    ['near=1,2', 400],
    ['near=99,200,5', 422],
    ['from=monday', 400],
    ['after=x', 400],
  ])('are not asked for by %s', async (query, status) => {
    expect((await house.ask('GET', `/api/published?${query}`)).status).toBe(status);
  });
});

describe('published points', () => {
  const points = async (query = '', headers = {}) => house.ask('GET', `/api/published/points?${query}`, { headers });

  test('are all published reports that have a position; how many have none is said', async () => {
    const { body } = await points();
    expect(body.points).toHaveLength(12);
    expect(body.unplaced).toBe(1);
    expect(body.points.at(-1)).toEqual([published(0)._id, 15.88, 108.33, 'transport', null]);
    expect(JSON.stringify(body)).not.toMatch(/Bình|0905|Đường/);
  });

  test('take the filters of the list', async () => {
    expect((await points('near=15.88,108.33,1500')).body.points).toHaveLength(2);
    expect((await points('resolution=fixed')).body).toEqual({
      points: [[published(20)._id, 16.08, 108.33, 'water', 'fixed']],
      unplaced: 0,
    });
    expect((await points('limit=5')).status).toBe(400);
  });

  test('are not sent again to who has them', async () => {
    const { headers } = await points();
    const again = await points('', { 'if-none-match': headers.etag });
    expect([again.status, again.body]).toEqual([304, '']);
    expect((await points('field=water', { 'if-none-match': headers.etag })).status).toBe(200);
  });
});

describe('the public figures', () => {
  test('count every report once, confidential ones too, and keep fixed apart from answered', async () => {
    const { body } = await house.ask('GET', '/api/published/figures');
    expect(body.total).toEqual({
      received: 20,
      open: 2,
      rejected: 1,
      withdrawn: 1,
      answered: 16,
      fixed: 1,
      onlyAnswered: 0,
      cannotFix: 0,
      unsaid: 15,
      timed: 1,
      onTimeByFirst: 0,
      onTimeByMoved: 1,
      satisfied: 1,
      acceptable: 0,
      unsatisfied: 0,
    });
    expect(body.asOf).toBe(formatTime(monday));
    expect(body.years).toEqual([2026]);
  });

  test('add up to the same sum in each table', async () => {
    const { body } = await house.ask('GET', '/api/published/figures');
    for (const table of ['byField', 'byDistrict', 'byMonth'])
      for (const name of Object.keys(body.total)) {
        const sum = body[table].reduce((all: number, row: Record<string, number>) => all + row[name]!, 0);
        expect(`${table} ${name} ${sum}`).toBe(`${table} ${name} ${body.total[name]}`);
      }
    expect(body.byField.map((row: { id: string }) => row.id)).toEqual(['transport', 'water', '']);
    expect(body.byMonth.map((row: { id: string }) => row.id)).toEqual(['2026-03', '2026-01']);
  });

  test('are told for a year of reception, in Vietnam’s time', async () => {
    expect((await house.ask('GET', '/api/published/figures?year=2026')).body.total.received).toBe(20);
    expect((await house.ask('GET', '/api/published/figures?year=2025')).body.total.received).toBe(0);
    expect((await house.ask('GET', '/api/published/figures?year=dawn')).status).toBe(400);
  });

  test('hold nothing but counts and names of fields, districts and months', async () => {
    const text = JSON.stringify((await house.ask('GET', '/api/published/figures')).body);
    expect(text).not.toMatch(/QN-|Bình|0905|Đường/);
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
