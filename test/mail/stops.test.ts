/** A server that stops dead at any step between mailbox and report loses no mail and makes nothing twice. */
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attachment, mail, person } from './corpus/mail.ts';
import { type MailRoom, openMailRoom } from './mail-room.ts';

/** Longer than any lease. */
const later = 10 * 60_000;
const whole = 'SĐT: 0905123456\nĐịa điểm: chợ Tam Kỳ\nRác thải tràn ra đường ba ngày nay, mùi hôi nặng.';

let room: MailRoom;
let picture: Buffer;
beforeAll(async () => {
  room = await openMailRoom();
  picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
});
afterAll(() => room?.close());
beforeEach(async () => {
  const { reports, mails, outbox, files, idempotency } = room.store;
  for (const { model } of [reports, mails, outbox, files, idempotency]) await model.collection.deleteMany({});
  room.mails.received.length = 0;
});

const from = (address: string) => ({ from: person('Trần Thị Bình', address) });
const codes = async () => (await room.store.reports.model.find().select({ _id: 1 }).lean()).map(({ _id }) => _id);

test.each(['fetched', 'taken', 'moved', 'claimed', 'read', 'submitted', 'settled'])(
  'at "%s": one report with its picture, one answer',
  async (step) => {
    const address = `${step}@example.org`;
    await room.imap.deliver(
      mail({ ...from(address), text: whole, parts: [attachment('a.png', 'image/png', picture)] }),
    );
    await room.stopsAt(step);
    await room.forward(later);
    await room.read();
    const made = await codes();
    expect(made).toHaveLength(1);
    expect(await room.store.mails.counts()).toEqual({ accepted: 1 });
    expect((await room.store.reports.find(made[0]!))!.attachments).toHaveLength(1);
    expect(await room.store.files.model.countDocuments()).toBe(1);
    expect(room.mails.received.filter(({ to }) => to.includes(address))).toHaveLength(1);
    expect(await room.imap.count('INBOX')).toBe(0);
  },
);

test.each(['settling', 'settled'])('at "%s" of a request: asked once', async (step) => {
  await room.imap.deliver(mail({ ...from('asked@example.org'), text: 'Rác thải tràn ra đường, mùi hôi nặng.' }));
  await room.stopsAt(step);
  await room.forward(later);
  await room.read();
  expect(await room.store.mails.counts()).toEqual({ asked: 1 });
  expect(room.mails.received).toHaveLength(1);
});

test.each(['claimed', 'submitted', 'settled'])('at "%s" of the answer to a request: one report', async (step) => {
  await room.imap.deliver(
    mail({ ...from('answer@example.org'), text: `Địa điểm: chợ Tam Kỳ\nRác thải tràn ra đường.` }),
  );
  await room.read();
  const [request] = await room.mails.sent('answer@example.org');
  const headers = [`In-Reply-To: ${request!.headers['message-id']}`];
  await room.imap.deliver(mail({ ...from('answer@example.org'), headers, text: 'SĐT: 0905123456' }));
  await room.stopsAt(step);
  await room.forward(later);
  await room.read();
  expect(await codes()).toHaveLength(1);
  expect(await room.store.mails.counts()).toEqual({ accepted: 1, threaded: 1 });
  expect(room.mails.received).toHaveLength(2);
});
