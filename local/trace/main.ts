/**
 * `npm run trace -- <trace id | report code> [log file …]`: the way of a request or a report through server, engine,
 * workers and back, on one screen. `-` reads a log from the standard input.
 */
import { join } from 'node:path';
import { openStore } from '../../store/store.ts';
import { findInstallation } from '../running.ts';
import { loadDotEnv } from '../settings.ts';
import { shown, wayOf } from './way.ts';

async function main(words: string[]): Promise<number> {
  const [asked, ...logs] = words;
  if (!asked) {
    console.error('Which? npm run trace -- <trace id | report code> [log file …]');
    return 2;
  }
  loadDotEnv();
  const { dataDir, mongodbUri, close } = await findInstallation(process.env);
  const store = await openStore({ uri: mongodbUri });
  try {
    const journal = join(process.env.ENGINE_DATA_DIR || join(dataDir, 'engine'), 'journal');
    const steps = await wayOf(asked, { store, logs, journal });
    for (const line of shown(steps)) console.log(line);
    if (steps.length === 0) console.error('Nothing is known of it here.');
    return steps.length > 0 ? 0 : 1;
  } finally {
    await store.close();
    await close();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
