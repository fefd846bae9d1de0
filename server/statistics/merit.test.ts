/** Article 15: numbers stand behind every place, a few steps make nobody first, and senders are named to few. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReportWay } from '../testing/report-way.ts';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+07:00`);
let house: TestHouse;
let duty: Record<string, string>;
let codes: string[];
let refused: string[];

beforeAll(async () => {
  house = await openTestHouse();
  codes = [];
  const variables = { field: 'transport', district: 'tamky', leadAgency: 'sgtvt' };
  for (let n = 0; n < 12; n++) {
    const way = await ReportWay.begin(house, at('04-06T08:00'), { body: n === 3 ? { confidential: true } : {} });
    await way.step('intake', {
      groups: ['ioc-intake'],
      opened: at('04-06T08:00'),
      first: at('04-06T10:00'),
      done: at('04-06T09:00'),
      outcome: 'accepted',
      by: 'mai',
      variables,
    });
    // Lan is late with three of twelve; Em has done one, in time.
    const done = n < 3 ? at('04-14T08:00') : at('04-09T08:00');
    await way.step('handling', {
      groups: ['agency:sgtvt:officer'],
      opened: at('04-07T08:00'),
      first: at('04-10T08:00'),
      done,
      outcome: 'done',
      by: 'lan',
    });
    if (n === 0)
      await way.step('approval', {
        groups: ['agency:syt:leader'],
        opened: done,
        first: done + 3_600_000,
        done: done + 60_000,
        outcome: 'approved',
        by: 'em',
      });
    await way.answered(at('04-15T08:00'), n < 6 ? 'fixed' : 'answered', 'private');
    if (n === 0) way.rated(at('04-16T08:00'), 'satisfied');
    await way.told();
    codes.push(way.code);
  }
  refused = [];
  for (const ground of ['Ngoài phạm vi.', 'ngoài  phạm vi', 'Không rõ địa điểm']) {
    const way = await ReportWay.begin(house, at('04-07T08:00'));
    await way.step('intake', {
      groups: ['ioc-intake'],
      opened: at('04-07T08:00'),
      first: at('04-07T10:00'),
      done: at('04-07T09:00'),
      outcome: 'rejected',
      by: 'mai',
    });
    await way.told();
    await house.store.reports.model.updateOne({ _id: way.code }, { $set: { ground } });
    refused.push(way.code);
  }
  await house.store.reports.model.collection.updateOne({ _id: codes[1] } as never, { $set: { duplicateOf: codes[0] } });
  house.clock.set(at('04-20T08:00'));
  duty = await house.as('duty', 'ioc-duty');
});
afterAll(() => house?.close());

const merit = async (headers = duty) =>
  (await house.ask('GET', '/api/statistics/merit?period=2026-04', { headers })).body;

test('people stand by their share in time, and who has done too little stands apart', async () => {
  const { officers, agencies, minimum } = await merit();
  expect(minimum).toBe(10);
  expect(
    officers.map(({ username, done, onTimeByFirst, enough }: Record<string, unknown>) => [
      username,
      onTimeByFirst,
      done,
      enough,
    ]),
  ).toEqual([
    ['mai', 15, 15, true],
    ['lan', 9, 12, true],
    ['em', 1, 1, false],
  ]);
  expect(officers[1]).toMatchObject({ agency: 'sgtvt', answered: 12, rated: 1, satisfied: 1 });
  expect(agencies.map(({ agency }: { agency: string }) => agency)).toEqual(['ioc', 'sgtvt', 'syt']);
});

test('of value is who was the first to tell of what was repaired', async () => {
  const { valuable } = await merit();
  expect(valuable.map(({ code }: { code: string }) => code).sort()).toEqual([codes[0], ...codes.slice(2, 6)].sort());
  expect(valuable.find(({ code }: { code: string }) => code === codes[0])).toMatchObject({
    repeats: 1,
    rating: 'satisfied',
    marked: false,
  });
});

test('refusals with the same ground stand together', async () => {
  expect((await merit()).refused).toEqual({
    total: 3,
    byGround: [
      { ground: 'Ngoài phạm vi.', count: 2, codes: refused.slice(0, 2) },
      { ground: 'Không rõ địa điểm', count: 1, codes: refused.slice(2) },
    ],
  });
});

test('a sender is named to the operations centre alone, and never of a confidential report', async () => {
  const named = (body: { valuable: { code: string; sender?: string }[] }) =>
    body.valuable
      .filter(({ sender }) => sender)
      .map(({ code }) => code)
      .sort();
  expect(named(await merit())).toEqual([codes[0], codes[2], codes[4], codes[5]].sort());
  expect(named(await merit(await house.as('chu.tich', 'leader-province')))).toEqual([]);
});

test('a mark by staff has its reason, is on the audit log, and can be taken back', async () => {
  const url = `/api/statistics/merit/${codes[4]}`;
  const payload = { mark: 'false', why: 'Kiểm tra tại chỗ: không có sự việc.' };
  expect((await house.ask('PUT', url, { headers: duty, payload })).status).toBe(204);
  const body = await merit();
  expect(body.untrue).toMatchObject([{ code: codes[4], by: 'duty', why: payload.why, sender: 'Trần Thị Bình' }]);
  expect(body.valuable.map(({ code }: { code: string }) => code)).not.toContain(codes[4]);
  expect((await house.ask('DELETE', url, { headers: duty })).status).toBe(204);
  expect((await house.ask('DELETE', url, { headers: duty })).status).toBe(404);
  expect((await merit()).untrue).toEqual([]);
  const log = await house.store.audit.model.find({ reportCode: codes[4] }).sort({ _id: 1 }).lean();
  expect(log.map(({ what }) => what)).toEqual(['mark-report', 'unmark-report']);
});
