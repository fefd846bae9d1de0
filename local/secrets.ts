/** The secret that a first start makes for the demo: kept in DATA_DIR (mode 0700, file 0600). The server keeps its own. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Secrets {
  /** The password of the demo accounts where none was set. */
  demoPassword: string;
}

export async function secretsIn(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'demo.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  const secrets = { demoPassword: readable() };
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** Twelve letters and digits without those that are taken for one another. */
function readable(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const text = Array.from(randomBytes(12), (byte) => letters[byte % letters.length]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}
