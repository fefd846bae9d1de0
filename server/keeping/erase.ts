/**
 * `npm run erase -- --rule <id> --dry-run` says what an erasure by that rule would erase: counts and codes. Without
 * `--dry-run` it is left for an administrator to confirm on the page of retention: no program confirms. Reads without
 * keys, so it cannot see whom it is about.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { businessClock } from '../../store/clock.ts';
import { openStore } from '../../store/store.ts';
import { readSettings, SettingError } from '../settings.ts';
import { dryRunOf } from './dry-run.ts';
import { keepTried } from './erasures.ts';

const usage = 'npm run erase -- --rule <id> [--dry-run]';

async function main(): Promise<void> {
  const { rule: id, 'dry-run': dry } = parseArgs({
    options: { rule: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  }).values;
  if (!id) throw new SettingError(usage);
  const settings = readSettings(process.env);
  const store = await openStore({ uri: settings.mongodbUri });
  try {
    const rule = await store.retention.find(id);
    if (!rule) {
      const known = (await store.retention.all()).map((one) => one.id).join(', ');
      throw new SettingError(`There is no rule "${id}": ${known}.`);
    }
    const { clockControlled, engine } = settings;
    const now = await businessClock({ clockControlled, managementUrl: engine.management }).now();
    const listed = await dryRunOf(store, rule, now);
    const counts = Object.entries(listed.counts).map(([name, count]) => `${name} ${count}`);
    console.log(`${id}, ${rule.afterDays} days after the end, ${rule.active ? 'in force' : 'not in force'}`);
    console.log(counts.join(' · '));
    for (const { code } of listed.reports) console.log(code);
    console.log(`list ${listed.hash}${listed.more ? ' (there are more: one run takes so many)' : ''}`);
    if (dry) return;
    if (!rule.active) throw new SettingError(`The rule "${id}" is not in force: nothing was asked for.`);
    const parts = { store, random: (bytes: number) => randomBytes(bytes), machineNow: Date.now };
    const erasure = await keepTried(parts, 'npm run erase', now, { ...rule, rule: id, listed });
    console.log(`Asked for as ${erasure._id}: an administrator confirms it under /admin/retention.`);
  } finally {
    await store.close();
  }
}

main().catch((error: Error) => {
  console.error(
    error instanceof SettingError || error.name === 'TypeError' ? error.message : `Not done: ${error.name}`,
  );
  process.exitCode = 1;
});
