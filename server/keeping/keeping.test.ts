import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unreadLetter } from '../../domain/mail-in/letter.ts';
import { aDevice } from '../../test/house/push-service.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { erasureWork } from './erasure-work.ts';

type Headers = { cookie: string; origin: string };
let house: TestHouse;
const people: Record<string, Headers> = {};
let seed = 70_000;

beforeAll(async () => {
  house = await openTestHouse();
  people.duty = await house.as('duty', 'ioc-duty');
  people.intake = await house.as('intake', 'ioc-intake');
  people.admin = await house.as('admin', 'admin');
  people.second = await house.as('second', 'admin');
});
afterAll(() => house?.close());

const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, who: string, payload?: object) =>
  house.ask(method, url, { headers: people[who]!, ...(payload ? { payload } : {}) });

const sender = { name: 'Trần Văn Mốc', phone: '0905777666', email: 'moc@example.vn', address: '7 Phố Dấu' };

async function picture(): Promise<string> {
  const content = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#884422' } })
    .png()
    .toBuffer();
  const boundary = 'b';
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')]);
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return (await house.ask('POST', '/api/files', { payload, headers })).body.id;
}

interface Ended {
  code: string;
  token: string;
  file: string;
  task: string;
}

/** A report whose procedure has ended on that Monday: published, answered in private, or running still. */
async function report(how: 'published' | 'private' | 'running', rest: object = {}): Promise<Ended> {
  const file = await picture();
  const payload = {
    sender,
    content: 'Nước thải chảy ra đường',
    place: { text: 'Hẻm Dấu Vết', district: 'tamky', lat: 15.57, lng: 108.47 },
    attachments: [file],
    ...rest,
  };
  const headers = { 'idempotency-key': randomUUID() };
  const { body } = await house.ask('POST', '/api/reports', { payload, headers });
  const { code, accessToken: token } = body;
  await house.ask('PUT', `/api/reports/${code}/push`, {
    headers: { authorization: `Bearer ${token}` },
    payload: aDevice(`https://push.example.com/${code}`).subscription,
  });
  seed += 1;
  const stream = new Stream(monday, seed * 100);
  stream.start(code);
  stream.root('field', 'water');
  const { key: task } = stream.task('handling', ['agency:sgtvt:officer'], monday + 1_000);
  await house.records(stream.take());
  await house.store.completions.offer({
    ...{ _id: `c${seed}`, reportCode: code, taskKey: task, taskInstance: task, stage: 'handling', outcome: 'done' },
    ...{ agency: 'sgtvt', by: 'officer', at: monday, state: 'adopted' },
    fields: { result: 'Đã gặp người ở Hẻm Dấu Vết', resolution: 'fixed', reason: 'Chờ vật tư' },
  });
  if (how !== 'running') {
    const reply = { kind: how === 'published' ? 'public' : 'private', agency: 'sgtvt', attachments: [], at: monday };
    const text = 'Kính chào: Ông/bà \u2063. Đã xong ở Hẻm Dấu Vết';
    const set = { status: 'closed', 'flow.ended': true, publishedAt: monday, reply: { ...reply, text } };
    await house.store.reports.model.collection.updateOne({ _id: code } as never, { $set: set } as never);
    const ended = { $set: { endedAt: monday, state: 'completed' } };
    await house.store.instances.model.updateOne({ reportCode: code }, ended as never);
  }
  return { code, token, file, task };
}

const follow = async (one: Ended) =>
  (await house.ask('GET', `/api/reports/${one.code}`, { headers: { authorization: `Bearer ${one.token}` } })).body;
const work = () => erasureWork(house.house).work();

async function rule(id: string, changes: object) {
  const { items } = (await ask('GET', '/api/retention', 'admin')).body;
  const { afterDays, ground, active, version } = items.find((one: { id: string }) => one.id === id);
  return ask('PUT', `/api/retention/${id}`, 'admin', { afterDays, ground, active, version, ...changes });
}

