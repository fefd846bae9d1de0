/** Which product this is: the version of package.json, as operators see it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', 'package.json');

export const productVersion: string = (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
