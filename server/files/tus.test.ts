/** The resumable upload against a client of others (tus-js-client). */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
let url: string;
let photo: Buffer;
beforeAll(async () => {
  house = await openTestHouse();
  url = await house.app.listen({ host: '127.0.0.1', port: 0 });
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  photo = await sharp({ create: { width: 1400, height: 1000, channels: 3, background: '#000', noise } })
    .png()
    .toBuffer();
});
afterAll(() => house?.close());

/** Uploads; with `stopAfter` it is given up after so many bytes. */
function send(content: Buffer, options: Partial<tus.UploadOptions> = {}, stopAfter?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(content, {
      endpoint: `${url}/api/files`,
      chunkSize: 300_000,
      retryDelays: [],
      onError: reject,
      onSuccess: () => resolve(upload.url!),
      onChunkComplete(_size, accepted) {
        if (stopAfter !== undefined && accepted >= stopAfter) void upload.abort().then(() => resolve(upload.url!));
      },
      ...options,
    });
    upload.start();
  });
}
const idOf = (address: string): string => address.split('/').at(-1)!;

describe('a resumable upload', () => {
  test('becomes a file that a report can use', async () => {
    const id = idOf(await send(photo));
    expect(await house.store.files.find(id)).toMatchObject({ type: 'image/png', reportCode: null });
    const payload = {
      sender: { name: 'An', phone: '0905123456' },
      content: 'x',
      place: { text: 'x' },
      attachments: [id],
    };
    const headers = { 'idempotency-key': randomUUID() };
    expect((await house.ask('POST', '/api/reports', { payload, headers })).status).toBe(201);
    expect(await house.store.uploads.pieces.countDocuments({ upload: id })).toBe(0);
  });

  test('goes on where it was broken off', async () => {
    const broken = await send(photo, {}, 600_000);
    const before = (await house.store.uploads.find(idOf(broken)))!.offset;
    expect(before).toBeGreaterThanOrEqual(600_000);
    expect(before).toBeLessThan(photo.length);
    const resumed = await send(photo, { uploadUrl: broken });
    expect(resumed).toBe(broken);
    expect((await house.store.files.find(idOf(broken)))?.type).toBe('image/png');
  });

  test('that is asked about while its last piece is being taken in becomes one file', async () => {
    const headers = { 'tus-resumable': '1.0.0' };
    const begun = await fetch(`${url}/api/files`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(photo.length) },
    });
    const path = url + begun.headers.get('location');
    const type = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    const last = fetch(path, { method: 'PATCH', headers: { ...headers, ...type }, body: new Uint8Array(photo) });
    const id = idOf(path);
    await expect
      .poll(async () => (await house.store.uploads.find(id))?.offset, { timeout: 20_000, interval: 5 })
      .toBe(photo.length);
    const asked = await Promise.all([1, 2, 3].map(() => fetch(path, { method: 'HEAD', headers })));
    expect([(await last).status, ...asked.map((one) => one.status)]).toEqual([204, 200, 200, 200]);
    const file = await house.store.files.find(id);
    const blobs = await house.store.files
      .bucket()
      .find({ filename: { $in: [id, `${id}-thumb`] } })
      .toArray();
    expect(blobs.map((one) => String(one._id)).sort()).toEqual([String(file?.blob), String(file?.thumb)].sort());
  });

  test('of what may not come in leaves nothing behind', async () => {
    await expect(send(Buffer.from('<script>alert(1)</script>'))).rejects.toThrow('422');
    expect(await house.store.uploads.model.countDocuments({ done: false })).toBe(0);
  });

  test('refuses a wrong version, a wrong offset, and what is too large', async () => {
    const ask = (method: string, path: string, headers: Record<string, string>) =>
      fetch(url + path, { method, headers: { 'tus-resumable': '1.0.0', ...headers } });
    const created = await ask('POST', '/api/files', { 'upload-length': '10' });
    expect(created.status).toBe(201);
    const path = created.headers.get('location')!;
    const type = { 'content-type': 'application/offset+octet-stream' };
    expect((await ask('PATCH', path, { ...type, 'upload-offset': '5' })).status).toBe(409);
    expect((await ask('PATCH', path, { ...type, 'upload-offset': '0', 'tus-resumable': '0.2.2' })).status).toBe(412);
    expect((await ask('POST', '/api/files', { 'upload-length': String(101 * 1024 * 1024) })).status).toBe(413);
    expect((await ask('POST', '/api/files', { 'upload-length': 'ten' })).status).toBe(400);
    expect((await ask('DELETE', path, {})).status).toBe(204);
    expect((await ask('HEAD', path, {})).status).toBe(404);
    const offers = await fetch(`${url}/api/files`, { method: 'OPTIONS' });
    expect(offers.headers.get('tus-version')).toBe('1.0.0');
  });
});
