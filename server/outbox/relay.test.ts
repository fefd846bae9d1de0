import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openKeyRing } from '../../store/keyring.ts';
import { type OutboxItem, outboxEntry } from '../../store/outbox.ts';
import { projectedStart } from '../../store/reports.ts';
import { openStore, type Store } from '../../store/store.ts';
import { ScriptedEngine } from '../testing/scripted-engine.ts';
import { EngineRefusal } from '../zeebe.ts';
import { createRelay } from './relay.ts';

let store: Store;
let engine: ScriptedEngine;
let now = 1_000_000;
beforeAll(async () => {
  store = await openStore({
    uri: process.env.MONGODB_TEST_URI!,
    dbName: `relay_${randomBytes(6).toString('hex')}`,
    keys: openKeyRing(':memory:'),
  });
  await store.prepare();
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
});
beforeEach(async () => {
  engine = new ScriptedEngine();
  await store.outbox.model.deleteMany({});
  await store.subscriptions.model.deleteMany({});
  await store.reports.model.deleteMany({});
});

/** One server's relay; everything that is due is given out. */
async function relays(times = 1, mailer?: Parameters<typeof createRelay>[0]['mailer']): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const relay = createRelay({
      store,
      zeebe: engine,
      mailer,
      now: async () => now,
      machineNow: () => now,
      onError: () => {},
    });
    relay.wake();
    await relay.idle();
    await relay.stop();
  }
}
const start = (code: string): OutboxItem => ({
  _id: `start:${code}`,
  kind: 'message',
  reportCode: code,
  message: { name: 'field-report-received', correlationKey: code, messageId: code, timeToLive: 1, variables: {} },
});
const later = (code: string, name: string, variables: Record<string, unknown> = {}): OutboxItem => ({
  _id: `${name}:${code}:1`,
  kind: 'message',
  reportCode: code,
  message: { name, correlationKey: code, variables },
});
const add = async (item: OutboxItem) => store.outbox.model.collection.insertOne(outboxEntry(item, now) as never);
const opened = (code: string, messageName: string, open = true) =>
  store.subscriptions.model.collection.insertOne({
    _id: `${code}${messageName}`,
    instanceKey: '1',
    messageName,
    correlationKey: code,
    open,
    position: 1,
  } as never);
const stateOf = async (id: string) => (await store.outbox.find(id))?.state;
const asked = () => engine.asked.map(({ what, correlationKey, name }) => `${what} ${name} ${correlationKey}`);

