/**
 * One starter for a DATA_DIR. npm hands on a SIGTERM and is gone at once, while the parts still stop behind it; whoever
 * starts again right then waits for them instead of meeting their ports and locks.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A stop takes at most ten seconds (contract, Commands). */
const patience = 12_000;

function running(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined;
  }
  // A number that was given to another program since is not a starter; where that can't be seen it counts as one.
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, 'utf8').includes('local/start.ts') ? pid : undefined;
}

/** @throws Error when another start on the same data goes on running */
export async function beOnlyStarter(dataDir: string): Promise<void> {
  const file = join(dataDir, 'starter.pid');
  const deadline = Date.now() + patience;
  for (let told = false, pid = running(file); pid !== undefined; pid = running(file)) {
    if (Date.now() > deadline) {
      throw new Error(
        `Another start (process ${pid}) is running on ${dataDir}. Stop it, or set DATA_DIR to another folder.`,
      );
    }
    if (!told) console.error('Waiting for the last start to stop …');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  writeFileSync(file, String(process.pid));
  process.once('exit', () => rmSync(file, { force: true }));
}
