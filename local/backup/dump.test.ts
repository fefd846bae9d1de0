/** A dump is of one moment whatever is written meanwhile, and loads as the very same documents. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDump } from './dump.ts';
import { documentsOf, load } from './load.ts';

const { MongoClient, BSON } = mongoose.mongo;
let folder: string;
let client: InstanceType<typeof MongoClient>;
const names = [randomBytes(6).toString('hex'), randomBytes(6).toString('hex')];
const uriOf = (n: number): string => {
  const uri = new URL(process.env.MONGODB_TEST_URI as string);
  const name = `/dump_${names[n]}`;
  uri.searchParams.set('authSource', 'admin');
  uri.pathname = name;
  return uri.href;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dump-'));
  client = await new MongoClient(uriOf(0)).connect();
});
afterAll(async () => {
  for (const name of names) await client.db(`dump_${name}`).dropDatabase();
  await client.close();
  await rm(folder, { recursive: true, force: true });
});

test('two collections that are written together agree in it, and it has what was there before it began', async () => {
  const db = client.db();
  for (const name of ['left', 'right', 'sessions'])
    await db.collection(name).insertOne({ n: 0, filler: 'x'.repeat(2_000) });
  let going = true;
  let n = 0;
  const writing = (async () => {
    const session = client.startSession();
    while (going) {
      n += 1;
      await session.withTransaction(async () => {
        for (const name of ['left', 'right'])
          await db.collection(name).insertOne({ n, filler: 'x'.repeat(2_000) }, { session });
      });
    }
    await session.endSession();
  })();
  const written = async (least: number) => {
    while (n < least) await new Promise((resolve) => setImmediate(resolve));
  };
  await written(20);
  const before = n - 1;
  const dump = await beginDump(uriOf(0));
  await written(n + 20);
  const { collections, clusterTime } = await dump.write(join(folder, 'moment'));
  await dump.close();
  going = false;
  await writing;
  const [left, right] = collections.filter(({ collection }) => collection !== 'counters');
  expect([left?.collection, right?.collection]).toEqual(['left', 'right']);
  expect(left?.documents).toBe(right?.documents);
  expect(left!.documents).toBeGreaterThan(before);
  expect(left!.documents).toBeLessThan(n + 1);
  expect(clusterTime.t).toBeGreaterThan(1_700_000_000);
  expect(await readdir(join(folder, 'moment', 'database'))).not.toContain('sessions.bson');
});

test('each value comes back with its very type, byte for byte', async () => {
  const value = {
    _id: 'all',
    int: new BSON.Int32(5),
    double: new BSON.Double(5),
    long: BSON.Long.fromString('9007199254740993'),
    decimal: BSON.Decimal128.fromString('1.10'),
    date: new Date(0),
    binary: new BSON.Binary(Buffer.from([0, 1, 255]), 5),
    id: new BSON.ObjectId(),
    time: new BSON.Timestamp({ t: 7, i: 9 }),
    pattern: new BSON.BSONRegExp('a.b', 'i'),
    nothing: null,
    nested: { list: [1, 'ổ gà', { deep: true }], empty: {}, none: [] },
  };
  await client
    .db()
    .collection('kinds')
    .insertOne(value as never);
  const dump = async (n: number, name: string) => {
    const one = await beginDump(uriOf(n));
    const { collections } = await one.write(join(folder, name));
    await one.close();
    return collections;
  };
  const first = await dump(0, 'first');
  await load(uriOf(1), join(folder, 'first'), first);
  expect(await dump(1, 'second')).toEqual(first);
  for await (const document of documentsOf(join(folder, 'second', 'database', 'kinds.bson')))
    expect(BSON.deserialize(document, { promoteValues: false }).double).toEqual(new BSON.Double(5));
  const short = first.map((one) => ({ ...one, documents: one.documents + 1 }));
  await client.db(`dump_${names[1]}`).dropDatabase();
  await expect(load(uriOf(1), join(folder, 'first'), short)).rejects.toThrow(/documents in the backup/);
});
