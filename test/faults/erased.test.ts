/**
 * What was erased can be read nowhere: not in the database's files, its journal and its log of changes, not in the
 * engine's journal, not in what the parts said, not in the ring of keys, not in a backup of before. And no statistic has changed.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { foldText } from '../../domain/search-text.ts';
import { loadPeople } from '../../local/directory.ts';
import { root } from '../../local/settings.ts';
import { House, password } from '../house/house.ts';
import type { Officer, Sender } from '../house/people.ts';
import { aDevice } from '../house/push-service.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
let admin: Officer;
let second: Officer;
beforeAll(async () => {
  house = await House.open({ ownDatabase: true, logs: true, env: { LOG_LEVEL: 'trace' } });
  const people = [{ username: 'second.admin', name: 'Quản trị 2', groups: ['admin'] }];
  await loadPeople({ mongodbUri: house.databaseUri, password, people });
  [admin, second] = await Promise.all([house.as('ioc.admin'), house.as('second.admin')]);
});
afterAll(() => house?.close());

const personOf = (n: number) => ({
  name: `Tôn Nữ Vết Dầu ${['Một', 'Hai', 'Ba'][n]}`,
  phone: `09051234${n}7`,
  email: `dau-vet-${n}@nguoi-gui.example`,
  address: `${n}7 Kiệt Không Tên, Thôn Vô Danh`,
});
const follower = 'nguoi-theo-doi@hang-xom.example';
/** The control: what is published is found by the same search. */
const publicWord = 'DONGHOCONGKHAI4711';

async function picture(): Promise<string> {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, n) => (n * 7919 + (n >> 3) * 104_729) % 256));
  const content = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)], { type: 'image/png' }), 'anh.png');
  const answer = await fetch(`${house.url}/api/files`, { method: 'POST', body: form });
  return ((await answer.json()) as { id: string }).id;
}

async function bytesOf(sender: Sender, file: string): Promise<Buffer> {
  const headers = { authorization: `Bearer ${sender.token}` };
  return Buffer.from(await (await fetch(`${house.url}/api/files/${file}`, { headers })).arrayBuffer());
}

async function erases(rule: string): Promise<number> {
  const { items } = (await admin.get('/api/retention')).body;
  const { version } = items.find((one: { id: string }) => one.id === rule);
  const change = { afterDays: 10, ground: 'Quyết định thử nghiệm', active: true, version };
  expect((await admin.ask('PUT', `/api/retention/${rule}`, change)).status).toBe(200);
  const { id, hash, counts } = (await admin.ask('POST', '/api/erasures', { rule })).body;
  expect((await second.ask('POST', `/api/erasures/${id}/execution`, { hash })).status).toBe(202);
  await until(async () => (await admin.get(`/api/erasures/${id}`)).body.state === 'done', 'the erasure', 60_000);
  return counts.reports;
}

const statistics = async () => {
  const { asOf: _, ...figures } = (await house.anyone.get('/api/published/figures')).body;
  return figures;
};

/** Every key of the ring, as it is in the file. */
function keysOf(folder: string): Buffer[] {
  const ring = new DatabaseSync(join(folder, 'keys', 'keys.db'), { readOnly: true });
  const rows = ring.prepare('SELECT key FROM keys').all() as { key: Uint8Array }[];
  ring.close();
  return rows.map(({ key }) => Buffer.from(key));
}

/** All that the database's log of changes holds, decoded. */
async function changesLogged(): Promise<Buffer> {
  const client = await new mongoose.mongo.MongoClient(house.ownerUri).connect();
  const parts: Buffer[] = [];
  for await (const one of client.db('local').collection('oplog.rs').find({}, { raw: true }))
    parts.push(one as unknown as Buffer);
  await client.close();
  return Buffer.concat(parts);
}

async function filesUnder(folder: string): Promise<Map<string, Buffer>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path)] as const)));
}

