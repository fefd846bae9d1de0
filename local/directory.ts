/**
 * What a start needs to find in the database: agencies and calendar always, the demo's accounts with DEMO, and without
 * them one administrator, so that somebody can log in and add the others.
 */
import { randomBytes } from 'node:crypto';
import { hashPassword } from '../server/session/passwords.ts';
import { openStore, type Store } from '../store/store.ts';
import { loadBaseDirectory, loadDemoAccounts, loadDemoTemplates } from './demo/directory.ts';

export interface Directory {
  /** Made by this very start; its password is told once and stored only as a hash. */
  firstAccount?: { username: string; password: string };
}

async function withStore<T>(uri: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ uri, serverSelectionTimeoutMs: 20_000 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Leaves what is there as administrators made it. */
export function loadDirectory(options: { mongodbUri: string; demo: boolean; password: string }): Promise<Directory> {
  return withStore(options.mongodbUri, async (store) => {
    await store.versions.check();
    await store.prepare();
    await loadBaseDirectory(store, Date.now());
    if (options.demo) {
      await loadDemoAccounts(store, { password: options.password, hash: hashPassword });
      await loadDemoTemplates(store, Date.now());
      return {};
    }
    if ((await store.people.model.estimatedDocumentCount()) > 0) return {};
    const firstAccount = { username: 'ioc.admin', password: randomBytes(12).toString('base64url') };
    await store.people.put({
      _id: firstAccount.username,
      name: 'Quản trị hệ thống IOC',
      groups: ['admin'],
      passwordHash: await hashPassword(firstAccount.password),
      active: true,
    });
    return { firstAccount };
  });
}

/** Adds people who share one password (a training day's class, a test's crowd); it is hashed once. */
export function loadPeople(options: {
  mongodbUri: string;
  password: string;
  people: { username: string; name: string; groups: string[] }[];
}): Promise<void> {
  return withStore(options.mongodbUri, async (store) => {
    const passwordHash = await hashPassword(options.password);
    for (const { username, name, groups } of options.people) {
      await store.people.put({ _id: username, name, groups, passwordHash, active: true });
    }
  });
}
