/** `npm run restore -- --from FOLDER [--keys-from FOLDER]… --to DATA_DIR`, into an empty folder. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadDotEnv, root } from '../settings.ts';
import { restore } from './restore.ts';

async function main(): Promise<void> {
  const { from, to, ...given } = parseArgs({
    options: { from: { type: 'string' }, to: { type: 'string' }, 'keys-from': { type: 'string', multiple: true } },
  }).values;
  if (!from || !to) throw new Error('npm run restore -- --from FOLDER [--keys-from FOLDER]… --to EMPTY_DATA_DIR');
  loadDotEnv();
  const dataDir = resolve(to);
  const keysFrom = (given['keys-from'] ?? []).map((folder) => resolve(folder));
  const keysDir = process.env.KEYS_DIR ? resolve(root, process.env.KEYS_DIR) : join(dataDir, 'keys');
  const say = (line: string) => console.log(line);
  const { manifest, forgotten, owed, audit } = await restore({
    from: resolve(from),
    keysFrom,
    to: dataDir,
    keysDir,
    say,
  });
  const parts = Object.entries(forgotten).map(([name, count]) => `${count} ${name}`);
  say(
    `Restored as of ${manifest.madeAt}; taken back as not known to the engine: ${parts.join(', ')}; messages owed again: ${owed}.`,
  );
  if (manifest.engine.files.length === 0) {
    say(`The engine keeps its own backup ${manifest.engine.backupId}: restore it by its own tool before you start.`);
  }
  if (audit.fault) throw new Error(`The audit log is broken at entry ${audit.fault.number} (${audit.fault.kind}).`);
  say(`Audit log whole up to entry ${audit.head.number}, ${audit.head.hash || 'none'}.`);
  if (keysFrom.length === 0) say('No keys were given: senders’ details and files cannot be read.');
  say('Exporting, which stood still in the backup, goes on with the next start.');
  say(`Start it with: DATA_DIR=${dataDir} npm start`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
