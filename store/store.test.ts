import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  const uri = process.env.MONGODB_TEST_URI;
  if (!uri) throw new Error('MONGODB_TEST_URI is not set');
  store = await openStore({ uri, dbName: `store_${randomBytes(6).toString('hex')}` });
  await store.prepare();
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
});

const deadline = {
  _id: '2251799813685300',
  reportCode: 'PA-1',
  instanceKey: '2251799813685251',
  elementId: 'intake',
  article: '6.1',
  budget: '2h',
  calendarVersion: 1,
  startEvent: 'receivedAt',
  startAt: 1_000,
  workingMinutes: 120,
  dueAt: 10_000,
  originalDueAt: 10_000,
  remindAt: 7_000,
  moves: [],
};

describe('the store', () => {
  test('prepares its collections twice without complaint', async () => {
    await store.prepare();
    expect((await store.tasks.model.listIndexes()).length).toBeGreaterThan(10);
  });

  test('keeps the first of two deadlines for one task instance', async () => {
    await store.deadlines.keep(deadline);
    const kept = await store.deadlines.keep({ ...deadline, dueAt: 99 });
    expect(kept.dueAt).toBe(10_000);
  });

  test('moves a deadline once, however often the move is repeated, and keeps the first date', async () => {
    const move = { at: 5, from: 10_000, to: 20_000, reason: 'extension' as const };
    await store.deadlines.move(deadline._id, move, 15_000);
    const moved = await store.deadlines.move(deadline._id, move, 15_000);
    expect(moved).toMatchObject({ dueAt: 20_000, originalDueAt: 10_000, remindAt: 15_000, moves: [move] });
  });

  test('adds an outbox entry once per id, and lists a report’s in the order they were added', async () => {
    const item = { kind: 'notice' as const, reportCode: 'PA-1' };
    expect(await store.outbox.add({ ...item, _id: 'b' }, 1_000)).toBe(true);
    expect(await store.outbox.add({ ...item, _id: 'a' }, 1_000)).toBe(true);
    expect(await store.outbox.add({ ...item, _id: 'b' }, 2_000)).toBe(false);
    expect((await store.outbox.ofReport('PA-1')).map((entry) => entry._id)).toEqual(['b', 'a']);
  });

  test('numbers events without gaps, and rolls numbers back with the transaction that failed', async () => {
    const event = { type: 'report' as const, data: {}, scope: { groups: [], agencies: [], confidential: false } };
    await store.transaction(async (session) => store.events.append([event, event], 1, session));
    await store
      .transaction(async (session) => {
        await store.events.append([event], 1, session);
        throw new Error('undone');
      })
      .catch(() => undefined);
    const [next] = await store.transaction(async (session) => store.events.append([event], 1, session));
    expect(next?._id).toBe(3);
  });

  test('lets one of two writers advance a partition', async () => {
    const times = { machineNow: 1, recordAt: 1 };
    const first = await store.transaction((session) => store.positions.advance(1, -1, 5, times, session));
    const late = await store.transaction((session) => store.positions.advance(1, 3, 7, times, session));
    expect([first, late, await store.positions.of(1)]).toEqual([true, false, 5]);
  });

  test('takes files for one report only', async () => {
    const file = {
      type: 'image/webp',
      size: 1,
      blob: new (await import('mongoose')).default.Types.ObjectId(),
      by: null,
      createdAt: 0,
      reportCode: null,
      usedAs: null,
      expiresAt: 10,
    };
    await store.files.insert({ ...file, _id: 'f1' });
    await store.files.insert({ ...file, _id: 'f2' });
    const use = (code: string) => store.transaction((session) => store.files.use(['f1'], code, 'sender', session));
    expect([await use('PA-1'), await use('PA-2')]).toEqual([true, false]);
    expect((await store.files.expired(11, 10)).map((one) => one._id)).toEqual(['f2']);
  });

  test('long work that tells is done again once at the most, while another process tells again and again', async () => {
    const other = await openStore({ uri: process.env.MONGODB_TEST_URI as string, dbName: store.connection.name });
    onTestFinished(() => other.close());
    const event = {
      type: 'release' as const,
      data: {},
      scope: { groups: [], agencies: [], confidential: false },
    };
    const tells = (one: Store) => one.telling((session) => one.events.append([event], 0, session));
    const before = await store.events.last();
    let runs = 0;
    let over = false;
    let others: Promise<number> | undefined;
    const often = async () => {
      let told = 0;
      for (; !over; told++) await tells(other);
      return told;
    };
    await store.telling(async (session) => {
      runs += 1;
      others ??= often();
      for (let n = 0; n < 50; n++) await store.positions.of(1, session);
      await store.events.append([event], 0, session);
    });
    over = true;
    const told = (await others) as number;
    expect(runs).toBeLessThanOrEqual(2);
    const ids = (await store.events.after(before, 1000)).map(({ _id }) => _id);
    expect(ids).toEqual(Array.from({ length: told + 1 }, (_, n) => before + n + 1));
  });
});
