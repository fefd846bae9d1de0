/**
 * One real database server for a whole test run: started before the first file, stopped after the last. Each file
 * takes databases of its own in it (`MONGODB_TEST_URI` has the right to make them).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongod } from '../../local/mongod/server.ts';
import { choosePort } from '../../local/ports.ts';

/**
 * Hundreds of databases are made and dropped. As it stands a server keeps what was dropped for five minutes of snapshot
 * history and its files open for longer, until it may open none any more.
 */
const soonForgotten = [
  '--setParameter',
  'minSnapshotHistoryWindowInSeconds=1',
  '--wiredTigerEngineConfigString',
  'file_manager=(close_idle_time=3,close_scan_interval=2,close_handle_minimum=100)',
];
/**
 * A test's clock stands in the past, where sessions, notices and counted guesses have long run out: once a minute the
 * server would take them from under whichever test was running.
 */
const nothingRunsOut = ['--setParameter', 'ttlMonitorEnabled=false'];

export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'test-database-'));
  const database = await startMongod(folder, await choosePort('the test database', 0), 0.5, [
    ...soonForgotten,
    ...nothingRunsOut,
  ]);
  process.env.MONGODB_TEST_URI = database.ownerUri;
  return async () => {
    await database.part.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
