/**
 * One writer only: a file `lock` that names the process which holds the journal. What could go wrong: the holder was
 * killed and left it behind (then it is taken over), or its number now belongs to another process (seen by start time).
 */
import { readFileSync, realpathSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Holder {
  pid: number;
  /** When the process began, in the kernel's own counting; empty where the system does not tell. */
  started: string;
}

/** Directories that this very process holds: its own number would otherwise look like a left-over. */
const heldHere = new Set<string>();

/** Takes the lock of a journal directory. Throws with the holder's number while another living process has it. */
export async function takeLock(dir: string): Promise<{ release(): Promise<void> }> {
  const place = realpathSync(dir);
  const path = join(dir, 'lock');
  const inUse = (pid: number) =>
    new Error(`The journal in ${dir} is in use by process ${pid}: two engines cannot write to one journal.`);
  if (heldHere.has(place)) throw inUse(process.pid);
  for (;;) {
    if (await create(path)) break;
    const holder = await readHolder(path);
    if (holder && isAlive(holder)) throw inUse(holder.pid);
    await removeStale(path);
  }
  heldHere.add(place);
  return {
    async release() {
      await rm(path, { force: true });
      heldHere.delete(place);
    },
  };
}

/** Makes the file with its whole content at once: a link fails where one stands already. */
async function create(path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two starters may find the same left-over: a second file decides which of them removes it, after looking again. */
async function removeStale(path: string): Promise<void> {
  const turn = `${path}.recovery`;
  if (!(await create(turn))) {
    const holder = await readHolder(turn);
    if (!holder || !isAlive(holder)) await rm(turn, { force: true });
    return;
  }
  try {
    const holder = await readHolder(path);
    if (!holder || !isAlive(holder)) await rm(path, { force: true });
  } finally {
    await rm(turn, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Holder;
    return Number.isInteger(holder.pid) && holder.pid > 0 ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = startOf(holder.pid);
  if (holder.started && started) return started === holder.started;
  return holder.pid !== process.pid;
}

function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return '';
  }
}
