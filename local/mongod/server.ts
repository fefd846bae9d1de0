/**
 * The embedded database: a real mongod as a replica set of one (transactions and change streams need one), with
 * authentication, on 127.0.0.1 only. Its port may differ from start to start: the set's configuration, which names it,
 * is written anew when it does.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { type Part, startProgram } from '../processes.ts';
import { provideMongod } from './provision.ts';

const { MongoClient } = mongoose.mongo;
type Client = InstanceType<typeof MongoClient>;

const setName = 'embedded';
export const databaseName = 'field-reports';

interface Secrets {
  owner: string;
  app: string;
}

export interface Database {
  part: Part;
  /** For the product: may read and write its own database only. */
  uri: string;
  /** For the starter and for tests: may do everything. */
  ownerUri: string;
}

/**
 * Starts the database on the data in `folder` and waits until it takes writes.
 * @throws NoDatabaseServer when no mongod is to be had; Error with the end of its log when it does not start
 */
export async function startMongod(
  folder: string,
  port: number,
  cacheGigabytes = 0.5,
  more: readonly string[] = [],
): Promise<Database> {
  const data = join(folder, 'db');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const binary = await chooseBinary(folder);
  const secrets = await secretsOf(folder);
  const log = join(folder, 'mongod.log');
  const part = startProgram(
    'database',
    binary,
    [
      '--dbpath',
      data,
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--replSet',
      setName,
      '--auth',
      '--keyFile',
      join(folder, 'mongod.key'),
      '--wiredTigerCacheSizeGB',
      String(cacheGigabytes),
      '--logpath',
      log,
      '--logappend',
      '--setParameter',
      'shutdownTimeoutMillisForSignaledShutdown=200',
      '--setParameter',
      'diagnosticDataCollectionEnabled=false',
      '--setParameter',
      // What a process that was killed had begun keeps others waiting so long; the longest of ours takes a few seconds.
      'transactionLifetimeLimitSeconds=15',
      '--nounixsocket',
      ...more,
    ],
    Promise.resolve(),
  );
  try {
    await Promise.race([bringUp(port, secrets), part.ended.then((why) => Promise.reject(new Error(why)))]);
  } catch (error) {
    part.kill();
    const tail = existsSync(log) ? (await readFile(log, 'utf8')).trim().split('\n').slice(-3).join('\n') : '';
    throw new Error(`The database did not start: ${(error as Error).message}\n${tail}`);
  }
  return { part, ...addresses(secrets, port) };
}

function addresses(secrets: Secrets, port: number): Omit<Database, 'part'> {
  const at = (user: keyof Secrets, database: string) =>
    `mongodb://${user}:${secrets[user]}@127.0.0.1:${port}/${database}?authSource=admin&replicaSet=${setName}&directConnection=true`;
  return { uri: at('app', databaseName), ownerUri: at('owner', 'admin') };
}

/** How to reach the database of these data where it runs on this port. */
export async function accessTo(folder: string, port: number): Promise<Omit<Database, 'part'>> {
  return addresses(JSON.parse(await readFile(join(folder, 'mongod.json'), 'utf8')), port);
}

/** Data are opened by the program that made them: another version might not read them, or might change them for good. */
async function chooseBinary(folder: string): Promise<string> {
  const note = join(folder, 'mongod.path');
  const remembered = existsSync(note) ? (await readFile(note, 'utf8')).trim() : undefined;
  const binary = await provideMongod(remembered);
  if (binary !== remembered) await writeFile(note, binary);
  return binary;
}

async function secretsOf(folder: string): Promise<Secrets> {
  const file = join(folder, 'mongod.json');
  const key = join(folder, 'mongod.key');
  if (!existsSync(file)) {
    const secret = () => randomBytes(24).toString('hex');
    await writeFile(key, randomBytes(48).toString('base64'), { mode: 0o600 });
    await chmod(key, 0o600);
    await writeFile(file, JSON.stringify({ owner: secret(), app: secret() }), { mode: 0o600 });
  }
  return JSON.parse(await readFile(file, 'utf8'));
}

async function bringUp(port: number, secrets: Secrets): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const owner = await connected(`mongodb://owner:${secrets.owner}@${host}/admin?directConnection=true`);
  if (owner) {
    try {
      await moveMember(owner, host);
      await primary(owner);
      await addApp(owner, secrets);
    } finally {
      await owner.close();
    }
    return;
  }
  await firstStart(host, secrets);
}

/** A client that is let in, or undefined when the server does not know the user yet (its very first start). */
async function connected(uri: string): Promise<Client | undefined> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500 });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.close();
      if ((error as { code?: number }).code === 18) return undefined;
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Until the first user exists a local connection may set up the server (MongoDB's localhost exception). */
async function firstStart(host: string, secrets: Secrets): Promise<void> {
  const open = new MongoClient(`mongodb://${host}/admin?directConnection=true`);
  try {
    const admin = open.db('admin');
    await admin
      .command({ replSetInitiate: { _id: setName, members: [{ _id: 0, host }] } })
      .catch((error: { codeName?: string }) => {
        if (error.codeName !== 'AlreadyInitialized') throw error;
      });
    await primary(open);
    await admin.command({ createUser: 'owner', pwd: secrets.owner, roles: ['root'] });
  } finally {
    await open.close();
  }
  const owner = await connected(`mongodb://owner:${secrets.owner}@${host}/admin?directConnection=true`);
  if (!owner) throw new Error('the account of its owner was not made');
  await addApp(owner, secrets);
  await owner.close();
}

async function addApp(owner: Client, secrets: Secrets): Promise<void> {
  const admin = owner.db('admin');
  const { users } = await admin.command({ usersInfo: 'app' });
  if (users.length > 0) return;
  const roles = ['readWrite', 'dbAdmin'].map((role) => ({ role, db: databaseName }));
  await admin.command({ createUser: 'app', pwd: secrets.app, roles });
}

async function moveMember(owner: Client, host: string): Promise<void> {
  const admin = owner.db('admin');
  const { config } = await admin.command({ replSetGetConfig: 1 });
  if (config.members[0].host === host) return;
  config.members[0].host = host;
  config.version += 1;
  await admin.command({ replSetReconfig: config, force: true });
}

async function primary(client: Client): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { isWritablePrimary } = await client.db('admin').command({ hello: 1 });
    if (isWritablePrimary) return;
    if (Date.now() > deadline) throw new Error('it did not become writable within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
