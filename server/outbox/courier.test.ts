/** Webhooks: nothing lost, nothing out of order, nothing twice but under one id, whatever the receiver does. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebhookReceiver } from '../../test/house/webhook-receiver.ts';
import { mayCall } from '../plugins/webhook.ts';
import { createProjector } from '../records/projector.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { type Courier, createCourier } from './courier.ts';

const minute = 60_000;
const day = 86_400_000;
let house: TestHouse;
let admin: { cookie: string; origin: string };
let receiver: WebhookReceiver;
let couriers: Courier[] = [];
const complaints: string[] = [];
let start = 0;
let passed = 0;
let seed = 700;
beforeAll(async () => {
  house = await openTestHouse({ WEBHOOK_LOOPBACK: '1' });
  start = house.house.machineNow();
  house.house.machineNow = () => start + passed;
  const projector = createProjector({ store: house.store, machineNow: () => start + passed });
  house.records = async (records) => void (await projector.project(records));
  admin = await house.as('ioc.admin', 'admin');
  await house.store.sessions.model.updateMany({}, { $set: { expiresAt: new Date(start + 90 * day) } });
});
afterAll(() => house?.close());
beforeEach(async () => {
  receiver = await WebhookReceiver.open();
  await house.store.webhooks.model.deleteMany({});
  await house.store.outbox.model.deleteMany({});
});
afterEach(async () => {
  await Promise.all(couriers.map((one) => one.stop()));
  couriers = [];
  await receiver.close();
  expect(complaints.splice(0)).toEqual([]);
});

function courier(timeoutMs = 100): Courier {
  const { secret } = house.house.settings;
  const { store } = house;
  const machineNow = () => start + passed;
  const onError = (error: unknown) => complaints.push(String(error));
  const made = createCourier({ store, secret, loopback: true, machineNow, onError, timeoutMs });
  couriers.push(made);
  return made;
}

async function hook(more: object = {}) {
  const events = [
    'task.created',
    'task.assigned',
    'task.completed',
    'deadline.moved',
    'report.routed',
    'report.published',
  ];
  const payload = { agency: 'sgtvt', url: receiver.url, events, ...more };
  const { status, body } = await house.ask('POST', '/api/connections/webhooks', { headers: admin, payload });
  expect(status).toBe(201);
  receiver.secrets.push(body.secret);
  return body as { id: string; secret: string };
}
const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  house.ask(method, `/api/connections/webhooks/${path}`, { headers: admin, ...(payload ? { payload } : {}) });

/** A report whose records bring about six events for its agency, in this order. */
const way = ['report.routed', 'task.created', 'task.assigned', 'task.completed', 'task.created', 'report.published'];
async function report(agency = 'sgtvt'): Promise<string> {
  const sender = { name: 'Nguyễn Văn An', phone: '0905123456' };
  const payload = { sender, content: 'Đèn hỏng', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  stream.root('leadAgency', agency);
  const task = stream.task('scope', [`agency:${agency}:officer`], monday + 2 * minute);
  stream.assign(task, `${agency}.officer`);
  await house.records(stream.take());
  stream.complete(task, 'scope', { outcome: 'in-scope' });
  stream.task('handling', [`agency:${agency}:officer`], monday + 3 * minute);
  const job = stream.key();
  stream.job('publish-reply', 'COMPLETED', job);
  const records = stream.take();
  await house.records(records);
  // The engine may send its records again: nothing is owed twice.
  await house.records(records);
  return code;
}

const owed = () => house.store.outbox.model.countDocuments({ kind: 'webhook', state: 'pending' });
/** Gives out what is due, and moves the clock on while something is owed. */
async function untilDone(those: Courier[], most = 2_000): Promise<void> {
  for (let turn = 0; turn < most && (await owed()) > 0; turn += 1) {
    for (const one of those) one.wake();
    await Promise.all(those.map((one) => one.idle()));
    passed += 5_000;
  }
}
/** What came of a report, each message once, in the order of its first coming. */
const firstsOf = (code: string) => {
  const own = receiver.kept.filter(({ payload }) => payload.data.reportCode === code);
  return [...new Map(own.map((one) => [one.id, one])).values()].map(({ payload }) => payload.type);
};

describe('a webhook', () => {
  test('is told of what concerns its agency, signed, in order, and nothing of what people wrote', async () => {
    await hook();
    const code = await report();
    await report('stnmt');
    await untilDone([courier()]);
    expect(receiver.received.map(({ payload }) => payload.type)).toEqual(way);
    expect(receiver.received.every(({ payload }) => payload.data.reportCode === code)).toBe(true);
    expect(receiver.forged).toEqual([]);
    const [routed, created] = receiver.received;
    expect(routed!.payload).toMatchObject({ type: 'report.routed', data: { agency: 'sgtvt', role: 'lead' } });
    expect(created!.payload).toEqual({
      type: 'task.created',
      timestamp: '2026-03-02T08:00:00+07:00',
      data: {
        reportCode: code,
        agency: 'sgtvt',
        task: expect.stringMatching(/^\d+$/),
        stage: 'scope',
        article: null,
        dueAt: '2026-03-02T08:02:00+07:00',
      },
    });
    expect(JSON.stringify(receiver.received)).not.toMatch(/Nguyễn|0905|Đèn|Tam Kỳ|officer/);
  });

  test('gets only the events that it asked for', async () => {
    await hook({ events: ['task.completed'] });
    await report();
    await untilDone([courier()]);
    expect(receiver.received.map(({ payload }) => payload.type)).toEqual(['task.completed']);
  });

  test('that fails half of the time in every way gets every event, in order, twice only under one id', async () => {
    const { id } = await hook();
    const codes: string[] = [];
    for (let n = 0; n < 12; n += 1) codes.push(await report());
    const ways = [500, 'hangs', 'resets', 410, 'takes-and-resets', 'slow', 429, 302] as const;
    let turn = 0;
    receiver.behaves = () => {
      turn += 1;
      return turn % 2 === 0 ? 'takes' : ways[Math.floor(turn / 2) % ways.length]!;
    };
    // Two servers side by side; one is gone in the middle of it, as a killed one is: what it leased waits for its end.
    const one = courier();
    const other = courier();
    for (const each of [one, other]) each.wake();
    await one.stop();
    await untilDone([other]);
    for (const code of codes) expect(firstsOf(code)).toEqual(way);
    const ids = new Set(receiver.kept.map((message) => message.id));
    expect(ids.size).toBe(codes.length * way.length);
    expect(receiver.received.length).toBeGreaterThan(ids.size * 1.5);
    // What came twice says the same.
    for (const all of Map.groupBy(receiver.received, (message) => message.id).values())
      expect(new Set(all.map(({ payload }) => JSON.stringify(payload))).size).toBe(1);
    expect(receiver.forged).toEqual([]);
    expect(await house.store.webhooks.find(id)).toMatchObject({ state: 'active', failures: 0, failingSince: null });
    const states = await house.store.outbox.model.distinct('state', { kind: 'webhook' });
    expect(states).toEqual(['done']);
  });

  test('of a server that died while it was sending goes on when its lease has ended', async () => {
    await hook({ events: ['task.created'] });
    await report();
    const entries = await house.store.outbox.model.find({ kind: 'webhook' }).sort({ order: 1 });
    const lease = { owner: 'dead', until: start + passed + 30_000 };
    await house.store.outbox.model.updateOne({ _id: entries[0]!._id }, { $set: { lease } } as never);
    const next = courier();
    next.wake();
    await next.idle();
    expect(receiver.received).toEqual([]);
    passed += 31_000;
    await untilDone([next]);
    expect(receiver.received).toHaveLength(2);
  });

  test('holds up no other: one that hangs and one that answers', async () => {
    const hanging = await WebhookReceiver.open();
    hanging.behaves = () => 'hangs';
    const { secret } = await hook({ url: hanging.url });
    hanging.secrets.push(secret);
    await hook();
    const code = await report();
    const mine = courier(20_000);
    mine.wake();
    await expect.poll(() => firstsOf(code), { timeout: 5_000 }).toEqual(way);
    await mine.stop();
    await hanging.close();
  });

  test('that is down for three days is switched off and its agency told; switched on, it gets all it has missed', async () => {
    const { id } = await hook();
    const before = await report();
    receiver.behaves = () => 503;
    const mine = courier();
    for (let hours = 0; hours < 24 * 3 + 2; hours += 1) {
      mine.wake();
      await mine.idle();
      passed += 60 * minute;
    }
    mine.wake();
    await mine.idle();
    expect(await house.store.webhooks.find(id)).toMatchObject({ state: 'off', lastError: 'HTTP 503' });
    const told = await house.store.outbox.model.find({ kind: 'notice', 'mail.template': 'webhook-off' } as never);
    expect(told.map(({ mail }) => mail!.to)).toEqual([
      { groups: ['agency:sgtvt:officer', 'agency:sgtvt:leader', 'admin'] },
    ]);
    const asked = receiver.received.length;
    expect(asked).toBeLessThan(200);
    const meanwhile = await report();
    expect(await owed()).toBe(0);
    receiver.behaves = () => 'takes';
    const events = ['task.created', 'task.assigned', 'task.completed', 'report.routed', 'report.published'];
    expect((await ask('PUT', id, { url: receiver.url, events, state: 'active' })).status).toBe(204);
    await untilDone([mine]);
    for (const code of [before, meanwhile]) expect(firstsOf(code)).toEqual(way);
  });

  test('lists its deliveries by pages, and sends one or all since a moment again under their ids', async () => {
    const { id } = await hook();
    await report();
    passed += minute;
    const since = new Date(start + passed).toISOString();
    await report();
    await untilDone([courier()]);
    const first = (await ask('GET', `${id}/deliveries?limit=7`)).body;
    const rest = (await ask('GET', `${id}/deliveries?limit=7&after=${encodeURIComponent(first.next)}`)).body;
    expect([...first.items, ...rest.items]).toHaveLength(12);
    expect(rest.next).toBeNull();
    expect(first.items[0]).toMatchObject({ state: 'done', attempts: 1, status: 204, error: null, nextAt: null });
    const kept = new Set(receiver.received.map((message) => message.id));
    receiver.received.length = 0;
    expect((await ask('POST', `${id}/replay`, { delivery: first.items[3].id })).body).toEqual({ count: 1 });
    await untilDone([courier()]);
    expect(receiver.received.map((message) => message.id)).toEqual([first.items[3].id]);
    receiver.received.length = 0;
    expect((await ask('POST', `${id}/replay`, { from: since })).body).toEqual({ count: 6 });
    await untilDone([courier()]);
    expect(receiver.received.map(({ payload }) => payload.type)).toEqual(way);
    expect(receiver.received.every((message) => kept.has(message.id))).toBe(true);
    expect((await ask('POST', `${id}/replay`, { delivery: `msg_${'0'.repeat(32)}` })).status).toBe(404);
  });

  test('signs with both secrets for a day when its secret is changed', async () => {
    const { id, secret } = await hook({ events: ['task.completed'] });
    const changed = (await ask('POST', `${id}/secret`)).body;
    expect(changed.secret).not.toBe(secret);
    const mine = courier();
    for (const secrets of [[secret], [changed.secret]]) {
      receiver.secrets.splice(0, 9, ...secrets);
      await report();
      await untilDone([mine]);
    }
    expect([receiver.forged, receiver.kept.length]).toEqual([[], 2]);
    passed += day + 1;
    receiver.secrets.splice(0, 9, secret);
    await report();
    mine.wake();
    await mine.idle();
    expect(receiver.forged).toHaveLength(1);
  });

  test('answers a ping, which waits for nothing else that is owed', async () => {
    const { id } = await hook();
    await report();
    receiver.behaves = ({ payload }) => (payload.type === 'ping' ? 'takes' : 500);
    const { status, body } = await ask('POST', `${id}/ping`);
    expect(status).toBe(202);
    const mine = courier();
    mine.wake();
    await mine.idle();
    expect(receiver.kept.map((message) => [message.id, message.payload.type])).toEqual([[body.delivery, 'ping']]);
    await ask('PUT', id, { url: receiver.url, events: ['task.created'], state: 'paused' });
    expect((await ask('POST', `${id}/ping`)).status).toBe(409);
  });

  test('is forgotten with all that was owed to it', async () => {
    const { id } = await hook();
    await report();
    expect((await ask('DELETE', id)).status).toBe(204);
    expect(await house.store.outbox.model.countDocuments({ kind: 'webhook' })).toBe(0);
    expect((await ask('GET', `${id}/deliveries`)).status).toBe(404);
  });

  test('of software with a key is its own agency’s alone', async () => {
    const { id } = await hook({ agency: 'stnmt' });
    const payload = { agency: 'sgtvt', name: 'x', scopes: ['webhooks'] };
    const { key } = (await house.ask('POST', '/api/connections/keys', { headers: admin, payload })).body;
    const headers = { 'x-api-key': key };
    const url = '/api/connections/webhooks';
    const body = { url: receiver.url, events: ['task.created'] };
    expect((await house.ask('POST', url, { headers, payload: body })).body).toMatchObject({ agency: 'sgtvt' });
    expect((await house.ask('POST', url, { headers, payload: { ...body, agency: 'stnmt' } })).status).toBe(422);
    expect((await house.ask('GET', url, { headers })).body.items).toHaveLength(1);
    expect((await house.ask('GET', `${url}/${id}/deliveries`, { headers })).status).toBe(404);
    expect((await house.ask('DELETE', `${url}/${id}`, { headers })).status).toBe(404);
  });
});

test.each([
  ['https://agency.example.vn/hook', true],
  ['http://agency.example.vn/hook', false],
  ['https://user:word@agency.example.vn/', false],
  ['https://agency.example.vn:8443/', false],
  ['https://10.0.0.1/', false],
  ['https://[::1]/', false],
  ['https://127.0.0.1/', false],
  ['https://169.254.169.254/latest', false],
  ['https://database.internal/', false],
  ['file:///etc/passwd', false],
  [`https://agency.example.vn/${'x'.repeat(1_000)}`, false],
])('of an address outside: %s may be called: %s', (url, may) => {
  expect(mayCall(url, false)).toBe(may);
});
