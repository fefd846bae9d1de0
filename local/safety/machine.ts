/** What of the machine weakens an installation: who may read its folders and secrets, as whom it runs, and on which Node. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

export interface Machine {
  dataDir: string;
  keysDir: string;
  /** `.env` beside package.json. */
  envFile: string;
  uid: number | undefined;
  nodeVersion: string;
}

/** Node's lines that still get security fixes while this version of the product is supported. */
const oldestNode = 24;
/** Secrets that are made at the first start. */
const secrets = ['server-secret', 'demo.json', 'audit-anchors.log'];

export function weakMachine({ dataDir, keysDir, envFile, uid, nodeVersion }: Machine): Finding[] {
  const found: Finding[] = [];
  for (const folder of new Set([dataDir, keysDir])) {
    const mode = modeOf(folder);
    if (mode !== null && (mode & 0o077) !== 0)
      found.push({
        where: folder,
        what: `Others on this machine may enter it (mode ${mode.toString(8)}).`,
        todo: `chmod 700 ${folder}`,
        weight: 'high',
      });
  }
  for (const file of [envFile, ...secrets.map((name) => join(dataDir, name))]) {
    const mode = modeOf(file);
    if (mode !== null && (mode & 0o077) !== 0)
      found.push({
        where: file,
        what: `Others on this machine may read it (mode ${mode.toString(8)}).`,
        todo: `chmod 600 ${file}`,
        weight: file === envFile || file.endsWith('secret') ? 'high' : 'medium',
      });
  }
  if (uid === 0)
    found.push({
      where: 'root',
      what: 'The parts run as the user who may do everything.',
      todo: 'Make a user for them, and start them as that user.',
      weight: 'medium',
    });
  if (Number.parseInt(nodeVersion.replace('v', ''), 10) < oldestNode)
    found.push({
      where: `Node ${nodeVersion}`,
      what: 'It gets no security fixes.',
      todo: `Use Node ${oldestNode} or later; npm start brings one.`,
      weight: 'high',
    });
  return found;
}

/** The permissions; null for what is not there, and where a system has none (Windows). */
function modeOf(path: string): number | null {
  if (process.platform === 'win32') return null;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat ? stat.mode & 0o777 : null;
}
