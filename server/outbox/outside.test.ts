/** What citizens are told: the sender by mail and on devices, followers when it ends; and what becomes of it on the way. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPostRoom, type PostRoom } from '../../test/house/post-room.ts';
import { vapidClaims } from '../../test/house/push-service.ts';
import { Stream } from '../testing/records.ts';
import { monday } from '../testing/test-house.ts';

const minute = 60_000;
const email = 'nguyen.van.an@example.com';

let room: PostRoom;
let seed = 500;
beforeAll(async () => {
  room = await openPostRoom();
});
afterAll(() => room?.close());
beforeEach(async () => {
  const { outbox, pushSubscriptions, followers } = room.store;
  for (const { model } of [outbox, pushSubscriptions, followers]) await model.collection.deleteMany({});
  room.mails.received.length = 0;
  room.pushes.pushed.length = 0;
});
afterEach(() => expect(room.complaints.splice(0)).toEqual([]));

interface Sent {
  code: string;
  token: string;
  stream: Stream;
  headers: { authorization: string };
}

/** A report that was accepted. */
async function accepted(sender: object = { email }): Promise<Sent> {
  const payload = {
    sender: { name: 'Nguyễn Văn An', phone: '0905123456', ...sender },
    content: 'Đèn hỏng',
    place: { text: 'Tam Kỳ', lat: 15.57, lng: 108.47 },
  };
  const { body } = await room.ask('POST', '/api/reports', {
    payload,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(body.code);
  stream.root('field', 'transport');
  stream.root('leadAgency', 'sgtvt');
  stream.task('handling', ['agency:sgtvt:officer']);
  await room.records(stream.take());
  const headers = { authorization: `Bearer ${body.accessToken}` };
  return { code: body.code, token: body.accessToken, stream, headers };
}

/** What a worker owes the sender. */
async function owed({ code }: Sent, template: string, data: object = {}): Promise<string> {
  const _id = `sender:${crypto.randomUUID()}`;
  const mail = { to: { sender: code }, template, data: { code, ...data } };
  await room.store.outbox.add({ _id, kind: 'notice', reportCode: code, mail }, room.house.machineNow());
  return _id;
}

/** The reply is published by record. */
async function published({ code, stream }: Sent, kind = 'public'): Promise<void> {
  const _id = stream.key();
  const at = monday + 60_000;
  await room.store.replies.keep({
    _id,
    reportCode: code,
    state: 'prepared',
    kind: kind as 'public',
    agency: 'sgtvt',
    text: 'Đã sửa.',
    attachments: [],
    at,
  });
  stream.job('publish-reply', 'COMPLETED', _id);
  await room.records(stream.take());
}

const follow = (code: string, payload: object) => room.ask('POST', `/api/nearby/${code}/followers`, { payload });
const stateOf = async (id: string) => (await room.store.outbox.find(id))?.state;
const entry = async (kind: 'mail' | 'push') => room.store.outbox.model.findOne({ kind }).lean().exec();

describe('a sender', () => {
  test('is written to once, in words that arrive as they were meant', async () => {
    const report = await accepted();
    await owed(report, 'answered-public', {
      text: 'Đã thay bo mạch tủ điều khiển; đèn sáng lại lúc 15 giờ.\nCảm ơn Ông/bà.',
    });
    await room.deliver();
    const [mail, ...more] = room.mails.received;
    expect(more).toEqual([]);
    expect(mail!.from).toBe('ioc@quangnam.test');
    expect(mail!.to).toEqual([email]);
    expect(mail!.headers).toMatchObject({
      from: 'IOC Quảng Nam <ioc@quangnam.test>',
      to: email,
      subject: `[${report.code}] Kết quả xử lý phản ánh`,
      'auto-submitted': 'auto-generated',
      'content-type': expect.stringMatching(/text\/plain; charset=utf-8/i),
    });
    expect(mail!.text).toContain('Đã thay bo mạch tủ điều khiển; đèn sáng lại lúc 15 giờ.\nCảm ơn Ông/bà.');
    expect(mail!.text).toContain(`http://127.0.0.1:8080/r/${report.code}#${report.token}`);
    // The sender's name and phone are nobody's business on the way.
    expect(mail!.raw).not.toMatch(/0905123456|Nguy/);
  });

  test('hears of it on the devices that asked for it, without a word of it on the locked screen', async () => {
    const report = await accepted({});
    const [phone, tablet] = [room.pushes.device(), room.pushes.device()];
    const url = `/api/reports/${report.code}/push`;
    for (const device of [phone, tablet])
      await room.ask('PUT', url, { headers: report.headers, payload: device.subscription });
    await room.ask('PUT', url, { headers: report.headers, payload: { ...tablet.subscription, language: 'en' } });
    expect((await room.ask('GET', url, { headers: report.headers })).body.items).toHaveLength(2);
    await owed(report, 'answered-public', { text: 'Bí mật' });
    await room.deliver();
    const [message] = await room.pushes.sent(phone);
    expect(message!.payload).toEqual({
      title: 'Kết quả xử lý phản ánh',
      body: `Phản ánh ${report.code}. Bấm để xem chi tiết.`,
      path: `/r/${report.code}`,
      tag: `answered-public:${report.code}`,
      lang: 'vi',
    });
    expect((await room.pushes.sent(tablet))[0]!.payload).toMatchObject({
      title: 'Your report was answered',
      lang: 'en',
    });
    expect(message!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '259200', urgency: 'normal' });
    expect(message!.body.length).toBeLessThan(1_000);
    const { key } = (await room.ask('GET', '/api/push/key')).body;
    const vapid = vapidClaims(String(message!.headers.authorization));
    expect(vapid).toMatchObject({ key, claims: { aud: room.pushes.url, sub: 'mailto:ioc@quangnam.test' } });
    expect(room.mails.received).toEqual([]);
    await room.ask('DELETE', url, { headers: report.headers, payload: { endpoint: phone.subscription.endpoint } });
    expect((await room.ask('GET', url, { headers: report.headers })).body.items).toHaveLength(1);
  });

  test('hears of each step: accepted, taken on by whom', async () => {
    const report = await accepted();
    const { stream } = report;
    const intake = stream.task('intake', ['ioc-intake']);
    stream.complete(intake, 'intake', { outcome: 'accepted' });
    const scope = stream.task('scope', ['agency:sgtvt:officer']);
    stream.complete(scope, 'scope', { outcome: 'in-scope' });
    const records = stream.take();
    await room.records(records);
    await room.records(records);
    await room.deliver();
    const mails = await room.mails.sent(email, 2);
    expect(mails.map(({ headers }) => headers.subject).sort()).toEqual([
      `[${report.code}] Phản ánh đang được xử lý`,
      `[${report.code}] Phản ánh đã được tiếp nhận`,
    ]);
    expect(mails.map(({ text }) => text).join()).toContain('Sở Giao thông vận tải đã nhận xử lý');
  });

  test('who gave no address and no device is told nothing, and nothing waits', async () => {
    const report = await accepted({});
    await owed(report, 'withdrawn');
    await room.deliver();
    expect(
      await room.store.outbox.model.countDocuments({ state: 'pending', kind: { $in: ['notice', 'mail', 'push'] } }),
    ).toBe(1);
    // The one that waits is that of the new task, for the agency.
    expect((await room.store.outbox.model.findOne({ state: 'pending', kind: 'notice' }).lean())?.mail?.template).toBe(
      'new-task',
    );
  });

  test('cannot make the server call an inner address', async () => {
    const report = await accepted({});
    const { keys } = room.pushes.device().subscription;
    for (const endpoint of ['https://10.0.0.1/x', 'https://mongo/x', 'http://push.example.com/x']) {
      const answer = await room.ask('PUT', `/api/reports/${report.code}/push`, {
        headers: report.headers,
        payload: { endpoint, keys },
      });
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/endpoint']);
    }
  });
});

describe('a push', () => {
  const subscribed = async () => {
    const report = await accepted({});
    const device = room.pushes.device();
    await room.ask('PUT', `/api/reports/${report.code}/push`, {
      headers: report.headers,
      payload: device.subscription,
    });
    return { report, device };
  };

  test.each([404, 410])('to a device that is gone (%i) forgets the device', async (status) => {
    const { report } = await subscribed();
    room.pushes.answers.push({ status });
    await owed(report, 'withdrawn');
    await room.deliver();
    expect(await room.store.pushSubscriptions.model.countDocuments()).toBe(0);
    expect(await entry('push')).toMatchObject({ state: 'dropped' });
  });

  test('is tried again when the service is busy, as late as it asks', async () => {
    const { report, device } = await subscribed();
    room.pushes.answers.push({ status: 429, headers: { 'retry-after': '120' } }, { status: 503 });
    await owed(report, 'withdrawn');
    await room.deliver();
    await room.forward(minute);
    expect(await entry('push')).toMatchObject({ state: 'pending', attempts: 1, lastError: 'push: 429' });
    await room.forward(minute + 1);
    expect(await entry('push')).toMatchObject({ state: 'pending', attempts: 2, lastError: 'push: 503' });
    await room.forward(minute);
    expect(await room.pushes.sent(device)).toHaveLength(1);
    expect((await room.store.pushSubscriptions.model.findOne().lean())?.lastOk).toBeGreaterThan(0);
  });

  test('that the service refuses is given up, with the reason kept', async () => {
    const { report } = await subscribed();
    room.pushes.answers.push({ status: 403 });
    await owed(report, 'withdrawn');
    await room.deliver();
    expect(await entry('push')).toMatchObject({ state: 'failed', lastError: 'push: 403' });
    expect(room.complaints.splice(0)).toEqual(['Error: push given up: push: 403']);
  });
});

describe('a mail', () => {
  test('is tried again after a 4xx, and arrives once', async () => {
    const report = await accepted();
    room.mails.refusals.push({ code: 451, text: '4.7.1 greylisted' });
    await owed(report, 'withdrawn');
    await room.deliver();
    expect(room.mails.received).toEqual([]);
    expect(await entry('mail')).toMatchObject({ state: 'pending', lastError: 'SMTP 451 4.7.1' });
    await room.forward(minute);
    expect(room.mails.received).toHaveLength(1);
    await room.forward(minute);
    expect(room.mails.received).toHaveLength(1);
  });

  test('is given up after a 5xx; the reason is kept without the address', async () => {
    const report = await accepted();
    room.mails.refusals.push({ code: 550, text: '5.1.1 no such user' });
    await owed(report, 'withdrawn');
    await room.deliver();
    await room.forward(10 * minute);
    expect(room.mails.received).toEqual([]);
    expect(await entry('mail')).toMatchObject({ state: 'failed', lastError: 'SMTP 550 5.1.1' });
    expect(room.complaints.splice(0)).toEqual(['Error: mail given up: SMTP 550 5.1.1']);
    expect((await room.ask('GET', '/metrics')).body).toContain('outbox_failed 1');
    expect(JSON.stringify(await room.store.outbox.ofReport(report.code))).not.toContain(email);
  });

  test('that nobody takes for three days is given up', async () => {
    const report = await accepted();
    await owed(report, 'withdrawn');
    for (let n = 0; n < 3; n += 1) room.mails.refusals.push({ code: 452, text: '4.2.2 full' });
    await room.deliver();
    await room.forward(71 * 60 * minute);
    expect(await entry('mail')).toMatchObject({ state: 'pending' });
    await room.forward(2 * 60 * minute);
    expect(await entry('mail')).toMatchObject({ state: 'failed', lastError: expect.stringMatching(/^SMTP 452/) });
    room.complaints.length = 0;
  });
});

describe('followers', () => {
  test('hear that it was answered, with the public link and a way out', async () => {
    const report = await accepted();
    const device = room.pushes.device();
    const { body } = await follow(report.code, { email: 'binh@example.com', push: device.subscription });
    await follow(report.code, { email: 'chi@example.com' });
    await published(report);
    await room.deliver();
    const [mail, ...more] = await room.mails.sent('binh@example.com');
    expect(more).toEqual([]);
    expect(mail!.headers.subject).toBe(`[${report.code}] Phản ánh Ông/bà theo dõi: Đã trả lời`);
    expect(mail!.text).toContain(`http://127.0.0.1:8080/p/${report.code}`);
    expect(mail!.text).toContain('lĩnh vực Giao thông');
    expect(mail!.text).toContain(`http://127.0.0.1:8080/u#${body.token}`);
    expect(mail!.text).not.toMatch(/Đèn hỏng|Đã sửa|Nguyễn|0905/);
    expect(mail!.headers).toMatchObject({
      'list-unsubscribe': `<http://127.0.0.1:8080/api/unsubscribe/${body.token}>`,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
      to: 'binh@example.com',
    });
    expect(await room.mails.sent('chi@example.com')).toHaveLength(1);
    expect((await room.pushes.sent(device))[0]!.payload).toMatchObject({
      title: 'Phản ánh Ông/bà theo dõi: Đã trả lời',
      path: `/p/${report.code}`,
    });
    // The sender's own mail is the worker's to owe.
    expect(room.mails.received.some(({ to }) => to.includes(email))).toBe(false);
  });

  test('of a report that was answered to the sender alone are given no link to it', async () => {
    const report = await accepted();
    await follow(report.code, { email: 'binh@example.com' });
    await published(report, 'private');
    await room.deliver();
    expect((await room.mails.sent('binh@example.com'))[0]!.text).not.toContain(`/p/${report.code}`);
  });

  test('hear of an end once, however often the record comes', async () => {
    const report = await accepted();
    await follow(report.code, { email: 'binh@example.com' });
    report.stream.end();
    const records = report.stream.take();
    await room.records(records);
    await room.records(records);
    await room.deliver();
    await room.forward(minute);
    expect((await room.mails.sent('binh@example.com')).map(({ headers }) => headers.subject)).toEqual([
      `[${report.code}] Phản ánh Ông/bà theo dõi: Đã đóng`,
    ]);
  });

  test('leave with one press, as a mail program presses it, and hear nothing more', async () => {
    const report = await accepted();
    const device = room.pushes.device();
    const { body } = await follow(report.code, { email: 'binh@example.com', push: device.subscription });
    const press = () =>
      room.ask('POST', `/api/unsubscribe/${body.token}`, {
        payload: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect([(await press()).status, (await press()).status]).toEqual([204, 204]);
    await published(report);
    await room.deliver();
    expect([room.mails.received, room.pushes.pushed]).toEqual([[], []]);
    expect(await room.store.pushSubscriptions.model.countDocuments()).toBe(0);
  });

  test('may not name an inner address', async () => {
    const report = await accepted();
    const { keys } = room.pushes.device().subscription;
    const { status, body } = await follow(report.code, { push: { endpoint: 'https://169.254.169.254/x', keys } });
    expect([status, body.errors[0].pointer]).toEqual([422, '/push/endpoint']);
    expect(await room.store.followers.model.countDocuments()).toBe(0);
  });
});

test('what a worker held back is told once its job is done, and never when it was canceled', async () => {
  const report = await accepted();
  const hold = (_id: string, holdUntilJob: string) =>
    room.store.outbox.add(
      {
        _id,
        kind: 'notice',
        reportCode: report.code,
        holdUntilJob,
        mail: { to: { sender: report.code }, template: 'withdrawn', data: {} },
      },
      room.house.machineNow(),
    );
  const [done, canceled] = [report.stream.key(), report.stream.key()];
  await hold('a', done);
  await hold('b', canceled);
  await room.deliver();
  expect(room.mails.received).toEqual([]);
  report.stream.job('notify-withdrawn', 'COMPLETED', done);
  report.stream.job('notify-withdrawn', 'CANCELED', canceled);
  await room.records(report.stream.take());
  await room.deliver();
  expect(room.mails.received).toHaveLength(1);
  expect([await stateOf('a'), await stateOf('b')]).toEqual(['done', 'dropped']);
});
