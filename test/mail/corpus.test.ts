/**
 * Every awkward mail of the corpus through a real mailbox: each is taken once and becomes what its row says, none is lost,
 * none is doubled.
 */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeptLetter, MailState } from '../../domain/mail-in/letter.ts';
import { rawOf } from '../../server/mail-in/take.ts';
import { Stream } from '../../server/testing/records.ts';
import { monday } from '../../server/testing/test-house.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { Report } from '../../store/reports.ts';
import { loop, machines } from './corpus/machines.ts';
import { mail, person } from './corpus/mail.ts';
import { people } from './corpus/people.ts';
import type { Before, Row } from './corpus/row.ts';
import { threads } from './corpus/threads.ts';
import { type MailRoom, openMailRoom } from './mail-room.ts';

const rows: Row[] = [...people, ...machines, ...threads, ...loop];

interface Outcome {
  mail: StoredMail;
  kept: KeptLetter;
  report: Report | null;
}

let room: MailRoom;
let before: Before;
const outcomes = new Map<Row, Outcome>();

/** A report whose sender has the standing's address, brought there by records, and a mail of ours about it. */
async function standing(name: keyof Before['reports'], seed: number, walk: (stream: Stream) => void) {
  const sender = { name: 'Người Gửi', phone: '0905123456', email: `${name}@example.org` };
  const payload = { sender, content: 'Đèn tín hiệu hỏng', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': randomUUID() };
  const { code } = (await room.ask('POST', '/api/reports', { payload, headers })).body as { code: string };
  const stream = new Stream(monday, seed);
  stream.start(code);
  walk(stream);
  await room.records(stream.take());
  const owed = { to: { sender: code }, template: 'accepted', data: { code } };
  await room.store.outbox.add(
    { _id: `seed:${name}`, kind: 'mail', reportCode: code, mail: owed },
    room.house.machineNow(),
  );
  await room.deliver();
  const [told] = await room.mails.sent(sender.email);
  return { code, messageId: told!.headers['message-id']! };
}

function through(stage: string, outcome: object, then: (stream: Stream) => void = () => {}) {
  return (stream: Stream): void => {
    stream.root('leadAgency', 'sgtvt');
    stream.complete(stream.task(stage, ['ioc-intake'], monday + 3_600_000), stage, outcome);
    then(stream);
  };
}

/** The smallest file that is a video: its boxes, no picture. */
function video(): Buffer {
  const box = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length + 8);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\x02\0isommp41')),
    box('moov', box('mvhd', Buffer.alloc(100))),
    box('mdat', Buffer.alloc(64)),
  ]);
}

beforeAll(async () => {
  room = await openMailRoom();
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background: '#888' } });
  const supplementDueAt = '2026-03-09T08:00:00+07:00';
  const reports = {
    supplement: await standing(
      'supplement',
      21,
      through('intake', { outcome: 'incomplete' }, (stream) =>
        stream.job('request-supplement', 'COMPLETED', stream.key(), { supplementDueAt }),
      ),
    ),
    answered: await standing(
      'answered',
      22,
      through('publication', { outcome: 'private' }, (stream) =>
        stream.job('publish-reply', 'COMPLETED', stream.key(), { publishedAt: '2026-03-02T08:00:00+07:00' }),
      ),
    ),
    handled: await standing('handled', 23, (stream) => void stream.task('handling', ['agency:sgtvt:officer'], monday)),
    over: await standing(
      'over',
      24,
      through('intake', { outcome: 'rejected' }, (stream) => stream.end()),
    ),
  };
  await room.imap.deliver(
    mail({ from: person('Người Gửi', 'asked@example.org'), text: 'Nước thải chảy tràn ra đường, rất hôi thối.' }),
  );
  await room.read();
  const [request] = await room.mails.sent('asked@example.org');
  const [asked] = await room.store.mails.list(['asked'], { limit: 1 });
  before = {
    request: request!.headers['message-id']!,
    asked: asked!._id,
    reports,
    jpeg: await picture.clone().jpeg().toBuffer(),
    png: await picture.clone().png().toBuffer(),
    mp4: video(),
  };
  await room.imap.deliver(...rows.map(({ raw }) => raw(before)));
  await room.read();
  const uid = ({ source }: StoredMail): number => Number(source.split('.')[1]);
  const stored = (await room.store.mails.list(null, { limit: 1_000 })).sort((a, b) => uid(a) - uid(b));
  for (const [n, row] of rows.entries()) {
    const one = stored[n + 1];
    if (!one) continue;
    const code = one.reportCode;
    const report = code ? await room.store.reports.find(code) : null;
    outcomes.set(row, { mail: one, kept: one.letter, report });
  }
  // Of two that come in the same moment the one with the lower id stands, and which that is is chance.
  const [first, second] = rows.filter(({ name }) => name.startsWith('delivered twice')) as [Row, Row];
  const [one, two] = [outcomes.get(first)!, outcomes.get(second)!];
  if (one.mail.why === 'repeat') outcomes.set(first, two).set(second, one);
}, 120_000);
afterAll(() => room?.close());

