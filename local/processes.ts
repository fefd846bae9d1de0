/**
 * Starts the parts of the one-machine installation so that none outlives its parent: each stands in a process group of
 * its own (a Ctrl-C reaches only us, who stop the parts in order) and ends when its channel to us is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { runtimeFlags } from '../engine/runtime-flags.ts';

export interface Part {
  name: string;
  pid: number;
  /** What the part said when it was ready (its ports). */
  ready: Promise<Record<string, number>>;
  /** Resolves with a sentence when the part has ended, however. */
  ended: Promise<string>;
  /** SIGTERM, and SIGKILL when it has not ended after `patience` milliseconds. */
  stop(patience?: number): Promise<void>;
  kill(): void;
}

function part(name: string, child: ChildProcess, ready: Part['ready']): Part {
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`})`));
    child.once('error', (error) => resolve(`${name} cannot be started: ${error.message}`));
  });
  // The whole group: of a program of others, the shell that stands between us and it is the leader.
  const kill = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  return {
    name,
    pid: child.pid ?? -1,
    ready,
    ended,
    async stop(patience = 6_000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(kill, patience);
      await ended;
      clearTimeout(timer);
    },
    kill,
  };
}

/**
 * A process of this project: told to stop by SIGTERM or by losing its channel; says when it is ready. `log`: a file that
 * takes what it says, instead of our own output.
 */
export function startNode(name: string, file: string, env: NodeJS.ProcessEnv, args: string[] = [], log?: string): Part {
  const said = log === undefined ? 'inherit' : openSync(log, 'a', 0o600);
  const child = spawn(process.execPath, [...(name === 'engine' ? runtimeFlags : []), file, ...args], {
    env,
    detached: true,
    stdio: ['ignore', said, said, 'ipc'],
  });
  if (typeof said === 'number') closeSync(said);
  const ready = new Promise<Record<string, number>>((resolve, reject) => {
    child.on('message', (message: { ready?: boolean; ports?: Record<string, number> }) => {
      if (message?.ready) resolve(message.ports ?? {});
    });
    child.once('exit', (code, signal) => {
      const last = log === undefined ? '' : `: ${readFileSync(log, 'utf8').trimEnd().split('\n').at(-1)}`;
      reject(new Error(`${name} ended before it was ready (${signal ?? code})${last}`));
    });
    child.once('error', reject);
  });
  ready.catch(() => {});
  return part(name, child, ready);
}

/**
 * A program of others. A shell stands between: it holds one end of a pipe whose other end dies with us, and then tells
 * the program to stop; so even a `kill -9` of ours leaves nothing behind.
 */
export function startProgram(name: string, command: string, args: string[], ready: Promise<void>): Part {
  const guard = [
    'exec 3<&0',
    '"$@" </dev/null 3<&- & child=$!',
    '(cat <&3 >/dev/null; kill -TERM $child 2>/dev/null) & watch=$!',
    'exec 3<&-',
    'trap "kill -TERM $child" TERM',
    'wait $child; code=$?',
    'while kill -0 $child 2>/dev/null; do wait $child; code=$?; done',
    'kill $watch 2>/dev/null',
    'exit $code',
  ].join('\n');
  const child = spawn('sh', ['-c', guard, name, command, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin?.on('error', () => {});
  return part(
    name,
    child,
    ready.then(() => ({})),
  );
}
