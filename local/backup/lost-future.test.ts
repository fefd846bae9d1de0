/** What workers wrote after the engine was copied is taken back; what they wrote before stays, and nothing else changes. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deadline } from '../../store/deadlines.ts';
import { openStore, type Store } from '../../store/store.ts';
import { forgetLostFuture, oweAgain } from './lost-future.ts';

let store: Store;
beforeAll(async () => {
  const uri = process.env.MONGODB_TEST_URI;
  if (!uri) throw new Error('MONGODB_TEST_URI is not set');
  store = await openStore({ uri, dbName: `restored_${randomBytes(6).toString('hex')}` });
  await store.prepare();
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
});

/** The n-th key that a partition gives out. */
const key = (n: number, partition = 1) => String((BigInt(partition) << 51n) + BigInt(n));
const firstNew = [key(1_000), key(500, 2)];

const deadline = (_id: string, moves: Deadline['moves'] = []): Deadline => ({
  ...{ _id, reportCode: 'PA-1', instanceKey: key(1), elementId: 'intake', article: '6.1', budget: '2h', moves },
  ...{ calendarVersion: 1, startEvent: 'receivedAt', startAt: 0, workingMinutes: 120, originalDueAt: 10, remindAt: 7 },
  dueAt: moves.at(-1)?.to ?? 10,
});
const move = (from: number, to: number, by: string) => ({ at: 5, from, to, reason: 'extension' as const, by });
const reply = { reportCode: 'PA-1', state: 'composed' as const, agency: 'sgtvt', text: 'x', attachments: [], at: 0 };
const idsOf = async (name: 'deadlines' | 'replies' | 'outbox') =>
  (await store.connection.collection(name).find().toArray()).map(({ _id }) => String(_id)).sort();

test('by the first key that the restored engine gives out, of each partition', async () => {
  const [before, after, elsewhere, later] = [key(999), key(1_000), key(499, 2), key(500, 2)];
  for (const id of [before, after, elsewhere, later]) {
    await store.deadlines.keep(deadline(id));
    await store.replies.keep({ _id: id, ...reply });
  }
  // A move that the leader's lost approval made goes with what came after it; one by hand is nobody's to take back.
  const moves = [move(10, 20, `job ${key(900)}`), move(20, 30, `job ${key(1_001)}`)];
  await store.deadlines.keep(deadline(key(10), moves));
  await store.deadlines.keep(deadline(key(11), [move(10, 15, 'ioc.admin')]));
  const mail = { to: { sender: 'PA-1' }, template: 'received', data: {} };
  const notice = { kind: 'notice' as const, reportCode: 'PA-1', mail };
  await store.outbox.add({ ...notice, _id: `sender:${before}:received`, holdUntilJob: before }, 0);
  await store.outbox.add({ ...notice, _id: `sender:${after}:received`, holdUntilJob: after }, 0);
  await store.outbox.add({ ...notice, _id: `overdue:${after}:2026-03-02T10:00:00+07:00:ioc-duty` }, 0);
  await store.outbox.add({ ...notice, _id: 'sent:PA-1' }, 0);

  const forgotten = await forgetLostFuture(store, firstNew);
  expect(forgotten).toEqual({ deadlines: 2, moves: 1, replies: 2, outbox: 2 });
  expect(await idsOf('deadlines')).toEqual([key(10), key(11), before, elsewhere].sort());
  expect(await idsOf('replies')).toEqual([before, elsewhere].sort());
  expect(await idsOf('outbox')).toEqual([`sender:${before}:received`, 'sent:PA-1'].sort());
  expect(await store.deadlines.find(key(10))).toMatchObject({ dueAt: 20, moves: [moves[0]] });
  expect(await store.deadlines.find(key(11))).toMatchObject({ dueAt: 15 });
  expect(await forgetLostFuture(store, firstNew)).toEqual({ deadlines: 0, moves: 0, replies: 0, outbox: 0 });
});

test('a message that the restored engine still waits for is owed again, and no other', async () => {
  const message = (name: string, correlationKey: string) => ({ name, correlationKey, variables: {} });
  const given = async (_id: string, doneAt: number, more: object = {}) => {
    await store.outbox.add(
      { _id, kind: 'message', reportCode: _id, message: message('supplemented', _id), ...more },
      0,
    );
    await store.outbox.model.updateOne({ _id }, { $set: { state: 'done', doneAt, attempts: 3 } });
  };
  await given('waits', 100);
  await given('taken', 100);
  await given('long-ago', 99);
  await given('start', 100, { message: { ...message('field-report-received', 'start'), messageId: 'm' } });
  const isOpen = async (_name: string, correlationKey: string) => correlationKey !== 'taken';
  expect(await oweAgain(store, 100, isOpen)).toBe(1);
  const owed = await store.outbox.model.find({ kind: 'message', state: 'pending' }).lean().exec();
  expect(owed.map(({ _id, attempts, doneAt }) => [_id, attempts, doneAt])).toEqual([['waits', 0, undefined]]);
});
