/** What happens between a mail and its report: the request, the reminder, the end, the page, and staff's hands. */
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoredMail } from '../../store/mails.ts';
import { openPostRoom, type PostRoom } from '../../test/house/post-room.ts';
import { processId } from '../deploy.ts';
import { duePromise } from '../plugins/sender/promise.ts';
import { submissions } from '../plugins/sender/submit.ts';
import { monday } from '../testing/test-house.ts';
import { take } from './take.ts';
import { mailWork } from './work.ts';

const mailbox = 'paht@quangnam.example';
const dayMs = 86_400_000;
const content = 'Đèn tín hiệu bị hỏng, xe đi lại rất nguy hiểm.';
const place = 'Địa điểm: ngã tư Hùng Vương, Tam Kỳ';

let room: PostRoom;
let duty: Record<string, string>;
const trouble: string[] = [];
let sent = 0;

beforeAll(async () => {
  room = await openPostRoom({ MAILBOX_ADDRESS: mailbox });
  duty = await room.as('ioc.duty', 'ioc-duty');
});
afterAll(() => room?.close());
beforeEach(() => {
  room.clock.set(monday);
  room.mails.received.length = 0;
});
afterEach(() => expect(trouble.splice(0)).toEqual([]));

/** A mail comes in and is looked at; answers go out. */
async function comes(
  address: string,
  text: string,
  headers: string[] = [],
  name = 'Nguyen Van An',
): Promise<StoredMail> {
  sent += 1;
  const head = [`From: ${name} <${address}>`, `To: ${mailbox}`, `Message-ID: <${sent}@example.org>`, ...headers];
  const raw = Buffer.from(`${head.join('\r\n')}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`);
  await take(room.house, { source: `1.${sent}`, raw, size: raw.length });
  await look();
  return (await room.store.mails.bySource(`1.${sent}`))!;
}

