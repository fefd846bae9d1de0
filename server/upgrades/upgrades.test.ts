/**
 * A database as the product of issue 4 left it (testing/database-0.json.gz: three reports, one of them closed with a
 * picture and a follower) is brought up to today's version; over a kill, and by two who start at once.
 */
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openKeyRing } from '../../store/keyring.ts';
import { openStore, type Store } from '../../store/store.ts';
import { contract, expand, type Step } from '../../store/upgrades/upgrade.ts';
import { programVersion } from '../../store/versions.ts';
import { readRows } from '../plugins/statistics-rows.ts';
import { steps } from './steps.ts';
import indexesThen from './testing/indexes-0.json' with { type: 'json' };

const { EJSON } = mongoose.mongo.BSON;
const program = join(import.meta.dirname, '..', '..', 'local', 'db-upgrade.ts');
const indexes = indexesThen as unknown as Record<string, mongoose.mongo.IndexDescription[]>;
type Kept = Record<string, Record<string, unknown>[]>;

let fixture: Kept;
let folder: string;
let uri: string;
let store: Store;
let lines: string[];
const uriOf = (): string => {
  const address = new URL(process.env.MONGODB_TEST_URI as string);
  address.pathname = `/upgrade_${randomBytes(6).toString('hex')}`;
  return address.href;
};

