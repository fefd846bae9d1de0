/** Processor time as Linux counts it: what a busy machine takes from others does not count, so ratios of it are calm. */
import { readdir, readFile } from 'node:fs/promises';

const ticksASecond = 100;

interface Process {
  pid: number;
  seconds: number;
}

/** A process and all its living descendants, with the seconds that each has used, and the dead whom it has waited for. */
async function family(root: number): Promise<Process[]> {
  const known = new Map<number, Process & { parent: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) continue;
    // The name of a process may have blanks in it; what follows its bracket has none.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields[11]! + fields[12]! + fields[13]! + fields[14]!;
    const pid = Number(name);
    known.set(pid, { pid, parent: fields[1]!, seconds: ticks / ticksASecond });
  }
  const isOurs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = known.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  return [...known.values()].filter(({ pid }) => isOurs(pid));
}

/** Seconds that a process and its family have used. */
export async function processorSeconds(root: number): Promise<number> {
  return (await family(root)).reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The same by part: the first of `parts` whose word stands in the command; the others' are `rest`. */
export async function processorSecondsBy<Part extends string>(
  root: number,
  parts: Record<Part, string>,
): Promise<Record<Part | 'rest', number>> {
  const sums = { ...Object.fromEntries(Object.keys(parts).map((part) => [part, 0])), rest: 0 } as Record<
    Part | 'rest',
    number
  >;
  for (const { pid, seconds } of await family(root)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const part = (Object.keys(parts) as Part[]).find((one) => command.includes(parts[one]));
    sums[part ?? 'rest'] += seconds;
  }
  return sums;
}
