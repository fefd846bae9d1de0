/**
 * A backup into an empty data folder, on which `npm start` then goes on. Every file is checked before the first is
 * written; what fails later takes away what it has written. Nobody is logged in afterwards.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openKeyRing, ringFile } from '../../store/keyring.ts';
import { openStore, type Store } from '../../store/store.ts';
import { startMongod } from '../mongod/server.ts';
import { choosePort } from '../ports.ts';
import { startNode } from '../processes.ts';
import { root } from '../settings.ts';
import { anchorsName, secretFiles } from './backup.ts';
import { copyFile, isThere, needEmpty } from './copy.ts';
import { load } from './load.ts';
import { type Forgotten, forgetLostFuture, oweAgain } from './lost-future.ts';
import { type Manifest, readManifest, verifyFiles } from './manifest.ts';

export interface RestoreOptions {
  from: string;
  /** Folders with keys: the backup's, and where it is still there the ring in use, whose erasures then hold. */
  keysFrom: string[];
  /** DATA_DIR. */
  to: string;
  /** Where the ring goes. */
  keysDir: string;
  say: (line: string) => void;
}

export interface Restored {
  manifest: Manifest;
  forgotten: Forgotten;
  owed: number;
  audit: Awaited<ReturnType<Store['audit']['verify']>>;
}

export async function restore(options: RestoreOptions): Promise<Restored> {
  const { from, keysFrom, to, keysDir, say } = options;
  const manifest = await readManifest(from);
  say(
    `Checking ${manifest.database.collections.length} collections and ${manifest.engine.files.length} engine files …`,
  );
  await verifyFiles(from, manifest);
  for (const folder of keysFrom) {
    if (!(await isThere(folder))) throw new Error(`--keys-from ${folder} is not there.`);
  }
  await needEmpty(to, '--to');
  try {
    for (const { name } of manifest.engine.files) await copyFile(join(from, name), to, name);
    for (const { name } of manifest.files) if (name === anchorsName) await copyFile(join(from, name), to, name);
    await restoreKeys(keysFrom, to, keysDir);
    return { manifest, ...(await restoreDatabase(options, manifest)) };
  } catch (error) {
    for (const name of await readdir(to)) await rm(join(to, name), { recursive: true, force: true });
    throw error;
  }
}

async function restoreKeys(keysFrom: readonly string[], to: string, keysDir: string): Promise<void> {
  for (const folder of keysFrom) {
    const file = join(folder, ringFile);
    if (await isThere(file)) {
      const ring = openKeyRing(keysDir);
      try {
        ring.takeOver(file);
      } finally {
        ring.close();
      }
    }
    for (const name of secretFiles) {
      if ((await isThere(join(folder, name))) && !(await isThere(join(to, name))))
        await copyFile(join(folder, name), to, name);
    }
  }
}

async function restoreDatabase(
  { from, to, say }: RestoreOptions,
  manifest: Manifest,
): Promise<Omit<Restored, 'manifest'>> {
  const folder = join(to, 'mongod');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = await startMongod(folder, await choosePort('MONGOD_PORT', 0));
  try {
    say('Loading the database …');
    await load(database.uri, from, manifest.database.collections);
    const store = await openStore({ uri: database.uri });
    try {
      await store.prepare();
      say('Asking the restored engine how far it knows …');
      const { forgotten, owed } = await reconcile(store, to, manifest);
      return { forgotten, owed, audit: await store.audit.verify([manifest.audit].filter(({ number }) => number > 0)) };
    } finally {
      await store.close();
    }
  } finally {
    await database.part.stop();
  }
}

/** Runs the restored engine for a moment, with exporting still paused as it was in the backup. */
async function reconcile(store: Store, to: string, manifest: Manifest): Promise<Pick<Restored, 'forgotten' | 'owed'>> {
  const none = { forgotten: { deadlines: 0, moves: 0, replies: 0, outbox: 0 }, owed: 0 };
  if (manifest.engine.files.length === 0) return none;
  const engineDir = join(to, 'engine');
  const moved = await isThere(join(engineDir, 'clock.json'));
  const engine = startNode('engine', resolve(root, 'engine', 'main.ts'), {
    ...process.env,
    DATA_DIR: to,
    ENGINE_DATA_DIR: engineDir,
    ENGINE_HOST: '127.0.0.1',
    ENGINE_GRPC_PORT: '0',
    ENGINE_REST_PORT: '0',
    ENGINE_MANAGEMENT_PORT: '0',
    // Nothing is sent: exporting is paused. With no receiver at all the log would forget what is not yet acknowledged.
    ENGINE_RECORDS_URL: 'http://127.0.0.1:9',
    CLOCK_CONTROLLED: moved ? '1' : '0',
  });
  try {
    const { rest } = await engine.ready;
    const ask = async <T>(path: string, body: object): Promise<T> => {
      const answer = await fetch(`http://127.0.0.1:${rest}/v2${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`The restored engine answers ${answer.status} to ${path}: ${text.slice(0, 300)}`);
      return JSON.parse(text) as T;
    };
    const mark = { name: 'restored', correlationKey: 'restored', timeToLive: 0 };
    const { messageKey } = await ask<{ messageKey: string }>('/messages/publication', mark);
    const forgotten = await forgetLostFuture(store, [messageKey]);
    const owed = await oweAgain(store, manifest.engine.askedAt, async (messageName, correlationKey) => {
      const filter = { messageName, correlationKey, messageSubscriptionState: 'CREATED' };
      const { items } = await ask<{ items: unknown[] }>('/message-subscriptions/search', { filter });
      return items.length > 0;
    });
    return { forgotten, owed };
  } finally {
    await engine.stop();
    await rm(join(engineDir, 'records', 'phase.json'), { force: true });
  }
}
