/**
 * Runs what analysts wrote (diagrams, tables, forms, expressions) in a process of its own: it may read the product's
 * code and nothing else, not write, not reach the network, not start anything; it has so much time and memory, a low
 * priority, and is killed when either is used up. The server goes on meanwhile.
 */
import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type JobAnswer, type JobName, JobRefused, type SandboxJobs } from '../../domain/sandbox.ts';
import { type Limits, lanes, limits, longestQueue } from './limits.ts';

type Lane = Limits['lane'];

export class SandboxTimeout extends Error {}
export class SandboxOutOfMemory extends Error {}
/** Too many wait already. */
export class SandboxBusy extends Error {}
/** The job broke down: a fault of ours. */
export class SandboxFailure extends Error {}

export interface RunOptions<Progress> {
  signal?: AbortSignal;
  onProgress?: (told: Progress) => void;
}

export interface Sandbox {
  /**
   * @throws JobRefused when the job itself says that its input is no good; SandboxTimeout, SandboxOutOfMemory,
   * SandboxBusy, SandboxFailure; the signal's reason when it was called off
   */
  run<Name extends JobName>(
    job: Name,
    input: SandboxJobs[Name]['input'],
    options?: RunOptions<SandboxJobs[Name]['progress']>,
  ): Promise<SandboxJobs[Name]['output']>;
  /** Calls off what runs and what waits. */
  close(): void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Code alone: the data's folder, which stands beside it on one machine, holds secrets. */
const readable = [
  'package.json',
  'bpmn/',
  'domain/',
  'engine/',
  'node_modules/',
  'rehearsal/',
  'store/',
  'telemetry/',
  'workers/',
].map((path) => `--allow-fs-read=${root}${path}${path.endsWith('/') ? '*' : ''}`);
const program = fileURLToPath(new URL('../../rehearsal/process/main.ts', import.meta.url));

export interface SandboxOptions {
  /** The process's program; another one in tests. */
  program?: string;
  limits?: Partial<Record<string, { timeoutMs: number; memoryMb: number; lane: Lane }>>;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const known = { ...limits, ...options.limits } as Record<string, (typeof limits)[JobName]>;
  const closing = new AbortController();
  const free = { ...lanes };
  const queues: Record<Lane, (() => void)[]> = { quick: [], long: [], watch: [] };

  async function turn(lane: Lane, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free[lane] > 0) {
      free[lane] -= 1;
      return;
    }
    const queue = queues[lane];
    if (queue.length >= longestQueue) throw new SandboxBusy('Too many jobs wait');
    await new Promise<void>((begin, giveUp) => {
      const go = (): void => {
        signal.removeEventListener('abort', leave);
        begin();
      };
      const leave = (): void => {
        queue.splice(queue.indexOf(go), 1);
        giveUp(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      queue.push(go);
    });
  }

  /** The place of one who is done goes to the next who waits. */
  function done(lane: Lane): void {
    const next = queues[lane].shift();
    if (next) next();
    else free[lane] += 1;
  }

  return {
    async run(job, input, { signal, onProgress } = {}) {
      const own = known[job]!;
      const called = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
      await turn(own.lane, called);
      try {
        return (await runOne(options.program ?? program, { job, input }, own, called, onProgress as never)) as never;
      } finally {
        done(own.lane);
      }
    },
    close: () => closing.abort(new Error('The server stops')),
  };
}

function runOne(
  path: string,
  task: { job: string; input: unknown },
  { timeoutMs, memoryMb }: { timeoutMs: number; memoryMb: number },
  signal: AbortSignal,
  onProgress?: (told: unknown) => void,
): Promise<unknown> {
  const child = fork(path, [], {
    cwd: root,
    // Nothing of the server's settings and secrets.
    env: { TZ: process.env.TZ ?? 'UTC' },
    // The program itself, where it stands elsewhere (tests).
    execArgv: [
      '--permission',
      ...readable,
      `--allow-fs-read=${path}`,
      `--max-old-space-size=${memoryMb}`,
      '--no-warnings',
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString('utf8')).slice(-4_000);
  });
  return new Promise((resolve, reject) => {
    let end: Error | undefined;
    const kill = (why: Error): void => {
      end ??= why;
      child.kill('SIGKILL');
    };
    const called = (): void => kill(signal.reason);
    signal.addEventListener('abort', called, { once: true });
    if (signal.aborted) called();
    const late = setTimeout(() => kill(new SandboxTimeout(`${task.job} took longer than ${timeoutMs} ms`)), timeoutMs);
    const grown = watchMemory(child.pid, memoryMb, () => kill(new SandboxOutOfMemory(`${task.job} grew too large`)));
    const stop = (): void => {
      clearTimeout(late);
      clearInterval(grown);
      signal.removeEventListener('abort', called);
    };
    let answer: (() => void) | undefined;
    child.on('spawn', () => lower(child.pid));
    child.on('error', (error) => {
      end ??= new SandboxFailure(String(error));
    });
    child.on('message', (told: JobAnswer) => {
      if (told.is === 'progress') onProgress?.(told.told);
      else if (told.is === 'done') answer = () => resolve(told.output);
      else if (told.is === 'refused') answer = () => reject(new JobRefused(told.code, told.data));
      else answer = () => reject(new SandboxFailure(told.message));
    });
    child.on('close', () => {
      stop();
      if (answer && !end) answer();
      else if (end) reject(end);
      else if (/heap out of memory|allocation failed/i.test(complaint)) reject(new SandboxOutOfMemory(task.job));
      else reject(new SandboxFailure(`${task.job} ended without an answer: ${complaint}`));
    });
    child.send(task, (error) => {
      if (error) kill(new SandboxFailure(String(error)));
    });
  });
}

/** Analysts' work comes after people's clicks. Where the system does not let us, it goes on as it is. */
function lower(pid: number | undefined): void {
  try {
    if (pid) setPriority(pid, 10);
  } catch {
    // Gone already, or not allowed.
  }
}

/** The heap has a limit of its own; what lies beside it (buffers, WebAssembly) is seen where the system tells (Linux). */
function watchMemory(pid: number | undefined, memoryMb: number, act: () => void): NodeJS.Timeout {
  const most = memoryMb * 1.5 + 150;
  return setInterval(async () => {
    const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const resident = Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1] ?? 0) / 1024;
    if (resident > most) act();
  }, 250);
}