it('no datum of an erased sender is left in any byte, and no statistic has changed', async () => {
  const sends = (n: number, rest: object = {}) => house.anyone.sends({ sender: personOf(n), ...rest });
  // Published, rated, closed; answered in private; withdrawn, with a picture.
  const file = await picture();
  const [open, hidden, gone] = [await sends(0), await sends(1), await sends(2, { attachments: [file] })];
  const marker = (await bytesOf(gone, file)).subarray(200, 232);
  expect(marker).toHaveLength(32);
  await open.ask(
    'PUT',
    `/api/reports/${open.code}/push`,
    aDevice('https://push.example.com/vet-thiet-bi').subscription,
  );
  await walk(house, open, 'publication', {
    instead: { handling: { outcome: 'done', result: `${publicWord} đã xong`, resolution: 'fixed' } },
  });
  await walk(house, hidden, 'publication', { instead: { publication: { outcome: 'private' } } });
  await (await house.as('ioc.intake')).task(gone.code, 'intake');
  await gone.withdraws();
  await gone.sees('withdrawn');
  await house.anyone.ask('POST', `/api/nearby/${open.code}/followers`, { email: follower });
  for (const one of [open, hidden]) {
    expect((await one.sees('answered')).reply.text).toContain(`Ông/bà ${personOf(one === open ? 0 : 1).name}`);
    await one.rates({ rating: 'satisfied' });
    await one.sees('closed');
  }
  await house.clock.forward('16d');
  const watch = await house.as('ioc.watch');
  const ended = async ({ code }: Sender) => {
    const { body } = await watch.get(`/api/instances?report=${code}&limit=50`);
    return body.items.every((one: { state: string }) => one.state === 'completed');
  };
  for (const one of [open, hidden, gone]) await until(() => ended(one), 'the procedure to end', 30_000);
  await house.clock.forward('11d');

  const backup = await mkdtemp(join(tmpdir(), 'before-'));
  onTestFinished(() => rm(backup, { recursive: true, force: true }));
  const command = [join(root, 'local/backup/backup-main.ts'), '--to', backup];
  await promisify(execFile)(process.execPath, command, { env: house.env });

  const before = await statistics();
  const keys = keysOf(house.folder).length;
  const [oneKey] = await keysOfReport(open.code);
  expect(await erases('unpublished-words')).toBe(2);
  expect(await erases('sender-details')).toBe(1);
  expect(await statistics()).toEqual(before);
  expect(before.total).toMatchObject({ received: 3, answered: 2 });
  expect((await gone.follows()).erased).toMatchObject({ words: true });
  expect(await house.anyone.get(`/api/published/${open.code}`)).toMatchObject({ body: { sender: 'Ông/bà' } });
  // Three senders, a follower, a device, a picture.
  expect(keys - keysOf(house.folder).length).toBe(6);

  const log = await changesLogged();
  await house.stop();
  const files = await filesUnder(house.folder);
  files.set('oplog', log);
  for (const [name, bytes] of await filesUnder(backup)) files.set(`backup/${name}`, bytes);
  const found = (needle: Buffer | string): string[] =>
    [...files].filter(([, bytes]) => bytes.includes(needle)).map(([name]) => name);
  const people = [0, 1, 2].flatMap((n) => Object.values(personOf(n)));
  const words = [...people, follower, 'vet-thiet-bi', 'Vết Dầu', 'Kiệt Không Tên', 'nguoi-gui.example'];
  for (const word of words)
    for (const spelt of [word, foldText(word)]) expect([spelt, found(spelt)]).toEqual([spelt, []]);
  expect(found(marker)).toEqual([]);
  expect(found(oneKey!)).toEqual([]);
  // The same search finds what is published, in the log of changes and in the database's files.
  expect(found(publicWord)).toContain('oplog');
  expect(found(publicWord).some((name) => name.startsWith('mongod'))).toBe(true);
  expect(found(publicWord)).toContain('backup/database/completions.bson');
  expect([...files.keys()].some((name) => name.startsWith('engine/'))).toBe(true);
  expect(files.get('server.log')?.length).toBeGreaterThan(0);
}, 180_000);

/** The key that a report's sender is sealed with, as it stands in the ring. */
async function keysOfReport(code: string): Promise<Buffer[]> {
  const client = await house.database();
  const report = await client
    .db()
    .collection('reports')
    .findOne({ _id: code as never });
  await client.close();
  const ring = new DatabaseSync(join(house.folder, 'keys', 'keys.db'), { readOnly: true });
  const row = ring.prepare('SELECT key FROM keys WHERE id = ?').get(report?.sender.k) as { key: Uint8Array };
  ring.close();
  return [Buffer.from(row.key)];
}
