/**
 * No expression may hold the engine up or swell its memory (what analysts write is not trusted with the host). What an
 * expression costs is bounded by its text if it only reads, compares and computes; whatever iterates, recurses or
 * matches patterns runs under a clock that stops it (Node's `vm` time-out, about 0.1 ms for each run).
 * What could go wrong: the clock counts real time; a machine that stands still for so long stops an innocent one, which
 * then is an incident like any other and can be retried.
 */
import vm from 'node:vm';

/** Real milliseconds for one run of an expression or of a whole decision. */
const longest = 500;
/** Characters and entries of a result; what is larger could not leave the engine (4 MB a message). */
const largest = 4 * 1024 * 1024;
/** Characters of an expression. */
const longestText = 64 * 1024;

let work: () => unknown = () => undefined;
const context = vm.createContext({ run: () => work() });
const script = new vm.Script('run()', { filename: 'expression' });
let running = false;

/** Runs it, and throws when it takes too long. Within another run that one's clock counts. */
export function withinTime<T>(run: () => T): T {
  if (running) return run();
  running = true;
  work = run;
  try {
    return script.runInContext(context, { timeout: longest }) as T;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new Error(`The evaluation took longer than ${longest} ms`);
    }
    throw error;
  } finally {
    running = false;
    work = () => undefined;
  }
}

export function checkLength(text: string): void {
  if (text.length > longestText)
    throw new Error(`An expression may have ${longestText} characters, not ${text.length}`);
}

/** Throws when a value is too large to be kept. */
export function checkSize(value: unknown): void {
  if (sizeOf(value, largest) <= 0) throw new Error(`The result is larger than ${largest} characters and entries`);
}

/** What is left of `budget` after the value; parts that are shared count each time, as they would be written. */
function sizeOf(value: unknown, budget: number): number {
  if (typeof value === 'string') return budget - value.length;
  if (typeof value !== 'object' || value === null) return budget - 1;
  let left = budget - 1;
  for (const [name, entry] of Object.entries(value)) {
    left = sizeOf(entry, Array.isArray(value) ? left : left - name.length);
    if (left <= 0) break;
  }
  return left;
}
