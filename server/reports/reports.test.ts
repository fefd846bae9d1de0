/** What a sender can do, over the app and a real database; the engine's records are built where a status needs them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.close());

const body = {
  sender: { name: 'Nguyễn Văn An', phone: '0905 123 456' },
  content: 'Đèn tín hiệu giao thông không hoạt động.',
  place: { text: 'Ngã tư Phan Chu Trinh', district: 'tamky', lat: 15.5736, lng: 108.474 },
};

const post = (payload: unknown = body, key: string | null = randomUUID()) =>
  house.ask('POST', '/api/reports', { payload: payload as object, headers: key ? { 'idempotency-key': key } : {} });

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const follow = (code: string, token: string) => house.ask('GET', `/api/reports/${code}`, bearer(token));
const say = (code: string, token: string, what: string, payload: object) =>
  house.ask('POST', `/api/reports/${code}/${what}`, { payload, ...bearer(token) });

let seed = 0;
/** A report that stands in a stage, with the stream that brought it there. */
async function standing(
  stage: string,
): Promise<{ code: string; token: string; stream: Stream; task: { key: string; element: string } }> {
  const { body: receipt } = await post();
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(receipt.code);
  const task = stream.task(stage, ['ioc-intake'], monday + 7_200_000);
  await house.records(stream.take());
  return { code: receipt.code, token: receipt.accessToken, stream, task };
}

