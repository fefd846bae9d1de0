/**
 * `npm run setup`: what an installation needs before its first server, where its parts are started one by one: agencies,
 * calendar, and the first administrator, whose password is printed this once. Leaves what is there as it is.
 */
import { loadDirectory } from './directory.ts';
import { findInstallation } from './running.ts';
import { loadDotEnv } from './settings.ts';

async function main(): Promise<void> {
  loadDotEnv();
  const installation = await findInstallation(process.env);
  const { firstAccount } = await loadDirectory({ mongodbUri: installation.mongodbUri, demo: false, password: '' });
  if (firstAccount) {
    console.log(`First administrator: ${firstAccount.username}, password ${firstAccount.password}`);
    console.log('It is told this once: note it, log in, and change it at /account.');
  } else console.log('Agencies and calendar are there, and so are accounts: nothing was changed.');
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
