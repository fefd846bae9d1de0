import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shippedDirectory } from '../domain/directory/shipped.ts';
import { nameMark } from '../domain/reply.ts';
import { composeReplyJob } from './compose-reply.ts';
import { publishReply } from './publish-reply.ts';
import { NeedsMending } from './runtime/job.ts';
import { aJob, type Desk, decide, keepReport, openDesk } from './testing.ts';

const code = 'QN-26-7K3M9XQ2';
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.store.directory.seed(shippedDirectory);
});
afterAll(() => desk.close());
beforeEach(async () => {
  const { reports, replies, completions, outbox } = desk.store;
  await Promise.all([reports, replies, completions, outbox].map((one) => one.model.collection.deleteMany({})));
});

const compose = () => composeReplyJob(aJob('compose-reply', { variables: { leadAgency: 'sgtvt' } }), desk);
const publish = (kind: string) =>
  publishReply(aJob('publish-reply', { headers: { kind }, variables: { leadAgency: 'sgtvt' } }), desk);

describe('the composed reply', () => {
  it('is Annex 2 around the approved result', async () => {
    await keepReport(desk.store);
    await decide(desk.store, 'handling', 'done', { result: 'Đã thay bóng đèn.' });
    await decide(desk.store, 'approval', 'approved', {});
    await compose();
    expect((await desk.store.replies.latestComposed(code))?.text).toBe(
      [
        'Sở Giao thông vận tải',
        `Kính chào: Ông/bà ${nameMark}`,
        'Sau khi nhận được phản ánh của Ông/bà, Sở Giao thông vận tải đã tiến hành kiểm tra, xử lý và thông báo kết quả như sau:',
        'Đã thay bóng đèn.',
        'Chúng tôi chân thành cám ơn Ông/Bà đã kịp thời phản ánh và mong tiếp tục nhận được phản ánh trong thời gian tới.',
        'Trân trọng.',
      ].join('\n'),
    );
  });

  it("has the leader's words where the leader edited them, and names documents", async () => {
    await keepReport(desk.store, { hideIdentity: true });
    await decide(desk.store, 'handling', 'done', { result: 'Nháp.', attachments: ['f'.repeat(32)] });
    await decide(desk.store, 'approval', 'edited-and-approved', { result: 'Bản đã sửa.' });
    await compose();
    const reply = await desk.store.replies.latestComposed(code);
    expect(reply?.text).toContain('\nKính chào: Ông/bà\n');
    expect(reply?.text).toContain('\nBản đã sửa. (đính kèm văn bản)\n');
    expect(reply?.attachments).toEqual(['f'.repeat(32)]);
  });

  it('without a result is an incident', async () => {
    await keepReport(desk.store);
    await expect(compose()).rejects.toThrow(NeedsMending);
  });
});

describe('publishing', () => {
  beforeEach(async () => {
    await keepReport(desk.store);
    await decide(desk.store, 'handling', 'done', { result: 'Đã thay bóng đèn.' });
    await decide(desk.store, 'approval', 'approved', {});
    await compose();
  });
  const prepared = () => desk.store.replies.model.find({ state: 'prepared' }).lean();
  const mails = async () => (await desk.store.outbox.ofReport(code)).map((one) => [one.mail?.template, one.state]);

  it.each([['public'], ['private']])('prepares the composed text (%s) and holds the mail', async (kind) => {
    await decide(desk.store, 'publication', kind, {});
    expect(await publish(kind)).toEqual({ publishedAt: '2026-03-02T08:00:00+07:00' });
    expect(await prepared()).toMatchObject([{ kind, agency: 'sgtvt', reportCode: code }]);
    expect((await prepared())[0]?.text).toContain('Đã thay bóng đèn.');
    expect(await mails()).toEqual([[`answered-${kind}`, 'held']]);
  });

  it.each([
    ['public', 'fixed', 'fixed'],
    ['private', 'cannot-fix', 'cannot-fix'],
    ['public', undefined, 'answered'],
    ['sealed', 'fixed', undefined],
  ])('as %s says that a report handled as %s is %s', async (kind, handled, said) => {
    await Promise.all([desk.store.completions, desk.store.replies].map((one) => one.model.collection.deleteMany({})));
    await decide(desk.store, 'handling', 'done', { result: 'x', ...(handled ? { resolution: handled } : {}) });
    await decide(desk.store, 'approval', 'approved', {});
    await compose();
    await publish(kind);
    expect((await prepared())[0]?.resolution).toBe(said);
  });

  it("takes the officer's text where there is one", async () => {
    await decide(desk.store, 'publication', 'public', { reply: 'Lời đã biên tập.' });
    await publish('public');
    expect((await prepared())[0]?.text).toBe('Lời đã biên tập.');
  });

  it('of a sealed report lets nothing of the substance out', async () => {
    await decide(desk.store, 'publication', 'sealed', { reply: 'Điều bí mật.' });
    await publish('sealed');
    const [reply] = await prepared();
    expect(reply).toMatchObject({ kind: 'sealed', attachments: [] });
    expect(reply?.text).not.toContain('Điều bí mật.');
    expect(reply?.text).not.toContain('Đã thay bóng đèn.');
    expect(JSON.stringify(await desk.store.outbox.ofReport(code))).not.toContain('bóng đèn');
  });

  it('of a confidential report is private whatever the diagram says', async () => {
    await desk.store.reports.model.updateOne({}, { $set: { confidential: true } });
    await publish('public');
    expect(await prepared()).toMatchObject([{ kind: 'private' }]);
  });

  it('twice is once, with the first time', async () => {
    const job = aJob('publish-reply', { headers: { kind: 'public' }, variables: { leadAgency: 'sgtvt' } });
    const first = await publishReply(job, desk);
    desk.clock.forward(60_000);
    expect(await publishReply(job, desk)).toEqual(first);
    expect(await prepared()).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
    desk.clock.forward(-60_000);
  });

  it('in no known way, or of no known report, is an incident', async () => {
    await expect(publish('loud')).rejects.toThrow('no way to publish');
    await desk.store.reports.model.deleteMany({});
    await expect(publish('public')).rejects.toThrow('not in the database');
  });
});
