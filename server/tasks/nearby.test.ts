/** Reports that may be the same thing, and the link between them: over the app and a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

type Headers = { cookie: string; origin: string };
let house: TestHouse;
let intake: Headers;
let officer: Headers;
let elsewhere: Headers;
beforeAll(async () => {
  house = await openTestHouse();
  intake = await house.as('intake', 'ioc-intake');
  officer = await house.as('officer', 'agency:sgtvt:officer');
  elsewhere = await house.as('elsewhere', 'agency:syt:officer');
});
afterAll(() => house?.close());

let seed = 700;
/** A report some metres north of 15.5, 108.4, with an open task. Each test has a latitude of its own. */
async function standing(at: {
  lat: number;
  north?: number;
  content?: string;
  groups?: string[];
  confidential?: boolean;
}): Promise<{ code: string; key: string }> {
  const { lat, north = 0, content = 'Ổ gà sâu trước chợ Tam Kỳ', groups = ['ioc-intake'], confidential = false } = at;
  const payload = {
    sender: { name: 'An', phone: `09${String(10_000_000 + seed)}` },
    content,
    place: { text: 'Chợ', lat: lat + north / 111_195, lng: 108.4 },
    confidential,
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { body } = await house.ask('POST', '/api/reports', { payload, headers });
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(body.code);
  if (groups[0]!.startsWith('agency:')) {
    stream.root('leadAgency', groups[0]!.split(':')[1]);
    stream.root('field', 'transport');
  }
  const { key } = stream.task(groups[0]!.startsWith('agency:') ? 'handling' : 'intake', groups, monday + 3_600_000);
  await house.records(stream.take());
  return { code: body.code, key };
}
const others = async (key: string, headers = intake) =>
  (await house.ask('GET', `/api/tasks/${key}/nearby`, { headers })).body;
const codes = (items: { code: string }[]) => items.map((one) => one.code);
const link = (code: string, to: string | null, headers = intake) =>
  house.ask('PUT', `/api/reports/${code}/duplicate-of`, { headers, payload: { code: to } });

describe('likely the same', () => {
  test('is what lies within 200 m and says the like; not what is further off, or says another thing', async () => {
    const here = await standing({ lat: 15.5 });
    const same = await standing({ lat: 15.5, north: 120, content: 'o ga sau truoc cho, xe may bi nga' });
    const far = await standing({ lat: 15.5, north: 320 });
    const another = await standing({ lat: 15.5, north: 50, content: 'Cột điện nghiêng, dây sà thấp' });
    const { items, mayLink } = await others(here.key);
    expect(codes(items)).toEqual([same.code]);
    expect(codes(items)).not.toContain(far.code);
    expect(codes(items)).not.toContain(another.code);
    expect(items[0]).toMatchObject({ metres: 120, taskKey: same.key, summary: 'o ga sau truoc cho, xe may bi nga' });
    expect(mayLink).toBe(true);
  });

  test('shows nothing of what lies outside one’s reach but what anyone may know', async () => {
    const mine = await standing({ lat: 15.6, groups: ['agency:sgtvt:officer'] });
    const theirs = await standing({ lat: 15.6, north: 30, groups: ['agency:syt:officer'] });
    const unaccepted = await standing({ lat: 15.6, north: 40 });
    const { items } = await others(mine.key, officer);
    expect(codes(items)).toEqual([theirs.code]);
    expect(codes(items)).not.toContain(unaccepted.code);
    expect(items[0].summary).toBe('');
    expect(items[0].taskKey).toBeUndefined();
  });

  test('shows of a confidential report that it is there, and not its words', async () => {
    const here = await standing({ lat: 15.7, groups: ['agency:sgtvt:officer'] });
    const secret = await standing({ lat: 15.7, north: 10, groups: ['agency:sgtvt:officer'], confidential: true });
    const { items } = await others(here.key, officer);
    expect(items).toMatchObject([{ code: secret.code, summary: '' }]);
    const audited = await house.store.audit.model.countDocuments({ reportCode: secret.code });
    expect(audited).toBe(0);
  });
});

describe('a link', () => {
  test('is shown on both, audited, and taken away again', async () => {
    const first = await standing({ lat: 15.8 });
    const second = await standing({ lat: 15.8, north: 10 });
    expect((await link(second.code, first.code)).status).toBe(204);
    expect((await others(second.key)).duplicateOf.code).toBe(first.code);
    expect(codes((await others(first.key)).duplicates)).toEqual([second.code]);
    expect(codes((await others(first.key)).items)).toEqual([]);
    const entry = await house.store.audit.model.findOne({ reportCode: second.code, what: 'link-duplicate' }).lean();
    expect(entry).toMatchObject({ who: 'intake', data: { to: first.code } });
    expect((await link(second.code, null)).status).toBe(204);
    expect((await others(second.key)).duplicateOf).toBeNull();
  });

  test('stays flat: what repeats a repetition repeats the first', async () => {
    const [first, second, third] = [
      await standing({ lat: 15.9 }),
      await standing({ lat: 15.9, north: 10 }),
      await standing({ lat: 15.9, north: 20 }),
    ];
    await link(third.code, second.code);
    await link(second.code, first.code);
    expect((await others(third.key)).duplicateOf.code).toBe(first.code);
    expect((await link(first.code, third.code)).status).toBe(422);
  });

  test('needs the right over this report, and a report that one may see', async () => {
    const mine = await standing({ lat: 16, groups: ['agency:sgtvt:officer'] });
    const theirs = await standing({ lat: 16, north: 10, groups: ['agency:syt:officer'] });
    expect((await link(mine.code, theirs.code, officer)).status).toBe(422);
    expect((await link(mine.code, null, elsewhere)).status).toBe(404);
    expect((await link(mine.code, mine.code, officer)).status).toBe(422);
    expect((await link(mine.code, 'KHÔNG-CÓ', officer)).status).toBe(400);
  });
});
