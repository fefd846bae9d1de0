/** `npm run audit:verify`: reads the whole audit log, says how it stands, and exits with 1 where it is broken. */
import { anchorsIn } from '../store/audit-anchors.ts';
import type { FaultKind } from '../store/audit-chain.ts';
import { openStore } from '../store/store.ts';
import { findInstallation } from './running.ts';
import { loadDotEnv } from './settings.ts';

const meanings: Record<FaultKind, string> = {
  changed: 'its content is not what was written',
  missing: 'it is missing, later ones are there',
  inserted: 'it was put in between',
  'out-of-place': 'it does not follow the one before',
  rewritten: 'an anchor knows another entry of this number: the log was written anew',
  'cut-off': 'an anchor knows it and it is not there: the end was cut off',
};

async function main(): Promise<boolean> {
  loadDotEnv();
  const installation = await findInstallation(process.env, true);
  try {
    const { anchors, broken } = await anchorsIn(installation.anchorsFile).read();
    const store = await openStore({ uri: installation.mongodbUri });
    const { entries, head, fault } = await store.audit.verify(anchors).finally(() => store.close());
    const newest = anchors.at(-1);
    console.log(`${entries} entries whole; the newest of them: ${head.number} ${head.hash || '(none)'}`);
    console.log(
      `${anchors.length} anchors${newest ? `, the newest of entry ${newest.number} at ${newest.at}` : ''} in ${installation.anchorsFile}`,
    );
    if (fault) console.error(`BROKEN at entry ${fault.number}: ${meanings[fault.kind]}.`);
    if (broken !== null) console.error(`BROKEN: line ${broken} of the anchors does not follow the one before.`);
    return fault === null && broken === null;
  } finally {
    await installation.close();
  }
}

main().then(
  (whole) => process.exit(whole ? 0 : 1),
  (error: Error) => {
    console.error(error.message);
    process.exit(2);
  },
);