/** What a report or request says because of this mail. */
function saidBy(row: Row, { kept, report }: Outcome): string {
  if (row.why === 'feedback') return report!.feedback.at(-1)!.comment!;
  if (row.state === 'threaded') return report!.supplements.at(-1)!.content!;
  return report ? report.content : (kept.understood?.content ?? '');
}

describe('a mail', () => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const outcome = outcomes.get(row)!;
    expect(outcome, row.because).toBeDefined();
    const { mail: one, kept, report } = outcome;
    expect([one.state, one.why], row.because).toEqual([row.state, row.why]);
    if (row.missing) expect(one.ask!.missing).toEqual(row.missing);
    if (row.content) expect(saidBy(row, outcome)).toMatch(row.content);
    if (row.notContent) expect(saidBy(row, outcome)).not.toMatch(row.notContent);
    if (row.person) expect({ ...kept.understood, ...report?.sender }).toMatchObject(row.person);
    if (row.place) expect(report?.place.text ?? kept.understood?.place).toMatch(row.place);
    if (row.district) expect(report!.place.district).toBe(row.district);
    if (row.files !== undefined) {
      const of = row.state === 'threaded' ? report!.supplements.at(-1)!.attachments : report!.attachments;
      expect(of).toHaveLength(row.files);
    }
    if (row.refused) expect(kept.refused.map(({ why }) => why)).toEqual(row.refused);
    if (row.report) expect(one.reportCode).toBe(before.reports[row.report].code);
    if (row.answer !== undefined) {
      const owed = await room.store.outbox.model.find({ _id: { $regex: `^mail:in:${one._id}:` } } as never).lean();
      expect(owed.map(({ mail: said }) => said!.template)).toEqual(row.answer ? [row.answer] : []);
    }
  });
});

describe('the corpus', () => {
  test('is counted: none is lost, none is doubled', async () => {
    const counts = await room.store.mails.counts();
    const shown = (['accepted', 'asked', 'threaded', 'held', 'refused', 'ignored'] as MailState[]).map(
      (state) => `${state} ${counts[state] ?? 0}`,
    );
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    console.log(`mails: ${shown.join(' · ')} = ${total}`);
    // One more: the mail whose sender was asked, accepted by now.
    expect(total).toBe(rows.length + 1);
    expect(rows.length).toBeGreaterThanOrEqual(60);
    const expected = Object.entries(Object.groupBy(rows, ({ state }) => state)).map(([state, own]) => [
      state,
      own.length + (state === 'accepted' ? 1 : 0),
    ]);
    expect(counts).toEqual(Object.fromEntries(expected));
    expect(await room.store.reports.model.countDocuments()).toBe(4 + counts.accepted!);
    expect([await room.imap.count('INBOX'), await room.imap.count('Taken')]).toEqual([0, total]);
    expect(room.trouble).toEqual([]);
  });

  test('comes again as it is, and nothing of it is taken twice', async () => {
    const some = rows.filter(({ state }) => state === 'accepted').slice(0, 5);
    const stored = await room.store.mails.counts();
    // A mailbox that was numbered anew shows the same bytes under other numbers.
    await room.imap.deliver(...(await Promise.all(some.map((row) => rawOf(room.house, outcomes.get(row)!.mail._id)))));
    await room.read();
    expect(await room.store.mails.counts()).toEqual(stored);
  });

  test('asked once, answered by mail: the first mail is the report, with what the second said', async () => {
    const asked = (await room.store.mails.find(before.asked))!;
    expect(asked).toMatchObject({ state: 'accepted', why: 'complete' });
    const report = (await room.store.reports.find(asked.reportCode!))!;
    expect(report.sender).toMatchObject({ name: 'Người Gửi', phone: '0905777888', email: 'asked@example.org' });
    expect(report.place.text).toBe('chợ Vườn Lài, Tam Kỳ');
    expect(report.content).toBe('Nước thải chảy tràn ra đường, rất hôi thối.');
  });

  test('a dead address is written to no more, and shows as failed', async () => {
    const { code } = before.reports.over;
    expect((await room.store.reports.find(code))!.mailFailing).toMatchObject({ status: '5.1.1' });
    expect(await room.store.outbox.find('seed:over')).toMatchObject({ state: 'failed', lastError: 'bounced 5.1.1' });
    expect(await room.store.outbox.find('seed:answered')).toMatchObject({ state: 'done' });
    expect(room.mails.received.filter(({ to }) => to.includes('over@example.org'))).toHaveLength(1);
  });

  test('every answer says it is automatic, answers to the mailbox, and names no file path or token of another', () => {
    const answers = room.mails.received.filter(({ headers }) => headers['reply-to']);
    expect(answers.length).toBe(room.mails.received.length);
    for (const { headers } of answers)
      expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'x-loop': 'paht@quangnam.example' });
  });
});