async function look(): Promise<void> {
  const onError = (error: unknown) => trouble.push(String(error));
  const submit = submissions(room.house, duePromise(room.store, processId, room.house.machineNow));
  await mailWork(room.house, { submit, onError }).work();
  await room.deliver();
}
const again = async ({ _id }: StoredMail): Promise<StoredMail> => (await room.store.mails.find(_id))!;
const toldTo = (address: string) => room.mails.received.filter(({ to }) => to.includes(address));
const linkOf = (text: string): { id: string; key: string } => {
  const [, id, key] = /\/m\/([0-9a-f]{32})#(\S+)/.exec(text)!;
  return { id: id!, key: key! };
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const words = {
  sender: { name: 'Nguyễn Văn An', phone: '0905123456' },
  content,
  place: { text: 'Ngã tư Hùng Vương' },
};

describe('a mail that lacks something', () => {
  test('is asked for it by name, with what is known and the days that are left', async () => {
    await comes('an@example.org', `${place}\n${content}`);
    const [request] = toldTo('an@example.org');
    expect(request!.headers).toMatchObject({ 'in-reply-to': `<${sent}@example.org>`, 'reply-to': mailbox });
    expect(request!.text).toContain('Số điện thoại liên hệ');
    expect(request!.text).toContain('Địa điểm: ngã tư Hùng Vương, Tam Kỳ');
    expect(request!.text).toContain('5 ngày làm việc');
    expect(request!.text).not.toContain('undefined');
  });

  test('is reminded of after two working days and ended after five, once each; its page still takes it', async () => {
    const mail = await comes('binh@example.org', `${place}\n${content}`);
    room.clock.set(monday + 2 * dayMs - 3_600_000);
    await look();
    expect(toldTo('binh@example.org')).toHaveLength(1);
    for (const days of [2, 3]) {
      room.clock.set(monday + days * dayMs + 3_600_000);
      await look();
      expect(toldTo('binh@example.org').map(({ headers }) => headers.subject)).toHaveLength(2);
    }
    // Five working days on, over a week's end.
    for (const days of [7, 8]) {
      room.clock.set(monday + days * dayMs + 3_600_000);
      await look();
      expect(await again(mail)).toMatchObject({ state: 'closed', why: 'unanswered' });
      expect(toldTo('binh@example.org')).toHaveLength(3);
    }
    const { id, key } = linkOf(toldTo('binh@example.org')[2]!.text);
    const made = await room.ask('POST', `/api/mail-drafts/${id}/report`, { headers: bearer(key), payload: words });
    expect(made.status).toBe(201);
    expect(await again(mail)).toMatchObject({ state: 'accepted', reportCode: made.body.code });
  });

  test('is completed on its page once, however often it is sent, and answered to where it came from', async () => {
    await comes('cuong@example.org', `${place}\n${content}`);
    const { id, key } = linkOf(toldTo('cuong@example.org')[0]!.text);
    const draft = await room.ask('GET', `/api/mail-drafts/${id}`, { headers: bearer(key) });
    expect(draft.body).toMatchObject({
      open: true,
      email: 'cuong@example.org',
      understood: { content, missing: ['phone'] },
    });
    const payload = { ...words, sender: { ...words.sender, email: 'else@example.org' } };
    const post = () => room.ask('POST', `/api/mail-drafts/${id}/report`, { headers: bearer(key), payload });
    const answers = [...(await Promise.all([post(), post()])), await post()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.code)).size).toBe(1);
    const report = await room.store.reports.find(answers[0]!.body.code);
    expect(report!.sender.email).toBe('cuong@example.org');
    await room.deliver();
    const confirmations = toldTo('cuong@example.org').filter(({ text }) => text.includes(`/r/${report!._id}#`));
    expect(confirmations).toHaveLength(1);
    const after = await room.ask('GET', `/api/mail-drafts/${id}`, { headers: bearer(key) });
    expect(after.body).toMatchObject({ open: false, receipt: { code: report!._id } });
  });

  test('opens to its own key alone', async () => {
    const mail = await comes('dung@example.org', content);
    const other = await comes('em@example.org', content);
    const { key } = linkOf(toldTo('em@example.org')[0]!.text);
    expect(other.state).toBe('asked');
    for (const headers of [bearer(key), bearer('x'.repeat(43))])
      expect((await room.ask('GET', `/api/mail-drafts/${mail._id}`, { headers })).status).toBe(404);
    expect((await room.ask('GET', `/api/mail-drafts/${mail._id}`)).status).toBe(401);
  });
});

describe('a wish for secrecy', () => {
  const whole = `${place}\nSĐT: 0905123456\n${content}\nXin giữ bí mật.`;

  test('is decided by the answer: the name alone, or everything', async () => {
    for (const [address, said, expected] of [
      ['p@example.org', 'Chỉ cần ẩn tên thôi.', { hideIdentity: true, confidential: false }],
      ['q@example.org', 'Tôi muốn giữ bí mật.', { hideIdentity: false, confidential: true }],
    ] as const) {
      const mail = await comes(address, whole);
      expect(mail).toMatchObject({ state: 'asked', why: 'wish' });
      await comes(address, said, [`In-Reply-To: ${toldTo(address)[0]!.headers['message-id']}`]);
      const { reportCode } = await again(mail);
      expect(await room.store.reports.find(reportCode!)).toMatchObject(expected);
    }
  });

  test('that nobody explains is read strictly, and the report is not lost for it', async () => {
    const mail = await comes('r@example.org', whole);
    room.clock.set(monday + 8 * dayMs);
    await look();
    const settled = await again(mail);
    expect(settled).toMatchObject({ state: 'accepted', why: 'wish-strict' });
    expect(await room.store.reports.find(settled.reportCode!)).toMatchObject({ confidential: true });
  });
});

