/**
 * `npm run audit`, for operators: what of settings, folders, Node and dependencies weakens this installation, with what to
 * do. Exit code 1: something was found. 2: nothing was found, but the registry did not say which dependencies have holes.
 */
import { join, resolve } from 'node:path';
import { dataDirOf, loadDotEnv, root } from '../settings.ts';
import { tableOf } from './finding.ts';
import { weakMachine } from './machine.ts';
import { askRegistry } from './registry.ts';
import { weakSettings } from './settings.ts';

loadDotEnv();
const { env } = process;
const dataDir = dataDirOf(env);
const machine = {
  dataDir,
  keysDir: resolve(root, env.KEYS_DIR || join(dataDir, 'keys')),
  envFile: join(root, '.env'),
  uid: process.getuid?.(),
  nodeVersion: process.version,
};
const told = await askRegistry(root);
const findings = [...weakSettings(env), ...weakMachine(machine), ...(told.state === 'asked' ? told.findings : [])];

if (findings.length > 0) console.log(tableOf(findings));
console.log(`${findings.length} findings in settings, folders, Node and dependencies.`);
if (told.state === 'refused')
  console.error(
    `NOT ASKED: the registry did not say which dependencies have known holes (${told.why}). Look again where one answers: npm audit --package-lock-only.`,
  );
process.exitCode = findings.length > 0 ? 1 : told.state === 'refused' ? 2 : 0;