describe('a disclosure', () => {
  const asked = { authority: 'Công an thành phố Tam Kỳ', ground: 'Điều 13.7', document: '12/CV ngày 01/03/2026' };

  test('shows the sender once, and leaves who asked and why, never what was told', async () => {
    const { code } = await report('running', { confidential: true });
    const told = await ask('POST', '/api/disclosures', 'intake', { reportCode: code.toLowerCase(), ...asked });
    expect([told.status, told.body.sender]).toEqual([201, sender]);
    expect(told.headers['cache-control']).toBe('no-store');
    const { items } = (await ask('GET', '/api/disclosures?limit=1', 'duty')).body;
    expect(items).toMatchObject([{ reportCode: code, ...asked, by: 'intake', byName: 'Cán bộ intake' }]);
    const [entry] = await house.store.audit.model.find({ what: 'disclose-sender', reportCode: code }).lean().exec();
    expect(entry).toMatchObject({ who: 'intake', data: { disclosure: told.body.id, ...asked } });
    const kept = JSON.stringify([await house.store.disclosures.model.find().lean().exec(), entry]);
    expect(kept).not.toMatch(/Mốc|0905777666|moc@|Phố Dấu/);
  });

  test('is not made without an authority and a ground, nor of a report that is not there', async () => {
    const { code } = await report('running');
    const before = await house.store.audit.model.countDocuments();
    const make = async (body: object) => (await ask('POST', '/api/disclosures', 'duty', body)).status;
    expect(await make({ reportCode: code, authority: ' ', ground: 'x' })).toBe(422);
    expect(await make({ reportCode: code, authority: 'x', ground: ' ' })).toBe(422);
    expect(await make({ reportCode: code, authority: 'x' })).toBe(400);
    expect(await make({ reportCode: 'QN-26-0000-0000-0', ...asked })).toBe(404);
    expect(await house.store.audit.model.countDocuments()).toBe(before);
  });
});

describe('a rule of retention', () => {
  test('is off as shipped, and not in force without a ground', async () => {
    const { items } = (await ask('GET', '/api/retention', 'admin')).body;
    expect(items.map((one: { active: boolean }) => one.active)).toEqual([false, false, false]);
    expect((await ask('POST', '/api/erasures', 'admin', { rule: 'sender-details' })).status).toBe(409);
    expect((await rule('sender-details', { active: true })).status).toBe(422);
    expect((await rule('no-such-rule', {}).catch(() => ({ status: 404 }))).status).toBe(404);
  });

  test('is changed over the version that was seen, on the audit log', async () => {
    const changed = await rule('unpublished-words', { ground: 'Quyết định 1', afterDays: 10, active: true });
    expect(changed.body).toMatchObject({ version: 1, changedBy: 'admin', active: true });
    const old = { afterDays: 1, ground: 'x', active: true, version: 0 };
    expect((await ask('PUT', '/api/retention/unpublished-words', 'second', old)).status).toBe(412);
    expect(await house.store.audit.model.countDocuments({ what: 'change-retention' })).toBe(1);
  });
});

