/**
 * `npm run db:upgrade` brings the database up to this program's version without a server; `-- --dry-run` says what that
 * would do. Exit status 0: it is there; 1: it could not be; 3: the database is newer, or older programs still live.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { steps } from '../server/upgrades/steps.ts';
import { openKeyRing } from '../store/keyring.ts';
import { openStore, type Store } from '../store/store.ts';
import { contract, expand } from '../store/upgrades/upgrade.ts';
import { programVersion, TooNew } from '../store/versions.ts';
import { findInstallation, type Installation } from './running.ts';
import { loadDotEnv } from './settings.ts';

async function tellOnly(store: Store): Promise<void> {
  const { version } = await store.versions.check();
  console.log(`The database is of version ${version}, this program of version ${programVersion}.`);
  for (const step of steps.filter((one) => one.version > version))
    console.log(`${step.version} (${step.kind}): ${step.what}: ${await step.count(store)} to do`);
  for (const { kind, where, databaseVersion } of await store.parts.older(programVersion, Date.now()))
    console.log(`${kind} at ${where} still run a program of version ${databaseVersion}`);
}

async function bringUp(store: Store): Promise<number> {
  await store.versions.check();
  await store.prepare();
  const upgrade = { store, steps, owner: randomUUID(), machineNow: Date.now, say: console.log };
  await expand(upgrade);
  const done = await contract(upgrade);
  const { version } = await store.versions.read();
  console.log(`The database is of version ${version}.`);
  if (done === 'done') return 0;
  console.log(
    'What is left takes away what older programs need: end them (--dry-run names them), then run this again.',
  );
  return 3;
}

async function withStore<T>({ mongodbUri, keysDir }: Installation, work: (store: Store) => Promise<T>): Promise<T> {
  const keys = openKeyRing(keysDir);
  const store = await openStore({ uri: mongodbUri, keys });
  return work(store).finally(async () => {
    await store.close();
    keys.close();
  });
}

async function main(): Promise<number> {
  const { 'dry-run': dry } = parseArgs({ options: { 'dry-run': { type: 'boolean' } } }).values;
  loadDotEnv();
  const installation = await findInstallation(process.env, true);
  try {
    return await withStore(installation, (store) => (dry ? tellOnly(store).then(() => 0) : bringUp(store)));
  } finally {
    await installation.close();
  }
}

main().then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(error instanceof TooNew ? 3 : 1);
  },
);
