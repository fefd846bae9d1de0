/**
 * Loaded before a program (`node --import ./deploy/with-secrets.mjs server/main.ts`): gives it settings from files.
 * `/run/secrets/MONGODB_URI` becomes the setting of that name, so that no secret stands in an image, a compose file or
 * `docker inspect`. One that stands elsewhere in the environment with another value is a mistake.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.SECRETS_DIR || '/run/secrets';

let names = [];
try {
  names = readdirSync(folder).filter((name) => /^[A-Z][A-Z0-9_]*$/.test(name) && statSync(join(folder, name)).isFile());
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
for (const name of names) {
  const value = readFileSync(join(folder, name), 'utf8').trimEnd();
  const known = process.env[name];
  if (known && known !== value) {
    console.error(`${name} stands in the environment and in ${folder}: take one of them away.`);
    process.exit(1);
  }
  process.env[name] = value;
}