describe('a confidential report', () => {
  test('is answered by mail without a word of it: the text is on the private page', async () => {
    const payload = { ...words, sender: { ...words.sender, email: 'kin@example.org' }, confidential: true };
    const headers = { 'idempotency-key': randomUUID() };
    const { code } = (await room.ask('POST', '/api/reports', { payload, headers })).body;
    const mail = { to: { sender: code }, template: 'answered-private', data: { code, text: 'Nội dung kín' } };
    await room.store.outbox.add({ _id: `t:${code}`, kind: 'mail', reportCode: code, mail }, room.house.machineNow());
    await room.deliver();
    const [told] = toldTo('kin@example.org');
    expect(told!.text).not.toContain('Nội dung kín');
    expect(told!.text).toContain(`/r/${code}#`);
  });
});

describe('staff', () => {
  test('look at a held mail on the record, and make a report of it by hand', async () => {
    const mail = await comes('held@example.org', `${place}\n${content}`, ['List-Id: <x.example.org>']);
    const list = await room.ask('GET', '/api/mails?state=held', { headers: duty });
    expect(list.body.items[0]).toMatchObject({ id: mail._id, why: 'bulk', from: { address: 'held@example.org' } });
    const seen = await room.ask('GET', `/api/mails/${mail._id}`, { headers: duty });
    expect(seen.body).toMatchObject({ understood: { content }, mayMake: true, mayDismiss: true });
    const look = await room.store.audit.model.findOne({ what: 'look-mail', who: 'ioc.duty' }).lean();
    expect(look!.data).toEqual({ mail: mail._id });
    const made = await room.ask('POST', `/api/mails/${mail._id}/report`, { headers: duty, payload: words });
    expect(made).toMatchObject({ status: 201, body: { accessToken: '' } });
    expect((await room.ask('POST', `/api/mails/${mail._id}/report`, { headers: duty, payload: words })).status).toBe(
      409,
    );
    expect(await again(mail)).toMatchObject({ state: 'accepted', why: 'by-hand', by: 'ioc.duty' });
  });

  test('set a mail aside with a reason, once', async () => {
    const mail = await comes('ads@example.org', 'Khuyến mãi', ['X-Spam-Flag: YES']);
    const payload = { reason: 'Thư quảng cáo' };
    const dismiss = () => room.ask('POST', `/api/mails/${mail._id}/dismissal`, { headers: duty, payload });
    expect([(await dismiss()).status, (await dismiss()).status]).toEqual([204, 409]);
    expect(await again(mail)).toMatchObject({ state: 'dismissed', by: 'ioc.duty', reason: 'Thư quảng cáo' });
  });

  test('see what could not be delivered, and send it again', async () => {
    room.mails.refusals.push({ code: 550, text: '5.1.1 no such user' });
    await comes('gone@example.org', content);
    const { items } = (await room.ask('GET', '/api/outbox', { headers: duty })).body;
    expect(items[0]).toMatchObject({
      kind: 'mail',
      to: 'letter',
      state: 'failed',
      reason: expect.stringContaining('550'),
    });
    expect(JSON.stringify(items)).not.toContain('gone@example.org');
    room.complaints.length = 0;
    const url = `/api/outbox/${encodeURIComponent(items[0].id)}/retry`;
    expect((await room.ask('POST', url, { headers: duty })).status).toBe(204);
    await room.deliver();
    expect(toldTo('gone@example.org')).toHaveLength(1);
  });
});

test('nothing that a mail says lies in the database as it was written', async () => {
  const mail = await comes(
    'bimat@example.org',
    'Từ-khóa-không-trùng tại đường Hùng Vương, Tam Kỳ',
    [],
    'Ten Rieng Biet',
  );
  const all = await Promise.all(
    ['mails', 'mailparts', 'outbox'].map((name) => room.store.connection.collection(name).find().toArray()),
  );
  const bytes = Buffer.from(mongoose.mongo.BSON.serialize({ all }));
  for (const word of ['bimat@example.org', 'Từ-khóa-không-trùng', 'Ten Rieng Biet'])
    expect(bytes.includes(word)).toBe(false);
  // The same words are found where they are open.
  expect(JSON.stringify(await again(mail))).toContain('bimat@example.org');
});