describe('an erasure', () => {
  test('by a rule takes exactly the list that a second person confirmed, and says what had changed since', async () => {
    const published = await report('published');
    const hidden = await report('private');
    const changed = await report('private');
    const running = await report('running');
    await rule('unpublished-words', { ground: 'Quyết định 1', afterDays: 10, active: true });
    expect((await ask('POST', '/api/erasures', 'admin', { rule: 'unpublished-words' })).body.counts.reports).toBe(0);
    await house.clock.set(monday + 11 * 86_400_000);
    const tried = (await ask('POST', '/api/erasures', 'admin', { rule: 'unpublished-words' })).body;
    expect(tried).toMatchObject({
      state: 'tried',
      counts: { reports: 2, senders: 2, followers: 0, devices: 2, mails: 0, words: 2, files: 2 },
      mayConfirm: false,
    });
    const { codes } = (await ask('GET', `/api/erasures/${tried.id}`, 'second')).body;
    expect(codes.toSorted()).toEqual([hidden.code, changed.code].toSorted());
    expect((await follow(hidden)).content).toBe('Nước thải chảy ra đường');

    const confirm = (who: string, hash: string) => ask('POST', `/api/erasures/${tried.id}/execution`, who, { hash });
    expect((await confirm('admin', tried.hash)).status).toBe(403);
    expect((await confirm('second', '0'.repeat(64))).status).toBe(412);
    await house.store.reports.model.updateOne({ _id: changed.code }, { $set: { status: 'answered' } });
    expect((await confirm('second', tried.hash)).status).toBe(202);
    expect((await confirm('second', tried.hash)).status).toBe(409);
    await work();

    const done = (await ask('GET', `/api/erasures/${tried.id}`, 'admin')).body;
    expect(done).toMatchObject({ state: 'done', confirmedBy: 'second', skipped: [changed.code], progress: 2 });
    expect(await follow(hidden)).toMatchObject({
      content: '',
      place: { text: '', district: 'tamky' },
      status: 'closed',
      field: 'water',
      reply: { text: '' },
      erased: { words: true },
    });
    for (const one of [published, changed, running]) expect((await follow(one)).erased).toBeUndefined();
    expect((await house.store.reports.find(running.code))?.sender).toEqual(sender);
    const entries = await house.store.audit.model.find({ what: 'erase' }).lean().exec();
    expect(entries).toMatchObject([
      { who: 'second', reportCode: hidden.code, data: { rule: 'unpublished-words', ground: 'Quyết định 1' } },
    ]);
    // The picture is gone and says so; who sent it cannot be told any more.
    const bearer = { authorization: `Bearer ${hidden.token}` };
    expect((await house.ask('GET', `/api/files/${hidden.file}`, { headers: bearer })).status).toBe(410);
    const asked = { reportCode: hidden.code, authority: 'x', ground: 'x' };
    expect((await ask('POST', '/api/disclosures', 'duty', asked)).status).toBe(410);
    // What tasks and decisions said is gone, what is counted is there.
    expect(await house.store.tasks.find(hidden.task)).toMatchObject({ summary: '', stage: 'handling' });
    const [decision] = await house.store.completions.ofReport(hidden.code);
    expect(decision?.fields).toEqual({ result: '', resolution: 'fixed', reason: 'Chờ vật tư' });
  });

  test('at a sender’s own request leaves what anyone may read, without a name', async () => {
    const one = await report('published');
    const key = (await house.store.reports.model.collection.findOne({ _id: one.code } as never))?.sender.k;
    const readable = async () => (await house.ask('GET', `/api/published/${one.code}`)).body;
    expect(await readable()).toMatchObject({
      sender: sender.name,
      reply: { text: expect.stringContaining(sender.name) },
    });
    const request = { reportCode: one.code, ground: 'Nghị định 13/2023/NĐ-CP' };
    const { body } = await ask('POST', '/api/erasures', 'admin', request);
    expect(body).toMatchObject({ rule: null, what: 'sender', counts: { reports: 1, words: 0 } });
    await ask('POST', `/api/erasures/${body.id}/execution`, 'second', { hash: body.hash });
    await work();
    expect(house.store.seals.ring!.isDestroyed(key)).toBe(true);
    expect(await readable()).toMatchObject({
      sender: 'Ông/bà',
      content: 'Nước thải chảy ra đường',
      reply: { text: 'Kính chào: Ông/bà. Đã xong ở Hẻm Dấu Vết' },
    });
    expect(await follow(one)).toMatchObject({ erased: { words: false } });
    expect((await house.ask('GET', `/api/files/${one.file}`)).status).toBe(200);
    expect((await ask('POST', '/api/erasures', 'admin', request)).status).toBe(410);
  });

  test('takes the mails that a report came by, and leaves that there were some', async () => {
    const one = await report('published');
    const { mails } = house.store;
    const key = mails.newKey();
    const mail = { _id: 'a'.repeat(32), source: '1.1', hash: 'h', sameAs: 's', size: 9, reportCode: one.code, key };
    const letter = { ...unreadLetter, from: sender.email };
    await house.store.transaction((session) => mails.insert({ ...mail, letter } as never, Buffer.from('Mốc'), session));
    expect((await mails.raw(mail._id))?.toString()).toBe('Mốc');
    const request = { reportCode: one.code, ground: 'x' };
    const { body } = await ask('POST', '/api/erasures', 'admin', request);
    expect(body.counts).toMatchObject({ reports: 1, mails: 1 });
    await ask('POST', `/api/erasures/${body.id}/execution`, 'second', { hash: body.hash });
    await work();
    expect(await mails.find(mail._id)).toMatchObject({ reportCode: one.code, letter: unreadLetter });
    expect(house.store.seals.ring!.isDestroyed(key)).toBe(true);
    expect(await mails.pieces.countDocuments({ _id: /^a{32}/ } as never)).toBe(0);
  });

  test('takes mails that made no report by a rule of their own', async () => {
    const { mails } = house.store;
    const kept = async (id: string, rest: object) => {
      const mail = {
        _id: id,
        source: id,
        hash: id,
        sameAs: id,
        size: 1,
        receivedAt: monday,
        key: mails.newKey(),
        ...rest,
      };
      const whole = { reportCode: null, letter: unreadLetter, ...mail } as never;
      await house.store.transaction((session) => mails.insert(whole, Buffer.from('Thư'), session));
      return mail.key;
    };
    const gone = await kept('b'.repeat(32), { state: 'refused' });
    const stays = [
      await kept('c'.repeat(32), { state: 'held' }),
      await kept('d'.repeat(32), { state: 'ignored', receivedAt: monday + 40 * 86_400_000 }),
    ];
    await rule('mails-without-report', { ground: 'Quyết định 1', afterDays: 10, active: true });
    await house.clock.set(monday + 11 * 86_400_000);
    const asked = () => ask('POST', '/api/erasures', 'admin', { rule: 'mails-without-report' });
    const { body } = await asked();
    expect(body).toMatchObject({ total: 1, counts: { reports: 0, mails: 1 } });
    await ask('POST', `/api/erasures/${body.id}/execution`, 'second', { hash: body.hash });
    await work();
    const { isDestroyed } = house.store.seals.ring!;
    expect([gone, ...stays].map(isDestroyed)).toEqual([true, false, false]);
    expect(await mails.raw('c'.repeat(32))).toEqual(Buffer.from('Thư'));
    expect(await house.store.audit.model.findOne({ 'data.mail': 'b'.repeat(32) }).lean()).toMatchObject({
      what: 'erase',
    });
    expect((await asked()).body.total).toBe(0);
  });

  test('is not made of a report that runs, without a ground, or of nothing', async () => {
    const { code } = await report('running');
    const status = async (body: object) => (await ask('POST', '/api/erasures', 'admin', body)).status;
    expect(await status({ reportCode: code, ground: 'x' })).toBe(409);
    expect(await status({ reportCode: code })).toBe(422);
    expect(await status({})).toBe(422);
    expect(await status({ rule: 'no-such-rule' })).toBe(422);
    expect(await status({ reportCode: 'QN-26-0000-0000-0', ground: 'x' })).toBe(404);
  });

  test('that was stopped between the change and the keys destroys them before it goes on', async () => {
    const [first, second] = [await report('private'), await report('private')];
    const { body } = await ask('POST', '/api/erasures', 'admin', { reportCode: first.code, ground: 'x' });
    await ask('POST', `/api/erasures/${body.id}/execution`, 'second', { hash: body.hash });
    const { key, blob } = { key: house.store.seals.newKey(), blob: (await house.store.files.find(second.file))!.blob };
    // As a server leaves it that is killed after the commit.
    const left = { next: 1, pending: { keys: [key], blobs: [blob] } };
    await house.store.erasures.model.updateOne({ _id: body.id }, { $set: left });
    await work();
    expect(house.store.seals.ring!.isDestroyed(key)).toBe(true);
    const bytes = house.store.connection.db!.collection('blobs.files');
    expect(await bytes.countDocuments({ _id: blob as never })).toBe(0);
    expect(await house.store.erasures.find(body.id)).toMatchObject({ state: 'done', pending: { keys: [], blobs: [] } });
  });

  test('by two servers at once erases each report once', async () => {
    const all = [await report('private'), await report('private'), await report('private')];
    await rule('unpublished-words', { afterDays: 10 });
    await house.clock.set(monday + 30 * 86_400_000);
    const { body } = await ask('POST', '/api/erasures', 'admin', { rule: 'unpublished-words' });
    await ask('POST', `/api/erasures/${body.id}/execution`, 'second', { hash: body.hash });
    await Promise.all([work(), work()]);
    for (const { code } of all)
      expect(await house.store.audit.model.countDocuments({ what: 'erase', reportCode: code })).toBe(1);
    expect((await house.store.audit.verify()).fault).toBeNull();
  });

  test('that nobody confirmed can be given up', async () => {
    const { body } = await ask('POST', '/api/erasures', 'admin', { rule: 'unpublished-words' });
    expect((await ask('DELETE', `/api/erasures/${body.id}`, 'admin')).status).toBe(204);
    expect((await ask('DELETE', `/api/erasures/${body.id}`, 'admin')).status).toBe(404);
  });
});
