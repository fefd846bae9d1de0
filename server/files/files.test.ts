import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { sweepFiles } from './sweep.ts';

let house: TestHouse;
let photo: Buffer;
beforeAll(async () => {
  house = await openTestHouse();
  photo = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#884422' } })
    .jpeg()
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '15/1 34/1 24/1' }, IFD0: { Make: 'DienThoaiX' } })
    .toBuffer();
});
afterAll(() => house?.close());

/** A form with one file, as a browser sends it. */
function form(content: Buffer, name = 'anh.jpg', type = 'image/jpeg', field = 'file') {
  const boundary = `----${randomUUID()}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
async function upload(content: Buffer, name?: string, type?: string, headers: Record<string, string> = {}) {
  const { payload, headers: own } = form(content, name, type);
  return house.ask('POST', '/api/files', { payload, headers: { ...own, ...headers } });
}
const get = (id: string, headers: Record<string, string> = {}, query = '') =>
  house.app.inject({ method: 'GET', url: `/api/files/${id}${query}`, headers });

async function reportWith(attachments: string[], rest: object = {}) {
  const payload = {
    sender: { name: 'An', phone: '0905123456' },
    content: 'Hố ga mất nắp',
    place: { text: 'Tam Kỳ', district: 'tamky' },
    attachments,
    ...rest,
  };
  const headers = { 'idempotency-key': randomUUID() };
  return house.ask('POST', '/api/reports', { payload, headers });
}

describe('a picture', () => {
  test('comes in without its place and its camera, and has a small one', async () => {
    expect(photo.includes('DienThoaiX')).toBe(true);
    const { status, body } = await upload(photo);
    expect([status, body.type]).toEqual([201, 'image/jpeg']);
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
    const { body: receipt } = await reportWith([body.id]);
    const bearer = { authorization: `Bearer ${receipt.accessToken}` };
    const whole = await get(body.id, bearer);
    expect(whole.statusCode).toBe(200);
    expect(whole.rawPayload.length).toBe(body.size);
    expect(whole.rawPayload.includes('DienThoaiX')).toBe(false);
    expect((await sharp(whole.rawPayload).metadata()).exif).toBeUndefined();
    expect(whole.headers['x-content-type-options']).toBe('nosniff');
    const middle = await get(body.id, { ...bearer, range: 'bytes=100-299' });
    expect([middle.statusCode, middle.headers['content-range']]).toEqual([206, `bytes 100-299/${body.size}`]);
    expect(middle.rawPayload.equals(whole.rawPayload.subarray(100, 300))).toBe(true);
    expect((await get(body.id, { ...bearer, range: 'bytes=999999999-' })).statusCode).toBe(200);

    const small = await get(body.id, bearer, '?size=thumb');
    expect((await sharp(small.rawPayload).metadata()).width).toBe(480);
  });

  test.each([
    ['a script with a picture’s name', Buffer.from('<script>alert(1)</script>'), 'x.jpg', 'image/jpeg'],
    [
      'a drawing that could carry a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'x.svg',
      'image/svg+xml',
    ],
    ['a document from the public', Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'), 'x.pdf', 'application/pdf'],
    ['an empty file', Buffer.alloc(0), 'x.png', 'image/png'],
  ])('that is %s is refused, and nothing is stored', async (_, content, name, type) => {
    const before = await house.store.files.model.countDocuments();
    const answer = await upload(content, name, type);
    expect([answer.status, answer.headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8']);
    expect(await house.store.files.model.countDocuments()).toBe(before);
  });

  test('that is cut off, or has more pixels than any camera, is refused', async () => {
    expect((await upload(photo.subarray(0, photo.length >> 1))).status).toBe(422);
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect((await upload(bomb, 'x.png', 'image/png')).status).toBe(422);
  });

  test('of more than 15 MB is refused with 413', async () => {
    const large = Buffer.concat([photo, Buffer.alloc(15 * 1024 * 1024 + 1)]);
    expect((await upload(large)).status).toBe(413);
  });
});

test('a form without a file, or with another field, is 400', async () => {
  const { payload, headers } = form(photo, 'a.jpg', 'image/jpeg', 'picture');
  expect((await house.ask('POST', '/api/files', { payload, headers })).status).toBe(400);
  expect((await house.ask('POST', '/api/files', { payload: {} })).status).toBe(400);
});

test('staff may send documents, which are never shown inline', async () => {
  const officer = await house.as('sgtvt.officer', 'agency:sgtvt:officer');
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<</JS(alert)>>\nendobj\n');
  const { status, body } = await upload(pdf, 'x.pdf', 'application/pdf', officer);
  expect(status).toBe(201);
  const answer = await get(body.id, officer);
  expect(answer.headers['content-disposition']).toMatch(/^attachment/);
  expect(answer.headers['content-security-policy']).toContain('sandbox');
});

describe('who may read a file', () => {
  test('is nobody before it is used, then the sender and who may see the report', async () => {
    const { body: file } = await upload(photo);
    expect((await get(file.id)).statusCode).toBe(404);
    const { body: receipt } = await reportWith([file.id]);
    expect((await get(file.id)).statusCode).toBe(404);
    expect((await get(file.id, { authorization: 'Bearer wrong' })).statusCode).toBe(404);
    expect((await get(file.id, await house.as('intake', 'ioc-intake'))).statusCode).toBe(200);
    expect((await get(file.id, await house.as('syt.officer', 'agency:syt:officer'))).statusCode).toBe(404);
    // Nobody else's report may take it.
    expect((await reportWith([file.id])).status).toBe(422);
    expect(receipt.code).toBeTruthy();
  });

  test('is anyone once the report is published, and nobody else again when it is taken down', async () => {
    const { body: file } = await upload(photo);
    const { body: receipt } = await reportWith([file.id]);
    const stream = new Stream(monday, 900);
    stream.start(receipt.code);
    const job = stream.key();
    const reply = {
      kind: 'public' as const,
      state: 'prepared' as const,
      agency: 'sgtvt',
      text: 'Đã xử lý',
      attachments: [],
    };
    await house.store.replies.keep({ _id: job, reportCode: receipt.code, at: monday, ...reply });
    stream.root('field', 'transport');
    stream.job('publish-reply', 'COMPLETED', job, {});
    await house.records(stream.take());
    expect((await get(file.id)).statusCode).toBe(200);
    expect((await house.ask('GET', `/api/published/${receipt.code}`)).body).toMatchObject({
      sender: 'An',
      attachments: [file.id],
    });
    const ioc = await house.as('duty', 'ioc-duty');
    const takeDown = { headers: ioc, payload: { reason: 'Lộ biển số xe' } };
    expect((await house.ask('DELETE', `/api/published/${receipt.code}`, takeDown)).status).toBe(204);
    expect((await get(file.id)).statusCode).toBe(404);
    expect((await house.ask('GET', `/api/published/${receipt.code}`)).status).toBe(404);
    expect(await house.store.audit.model.countDocuments({ what: 'take-down' })).toBe(1);
  });
});

test('what nobody used is gone after 24 hours, with its bytes', async () => {
  const { body: file } = await upload(photo);
  await house.store.files.model.updateOne({ _id: file.id }, { $set: { expiresAt: 1 } });
  const kept = (await house.store.files.find(file.id))!;
  expect(await sweepFiles(house.house)).toBe(1);
  expect(await house.store.files.find(file.id)).toBeNull();
  expect(await house.store.connection.db!.collection('blobs.files').countDocuments({ _id: kept.blob })).toBe(0);
});
