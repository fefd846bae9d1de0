/**
 * One real database server for a whole test run: started before the first file, stopped after the last. Each file
 * takes databases of its own in it (`MONGODB_TEST_URI` has the right to make them).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod } from '../../local/mongod/server.ts';
import { choosePort } from '../../local/ports.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'test-database-'));
  const database = await startMongod(folder, await choosePort('the test database', 0), 0.5);
  process.env.MONGODB_TEST_URI = database.ownerUri;
  return async () => {
    await database.part.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
