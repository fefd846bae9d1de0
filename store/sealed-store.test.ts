import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KeyRing, openKeyRing } from './keyring.ts';
import { projectedStart, type Report } from './reports.ts';
import { sealSome } from './seal-existing.ts';
import { NoKeys } from './sealed.ts';
import { openStore, type Store } from './store.ts';

const dbName = `sealed_${randomBytes(6).toString('hex')}`;
let keys: KeyRing;
let store: Store;
let without: Store;
beforeAll(async () => {
  const uri = process.env.MONGODB_TEST_URI as string;
  keys = openKeyRing(':memory:');
  store = await openStore({ uri, dbName, keys });
  without = await openStore({ uri, dbName });
  await store.prepare();
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await Promise.all([store.close(), without.close()]);
});

const sender = { name: 'Trần Thị Mốc', phone: '0905000111', email: 'moc@example.vn', address: '7 Phố Dấu' };
const report = (code: string): Report => ({
  _id: code,
  sender,
  content: 'Hố ga mất nắp',
  place: { text: 'Tam Kỳ' },
  hideIdentity: false,
  confidential: false,
  attachments: [],
  receivedAt: 1,
  tokenHash: '',
  promisedDueAt: null,
  search: '',
  supplements: [],
  feedback: [],
  ...projectedStart(null),
});

/** Everything that the database itself holds, as text. */
async function atRest(): Promise<string> {
  const db = store.connection.db as NonNullable<typeof store.connection.db>;
  const parts: string[] = [];
  for (const { name } of await db.listCollections().toArray())
    for await (const one of db.collection(name).find()) parts.push(mongoose.mongo.BSON.serialize(one).toString());
  return parts.join();
}

test('a sender is sealed in the database, plain for who has the keys, absent for who has none', async () => {
  await store.transaction((session) => store.reports.insert(report('QN-1'), session));
  expect(await atRest()).not.toMatch(/Mốc|0905000111|moc@|Phố Dấu/);
  expect((await store.reports.find('QN-1'))?.sender).toEqual(sender);
  expect((await store.reports.findMany(['QN-1'])).map((one) => one.sender)).toEqual([sender]);
  expect((await without.reports.find('QN-1'))?.sender).toEqual({ name: '', phone: '' });
  const write = without.transaction((session) => without.reports.insert(report('QN-2'), session));
  await expect(write).rejects.toThrow(NoKeys);
});

test('a follower and a device of the public are sealed, and their keys go with them', async () => {
  await store.followers.insert({
    _id: 'f',
    reportCode: 'QN-1',
    email: 'theo@example.vn',
    tokenHash: 't',
    createdAt: 1,
  });
  const device = { endpoint: 'https://push.example.com/dau-vet', keys: { p256dh: 'p-moc', auth: 'a-moc' } };
  await store.pushSubscriptions.put({ owner: 'sender:QN-1', language: 'vi', ...device }, 1, 5);
  await store.pushSubscriptions.put({ owner: 'sender:QN-1', language: 'en', ...device }, 2, 5);
  expect(await atRest()).not.toMatch(/theo@|dau-vet|p-moc/);
  expect((await store.followers.byToken('t'))?.email).toBe('theo@example.vn');
  expect(await store.pushSubscriptions.ofOwners(['sender:QN-1'])).toMatchObject([{ ...device, language: 'en' }]);
  expect(await without.pushSubscriptions.ofOwners(['sender:QN-1'])).toEqual([]);
  const before = keys.count().destroyed;
  await store.followers.remove('f');
  await store.pushSubscriptions.drop('sender:QN-1', device.endpoint);
  expect(keys.count().destroyed - before).toBe(2);
});

test('a device of a person who logs in stays as it is', async () => {
  const device = { endpoint: 'https://push.example.com/desk', keys: { p256dh: 'p', auth: 'a' } };
  await store.pushSubscriptions.put({ owner: 'person:duty', language: 'vi', ...device }, 1, 5);
  expect(await without.pushSubscriptions.ofOwners(['person:duty'])).toMatchObject([device]);
});

test('what is plain from before there were keys is read as it is, and sealed once', async () => {
  const bucket = store.files.bucket();
  const stored = async (text: string) => {
    const target = bucket.openUploadStream('old');
    target.end(Buffer.from(text));
    await new Promise((resolve) => target.once('finish', resolve));
    return target.id;
  };
  await store.reports.model.collection.insertOne(report('QN-3') as never);
  await store.followers.model.collection.insertOne({ _id: 'old', email: 'cu@example.vn', tokenHash: 'o' } as never);
  const device = { endpoint: 'https://push.example.com/cu-ky', keys: { p256dh: 'p-cu', auth: 'a' } };
  await store.pushSubscriptions.model.collection.insertOne({ _id: 'd', owner: 'follower:old', ...device } as never);
  const file = { _id: 'file', blob: await stored('ảnh cũ kỹ'), thumb: await stored('nhỏ cũ kỹ'), size: 1, type: 'x' };
  await store.files.model.collection.insertOne(file as never);
  expect((await without.reports.find('QN-3'))?.sender).toEqual(sender);

  expect(await sealSome(store)).toBe(4);
  expect(await sealSome(store)).toBe(0);
  expect(await atRest()).not.toMatch(/Mốc|0905000111|cu@|cu-ky|p-cu|cũ kỹ/);
  expect((await store.reports.find('QN-3'))?.sender).toEqual(sender);
  expect((await store.followers.find('old'))?.email).toBe('cu@example.vn');
  expect(await store.pushSubscriptions.find('d')).toMatchObject(device);
  const kept = await store.files.find('file');
  expect(await buffer(store.files.bytes(kept!)!)).toEqual(Buffer.from('ảnh cũ kỹ'));
  expect(await buffer(store.files.bytes(kept!, 'thumb')!)).toEqual(Buffer.from('nhỏ cũ kỹ'));
  expect(without.files.bytes(kept!)).toBeNull();
});

test('a file’s bytes can be read from the middle, and are gone with their key', async () => {
  const content = Buffer.from(Array.from({ length: 600_000 }, (_, n) => n % 253));
  const { blob, seal } = await store.files.putBytes('video', [content]);
  const file = { _id: 'v', blob, seal, size: content.length, type: 'video/mp4' } as never;
  expect(await buffer(store.files.bytes(file, { from: 300_001, to: 500_000 })!)).toEqual(
    content.subarray(300_001, 500_000),
  );
  await store.files.dropBytes(file);
  await store.files.dropBytes(file);
  expect(store.files.bytes(file)).toBeNull();
});

test('a resumable upload’s pieces are sealed, and open in order', async () => {
  const expiresAt = new Date(Date.now() + 60_000);
  const begun = { _id: 'u', length: 10, offset: 0, by: null, mayUploadDocuments: false, done: false, expiresAt };
  await store.uploads.insert(begun);
  const upload = (await store.uploads.find('u'))!;
  await store.uploads.append(upload, 0, Buffer.from('mảnh một '));
  await store.uploads.append(upload, Buffer.byteLength('mảnh một '), Buffer.from('mảnh hai'));
  expect(await atRest()).not.toContain('mảnh');
  const parts: Buffer[] = [];
  for await (const part of store.uploads.content('u')) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe('mảnh một mảnh hai');
  await store.uploads.finish(upload);
  expect(keys.find(upload.key!)).toBeNull();
});