describe('the outbox', () => {
  test('publishes a start, and again until the records show the instance', async () => {
    await add(start('A'));
    await relays();
    expect(await stateOf('start:A')).toBe('sent');
    await relays();
    expect(engine.asked).toHaveLength(1);
    now += 31_000;
    await relays();
    expect(engine.asked).toHaveLength(2);
    await store.outbox.model.updateOne({ _id: 'start:A' }, { $set: { state: 'done' } });
    now += 61_000;
    await relays();
    expect(engine.asked).toHaveLength(2);
  });

  test('keeps the order of a report: nothing goes before the start is seen', async () => {
    await add(start('A'));
    await add(later('A', 'withdrawal'));
    await opened('A', 'withdrawal');
    await relays(3);
    expect(asked()).toEqual(['publish field-report-received A']);
    await store.outbox.model.updateOne({ _id: 'start:A' }, { $set: { state: 'done' } });
    now += 1_000;
    await relays();
    expect(asked().at(-1)).toBe('correlate withdrawal A');
    expect(await stateOf('withdrawal:A:1')).toBe('sent');
  });

  test('owes a message that the engine has until the records show it, and never sends it a second time', async () => {
    await add(later('A', 'supplement'));
    await add({ ...later('A', 'supplement'), _id: 'supplement:A:2' });
    await opened('A', 'supplement');
    await relays(3);
    // The second waits its turn: the question that is open by the records may be the one that was answered.
    expect([await stateOf('supplement:A:1'), await stateOf('supplement:A:2')]).toEqual(['sent', 'pending']);
    await store.subscriptions.model.updateMany({}, { $set: { open: false } });
    now += 11 * 60_000;
    await relays();
    expect(await stateOf('supplement:A:1')).toBe('done');
    expect(asked()).toEqual(['correlate supplement A']);
  });

  test('waits for the subscription to open', async () => {
    await add(later('A', 'supplement'));
    await relays();
    expect(engine.asked).toEqual([]);
    await opened('A', 'supplement');
    now += 3_000;
    await relays();
    expect(await stateOf('supplement:A:1')).toBe('sent');
  });

  test('asks an engine that is away for a few only, and sends all when it is back', async () => {
    engine.down = true;
    const codes = Array.from({ length: 50 }, (_, n) => `C${n}`);
    for (const code of codes) await add(start(code));
    await relays();
    expect(await store.outbox.model.countDocuments({ attempts: { $gt: 0 } })).toBe(16);
    engine.down = false;
    now += 6_000;
    await relays();
    expect(await store.outbox.model.countDocuments({ state: 'sent' })).toBe(50);
  });

  test('holds everything while the engine is down, and then sends it', async () => {
    engine.down = true;
    await add(start('A'));
    await relays();
    expect(await stateOf('start:A')).toBe('pending');
    engine.down = false;
    now += 6_000;
    await relays();
    expect(await stateOf('start:A')).toBe('sent');
  });

  test('keeps as an addendum what came too late, and tells the sender and the IOC', async () => {
    const report = {
      _id: 'A',
      sender: { name: 'An', phone: '0905123456' },
      content: 'x',
      place: { text: 'x' },
      hideIdentity: false,
      confidential: false,
      attachments: [],
      receivedAt: 0,
      tokenHash: '',
      promisedDueAt: null,
      search: '',
      supplements: [{ id: '1', at: 0, content: 'muộn', attachments: [] }],
      feedback: [],
      ...projectedStart(null),
    };
    await store.transaction((session) => store.reports.insert(report, session));
    await opened('A', 'supplement');
    engine.answer = () => {
      throw new EngineRefusal(404, 'NOT_FOUND', 'no subscription');
    };
    await add(later('A', 'supplement'));
    await relays();
    // By the records it is still open: perhaps they are only late.
    expect(await stateOf('supplement:A:1')).toBe('pending');
    await store.subscriptions.model.updateMany({}, { $set: { open: false } });
    await store.reports.model.updateOne({ _id: 'A' }, { $set: { 'flow.ended': true } });
    now += 60_000;
    await relays();
    expect(await stateOf('supplement:A:1')).toBe('addendum');
    expect((await store.reports.find('A'))?.supplements[0]?.addendum).toBe(true);
    expect((await store.outbox.ofReport('A')).map((entry) => entry.kind).sort()).toEqual([
      'message',
      'notice',
      'notice',
    ]);
  });

  test('sent by two servers at once goes out once', async () => {
    for (const code of ['A', 'B', 'C', 'D']) {
      await add(later(code, 'withdrawal'));
      await opened(code, 'withdrawal');
    }
    await Promise.all([relays(), relays()]);
    expect(asked().sort()).toEqual(['A', 'B', 'C', 'D'].map((code) => `correlate withdrawal ${code}`));
  });

  test('asks the engine to end an instance that should not be', async () => {
    await add({ _id: 'cancel:9', kind: 'cancellation', reportCode: 'A', instanceKey: '9' } as OutboxItem);
    engine.answer = () => {
      throw new EngineRefusal(404, 'NOT_FOUND', 'ended');
    };
    await relays();
    expect(engine.asked).toEqual([{ what: 'cancel', key: '9' }]);
    expect(await stateOf('cancel:9')).toBe('done');
  });

  test('gives mail only to a mail server, and not what is held until a job is done', async () => {
    const mail = { to: { sender: 'A' }, template: 'rejected', data: {} };
    await add({ _id: 'mail:1', kind: 'mail', reportCode: 'A', mail });
    await add({ _id: 'mail:2', kind: 'mail', reportCode: 'B', mail, holdUntilJob: '7' });
    await relays();
    expect(await stateOf('mail:1')).toBe('pending');
    const sent: string[] = [];
    await relays(2, {
      send: async (entry) => {
        sent.push(entry._id);
        return 'done';
      },
      close: () => {},
    });
    expect(sent).toEqual(['mail:1']);
    expect([await stateOf('mail:1'), await stateOf('mail:2')]).toEqual(['done', 'held']);
  });
});