beforeAll(async () => {
  const packed = await readFile(join(import.meta.dirname, 'testing', 'database-0.json.gz'));
  fixture = EJSON.parse(gunzipSync(packed).toString('utf8'), { relaxed: false }) as Kept;
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'upgrade-'));
  uri = uriOf();
  lines = [];
  store = await openStore({ uri, keys: openKeyRing(join(folder, 'keys')) });
  const db = store.connection.db!;
  await Promise.all(Object.entries(fixture).map(([name, docs]) => db.collection(name).insertMany(docs)));
  for (const [name, specs] of Object.entries(indexes)) await db.collection(name).createIndexes(specs);
});
afterEach(async () => {
  await store.connection.dropDatabase();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const upgrade = (own: readonly Step[] = steps, machineNow: () => number = Date.now) => ({
  store,
  steps: own,
  owner: randomUUID(),
  machineNow,
  say: (line: string) => void lines.push(line),
  lookMs: 5,
});
const everything = { from: 0, to: Date.parse('2027-01-01T00:00:00Z') };
/** What people see of it, whatever the keys are. */
async function seen() {
  const reports = await store.reports.model.find().sort({ _id: 1 }).lean<{ _id: string }[]>();
  const senders = await Promise.all(reports.map(async ({ _id }) => (await store.reports.find(_id))?.sender));
  const rows = await readRows(store, everything, everything.to);
  const loose = await store.past.countLoose();
  const [file] = await store.files.model.find().lean();
  const picture = (await buffer(store.files.bytes(file as never)!)).toString('base64');
  const followers = await store.followers.model.find().lean<{ _id: string }[]>();
  const mails = await Promise.all(followers.map(async ({ _id }) => (await store.followers.find(_id))?.email));
  return { senders, rows, loose, picture, mails };
}

it('the steps are numbered from 1 to the program’s version', () => {
  expect(steps.map(({ version }) => version)).toEqual(Array.from({ length: programVersion }, (_, n) => n + 1));
});

describe('a database of an earlier shape', () => {
  it('is brought up, and nobody misses anything', async () => {
    await store.prepare();
    const before = await Promise.all(steps.map((step) => step.count(store)));
    for (const count of before) expect(count).toBeGreaterThan(0);
    await expand(upgrade());
    expect(await store.versions.read()).toEqual({ version: 2, oldest: 0 });
    expect(await contract(upgrade())).toBe('done');
    expect(await store.versions.read()).toEqual({ version: 4, oldest: 4 });
    expect(lines).toHaveLength(steps.length);
    expect(await Promise.all(steps.map((step) => step.count(store)))).toEqual(steps.map(() => 0));
    const found = await seen();
    expect(found.senders.map((sender) => sender?.name).sort()).toEqual([
      'Lê Văn Chín',
      'Nguyễn Văn An',
      'Trần Thị Bình',
    ]);
    expect(found.rows.reports).toHaveLength(3);
    expect(found.mails).toEqual(['theo.doi@example.vn', 'theo.doi@example.vn']);
    const db = store.connection.db!;
    const atRest = JSON.stringify(
      await Promise.all(['reports', 'followers'].map((name) => db.collection(name).find().toArray())),
    );
    // The greeting of a published reply is public; how to reach a sender is not.
    expect(atRest).not.toMatch(/0905\d{6}|binh@|theo\.doi@/);
    lines = [];
    await expand(upgrade());
    expect(await contract(upgrade())).toBe('done');
    expect(lines).toEqual([]);
    expect(await seen()).toEqual(found);
  });

  it('has its indexes as they were: those of today are made beside them, and what no program asks for goes', async () => {
    await store.prepare();
    await expand(upgrade());
    expect(await contract(upgrade())).toBe('done');
    const left = await Promise.all(
      store.connection.modelNames().map(async (one) => {
        const { collection, schema } = store.connection.model(one);
        const known = schema.indexes().map(([key]) => JSON.stringify(key));
        const names = await collection.indexes();
        return names
          .filter(({ name, key }) => name !== '_id_' && !known.includes(JSON.stringify(key)) && !('_fts' in key))
          .map(({ name }) => `${collection.collectionName}.${name}`);
      }),
    );
    expect(left.flat()).toEqual([]);
  });

  it('is brought up once by two who start at the same moment', async () => {
    await store.prepare();
    const ran: number[] = [];
    const counted = steps.map((step) => ({
      ...step,
      run: async (...given: Parameters<Step['run']>) => {
        ran.push(step.version);
        await step.run(...given);
      },
    }));
    await Promise.all([expand(upgrade(counted)), expand(upgrade(counted)), expand(upgrade(counted))]);
    expect(ran).toEqual([1, 2]);
    const both = await Promise.all([contract(upgrade(counted)), contract(upgrade(counted))]);
    expect(both).toContain('done');
    expect(ran).toEqual([1, 2, 3, 4]);
  });

  it('whose upgrade was left by a process that is gone is taken over when its lease ends', async () => {
    await store.leases.take('upgrade', 'gone', Date.now(), 3_600_000);
    let now = Date.now();
    // Each look at the clock brings the end of the lease nearer.
    await expand(upgrade(steps, () => (now += 600_000)));
    expect((await store.versions.read()).version).toBe(2);
  });
});

describe('old and new programs side by side', () => {
  const older = { _id: 'old', kind: 'server', where: 'a:1', product: '0', node: 'v26', leaving: false } as const;

  it('what takes away waits for the last old one', async () => {
    await store.prepare();
    await expand(upgrade());
    const said = { ...older, databaseVersion: 2, startedAt: Date.now() };
    await store.parts.beat(said, Date.now());
    expect(await contract(upgrade())).toBe('waits');
    expect(await store.versions.read()).toEqual({ version: 2, oldest: 0 });
    await expect(store.versions.check(2)).resolves.toEqual({ version: 2, oldest: 0 });
    await store.parts.beat(said, Date.now() - 60_000);
    expect(await contract(upgrade())).toBe('done');
    await expect(store.versions.check(2)).rejects.toThrow(
      'The database is of version 4 and this program of version 2; it needs 4 at least.',
    );
  });

  it('a stop in the middle of what takes a long time leaves the version, and the next begins it again', async () => {
    await store.prepare();
    await expand(upgrade());
    expect(await contract({ ...upgrade(), stopped: () => true })).toBe('done');
    expect((await store.versions.read()).version).toBe(2);
    expect(await contract(upgrade())).toBe('done');
    expect((await store.versions.read()).version).toBe(programVersion);
  });
});

describe('npm run db:upgrade', () => {
  const run = (...more: string[]) => {
    const env = { PATH: process.env.PATH, MONGODB_URI: uri, DATA_DIR: folder, KEYS_DIR: join(folder, 'keys') };
    const child = spawn(process.execPath, [program, ...more], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const heard = (text: Buffer) => {
      said += text;
      child.emit('said', said);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    return { child, said: () => said, code: once(child, 'exit').then(([code]) => code) };
  };

  it('killed in each of its steps goes on to the same end', async () => {
    for (const { version } of steps) {
      const one = run();
      one.child.on('said', (said: string) => {
        if (said.includes(`step ${version} of`)) one.child.kill('SIGKILL');
      });
      await one.code;
      // The lease of who was killed would have to be waited for.
      await store.leases.model.deleteMany({});
    }
    const last = run();
    expect(await last.code).toBe(0);
    expect(last.said()).toContain('The database is of version 4.');
    expect(await Promise.all(steps.map((step) => step.count(store)))).toEqual(steps.map(() => 0));
    expect((await seen()).rows.reports).toHaveLength(3);
  });

  it('says what it would do and does nothing, and refuses what is newer than itself', async () => {
    const dry = run('--dry-run');
    expect(await dry.code).toBe(0);
    expect(dry.said()).toContain('The database is of version 0, this program of version 4.');
    expect(dry.said()).toMatch(/^2 \(expand\): .*: 3 to do$/m);
    expect((await store.versions.read()).version).toBe(0);
    await store.versions.need(99, Date.now());
    const refused = run();
    expect(await refused.code).toBe(3);
    expect(refused.said()).toContain('it needs 99 at least');
  });
});
