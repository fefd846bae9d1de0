/** `npm run backup -- --to FOLDER [--keys-to FOLDER]`, while everything runs. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findInstallation } from '../running.ts';
import { loadDotEnv } from '../settings.ts';
import { backUp } from './backup.ts';

async function main(): Promise<void> {
  const { to, 'keys-to': keysTo } = parseArgs({
    options: { to: { type: 'string' }, 'keys-to': { type: 'string' } },
  }).values;
  if (!to) throw new Error('Where to? npm run backup -- --to FOLDER [--keys-to ANOTHER FOLDER]');
  loadDotEnv();
  let resume: (() => Promise<void>) | undefined;
  const interrupted = () => {
    console.error('Interrupted: this is no whole backup.');
    (resume?.() ?? Promise.resolve()).finally(() => process.exit(1));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted);
  const installation = await findInstallation(process.env);
  const manifest = await backUp(installation, {
    to: resolve(to),
    ...(keysTo ? { keysTo: resolve(keysTo) } : {}),
    machineNow: Date.now,
    onPause: (next) => {
      resume = next;
    },
  });
  const documents = manifest.database.collections.reduce((sum, one) => sum + one.documents, 0);
  const { files, backupId, positions } = manifest.engine;
  const kept = files.length > 0 ? '' : `, kept by the engine itself as backup ${backupId}`;
  console.log(`Backup in ${to}: ${documents} documents, engine up to position ${positions.join(', ')}${kept}.`);
  console.log(`Audit log: entry ${manifest.audit.number}, ${manifest.audit.hash || 'none'}. Note it elsewhere.`);
  if (keysTo) console.log(`Keys and secrets in ${keysTo}: keep them apart from the data.`);
  else console.log('Without --keys-to nobody can read senders’ details and files from this backup alone.');
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