describe('a report that is sent', () => {
  test('is answered with its code, a token that opens it, and where it is', async () => {
    const { status, body: receipt, headers } = await post();
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/reports/${receipt.code}`);
    expect(receipt).toMatchObject({ receivedAt: '2026-03-02T08:00:00+07:00' });
    expect(Buffer.from(receipt.accessToken, 'base64url').length).toBeGreaterThanOrEqual(16);
    const { body: seen } = await follow(receipt.code, receipt.accessToken);
    expect(seen).toMatchObject({ code: receipt.code, status: 'received', stage: null, content: body.content });
    expect(JSON.stringify(seen)).not.toContain('0905');
    expect((await house.store.reports.find(receipt.code))?.tokenHash).not.toContain(receipt.accessToken);
  });

  test('is owed to the engine from the same moment, also while the engine is down', async () => {
    house.engine.down = true;
    const { body: receipt } = await post();
    house.engine.down = false;
    const owed = await house.store.outbox.find(`start:${receipt.code}`);
    expect(owed).toMatchObject({
      state: 'pending',
      message: { name: 'field-report-received', messageId: receipt.code },
    });
    expect(JSON.stringify(owed)).not.toContain('Nguyễn');
  });

  test('twice with one key is one report and one answer, whatever the order of its fields', async () => {
    const key = randomUUID();
    const first = await post(body, key);
    const turned = {
      place: body.place,
      content: body.content,
      sender: { phone: body.sender.phone, name: body.sender.name },
    };
    const again = await post(turned, key.toUpperCase());
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await post({ ...body, content: 'Khác' }, key)).status).toBe(422);
  });

  test('fifty times at once with one key is one report', async () => {
    const before = await house.store.reports.model.countDocuments();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(body, key)));
    expect(new Set(answers.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect(await house.store.reports.model.countDocuments()).toBe(before + 1);
  });

  test.each<[string, unknown, string | null, number, string]>([
    ['without a key', body, null, 400, '/idempotency-key'],
    ['with a key that is no UUID', body, 'eins', 400, '/idempotency-key'],
    ['that is no object', [], randomUUID(), 400, ''],
    ['without a sender', { ...body, sender: undefined }, randomUUID(), 400, '/sender'],
    ['with a number as content', { ...body, content: 5 }, randomUUID(), 400, '/content'],
    ['that is too long', { ...body, content: 'a'.repeat(10_001) }, randomUUID(), 400, '/content'],
    ['with a field that nobody knows', { ...body, admin: true }, randomUUID(), 400, '/admin'],
    ['with a latitude as text', { ...body, place: { ...body.place, lat: '15' } }, randomUUID(), 400, '/place/lat'],
    ['with blanks as content', { ...body, content: '  ' }, randomUUID(), 422, '/content'],
    [
      'from a district that is none',
      { ...body, place: { text: 'x', district: 'hue' } },
      randomUUID(),
      422,
      '/place/district',
    ],
    ['with half a point', { ...body, place: { text: 'x', lat: 15 } }, randomUUID(), 422, '/place/lng'],
    ['from tomorrow', { ...body, occurredAt: '2026-03-03T08:00:00+07:00' }, randomUUID(), 422, '/occurredAt'],
    ['with a file that nobody uploaded', { ...body, attachments: ['0'.repeat(32)] }, randomUUID(), 422, '/attachments'],
  ])('%s is refused, and nothing is stored', async (_, payload, key, status, pointer) => {
    const before = await house.store.reports.model.countDocuments();
    const answer = await post(payload, key);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(await house.store.reports.model.countDocuments()).toBe(before);
  });

  test.each([
    ['broken JSON', Buffer.from('{"sender":')],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"content":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])],
    ['a reach for the prototype', Buffer.from('{"__proto__":{"x":1}}')],
  ])('as %s is refused with 400', async (_, payload) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    expect((await house.ask('POST', '/api/reports', { payload, headers })).status).toBe(400);
  });

  test('that is too large for any report is refused with 413', async () => {
    expect((await post({ ...body, content: 'a'.repeat(200_000) })).status).toBe(413);
  });
});

describe('following a report', () => {
  test('needs the token: 401 without, and the same 404 for a wrong one and for a code that is none', async () => {
    const { body: receipt } = await post();
    expect((await house.ask('GET', `/api/reports/${receipt.code}`)).status).toBe(401);
    const wrong = await follow(receipt.code, 'wrong');
    const unknown = await follow('QN-26-AAAA-AAAA-A', 'wrong');
    expect([wrong.status, unknown.status]).toEqual([404, 404]);
    expect(wrong.body).toEqual(unknown.body);
  });

  test('takes the code as people type it', async () => {
    const { body: receipt } = await post();
    const typed = receipt.code.toLowerCase().replaceAll('-', ' ');
    expect((await follow(encodeURIComponent(typed.replaceAll(' ', '')), receipt.accessToken)).status).toBe(200);
  });
});

describe('what a sender says later', () => {
  test('has no use before it is asked for', async () => {
    const { code, token } = await standing('intake');
    expect((await say(code, token, 'supplement', { content: 'x' })).status).toBe(409);
    expect((await say(code, token, 'feedback', { rating: 'satisfied' })).status).toBe(409);
    expect((await house.ask('POST', `/api/reports/${code}/withdrawal`, { payload: {} })).status).toBe(401);
  });

  test('a supplement is taken once, until the engine has it', async () => {
    const { code, token, stream, task } = await standing('intake');
    stream.complete(task, 'intake', { outcome: 'incomplete' });
    stream.job('request-supplement', 'COMPLETED', stream.key(), { supplementDueAt: '2026-03-09T08:00:00+07:00' });
    await house.records(stream.take());
    expect((await follow(code, token)).body).toMatchObject({
      status: 'needs-supplement',
      stage: 'supplement',
      dueAt: '2026-03-09T08:00:00+07:00',
    });
    expect((await say(code, token, 'supplement', {})).status).toBe(422);
    expect((await say(code, token, 'supplement', { content: 'Trước chợ' })).status).toBe(202);
    expect((await say(code, token, 'supplement', { content: 'Số 46' })).status).toBe(409);
    const owed = (await house.store.outbox.ofReport(code)).filter(({ message }) => message?.name === 'supplement');
    expect(owed.map(({ message }) => message?.correlationKey)).toEqual([code]);
    expect(JSON.stringify(owed)).not.toContain('Trước chợ');
    // It has arrived, and the next intake waits for its deadline: its sender still sees what was missing.
    stream.subscription('supplement', 'CORRELATED', code, stream.key(), owed[0]!.message!.variables);
    await house.records(stream.take());
    expect((await house.store.outbox.find(owed[0]!._id))?.state).toBe('done');
    expect((await say(code, token, 'supplement', { content: 'Số 46' })).status).toBe(409);
  });

  test('a withdrawal asked for twice is owed once', async () => {
    const { code, token } = await standing('routing');
    const answers = await Promise.all([1, 2, 3].map(() => say(code, token, 'withdrawal', { reason: 'Đã xong' })));
    expect(answers.map((one) => one.status)).toEqual([202, 202, 202]);
    const owed = (await house.store.outbox.ofReport(code)).filter((entry) => entry.message?.name === 'withdrawal');
    expect(owed).toHaveLength(1);
  });

  test('one rating, and a comment also after the rating has closed the report', async () => {
    const { code, token, stream, task } = await standing('publication');
    stream.complete(task, 'publication', { outcome: 'private' });
    stream.job('publish-reply', 'COMPLETED', stream.key(), { publishedAt: '2026-03-02T08:00:00+07:00' });
    await house.records(stream.take());
    expect((await follow(code, token)).body).toMatchObject({ status: 'answered', stage: 'feedback' });
    expect((await say(code, token, 'feedback', {})).status).toBe(422);
    expect((await say(code, token, 'feedback', { rating: 'great' })).status).toBe(400);
    expect((await say(code, token, 'feedback', { rating: 'satisfied' })).status).toBe(202);
    // Still on its way to the engine, and already the second.
    expect((await say(code, token, 'feedback', { rating: 'satisfied' })).status).toBe(409);
    const variables = { rating: 'satisfied', hasComment: false, feedbackAt: '2026-03-02T08:00:00+07:00' };
    stream.subscription('feedback', 'CORRELATED', code, stream.key(), variables);
    await house.records(stream.take());
    expect((await follow(code, token)).body).toMatchObject({ status: 'closed', rating: 'satisfied' });
    expect((await say(code, token, 'feedback', { rating: 'acceptable' })).status).toBe(409);
    expect((await say(code, token, 'feedback', { comment: 'Vẫn hỏng' })).status).toBe(202);
    expect((await say(code, token, 'feedback', { comment: 'Hỏng lại' })).status).toBe(409);
    expect((await say(code, token, 'withdrawal', {})).status).toBe(409);
  });
});

test('more reports than the limit from one address are refused with 429, repeats of one key are not counted', async () => {
  const small = await openTestHouse({ REPORTS_PER_10MIN: '3' });
  try {
    const send = (key: string) =>
      small.ask('POST', '/api/reports', { payload: body, headers: { 'idempotency-key': key } });
    const key = randomUUID();
    for (let n = 0; n < 5; n += 1) expect((await send(key)).status).toBe(201);
    expect([(await send(randomUUID())).status, (await send(randomUUID())).status]).toEqual([201, 201]);
    const refused = await send(randomUUID());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  } finally {
    await small.close();
  }
});

test('an address that is refused cannot use up the limit of somebody’s phone', async () => {
  const small = await openTestHouse({ REPORTS_PER_10MIN: '3' });
  try {
    const send = (remoteAddress: string) =>
      small.ask('POST', '/api/reports', { payload: body, remoteAddress, headers: { 'idempotency-key': randomUUID() } });
    for (let n = 0; n < 3; n += 1) expect((await send('203.0.113.7')).status).toBe(201);
    const loud = Array.from({ length: 30 }, () => send('203.0.113.7'));
    const other = await send('203.0.113.8');
    expect([other.status, ...(await Promise.all(loud)).map(({ status }) => status)]).toEqual([
      201,
      ...Array(30).fill(429),
    ]);
  } finally {
    await small.close();
  }
});
