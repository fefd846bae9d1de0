/**
 * The engine as it really runs: `engine/main.ts` in a process of its own, on free ports, in a directory of its own.
 * Ended with the test, whatever becomes of it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimeFlags } from '../../engine/runtime-flags.ts';

const mainFile = fileURLToPath(new URL('../../engine/main.ts', import.meta.url));

export interface Ports {
  grpc: number;
  rest: number;
  management: number;
}

export interface EngineProcess {
  readonly pid: number;
  readonly ports: Ports;
  readonly dataDir: string;
  /** `127.0.0.1:port` of the gRPC gateway. */
  readonly address: string;
  /** Base of the REST gateway, without `/v2`. */
  readonly restUrl: string;
  readonly managementUrl: string;
  /** What it printed so far, both streams. */
  output(): string;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Starts it again in the same directory; on the same ports unless told otherwise, with a limit on its files' size. */
  start(env?: Record<string, string>, fileLimitKiB?: number): Promise<void>;
  /** Ends the process and removes its directory. */
  dispose(): Promise<void>;
}

/** Starts an engine process; rejects with what it printed when it does not become ready. */
export async function startEngineProcess(env: Record<string, string> = {}): Promise<EngineProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'engine-process-'));
  let child: ChildProcess;
  let ports: Ports = { grpc: 0, rest: 0, management: 0 };
  let output = '';
  const alive = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals) => {
    if (alive()) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    }
    return child.exitCode;
  };

  async function start(more: Record<string, string> = {}, fileLimitKiB?: number): Promise<void> {
    child = fork(mainFile, {
      cwd: dataDir,
      ...(fileLimitKiB === undefined
        ? { execPath: process.execPath, execArgv: [...runtimeFlags] }
        : { execPath: 'bash', execArgv: ['-c', `ulimit -f ${fileLimitKiB}; exec "$0" "$@"`, process.execPath] }),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env.PATH,
        ENGINE_DATA_DIR: join(dataDir, 'engine'),
        ENGINE_GRPC_PORT: String(ports.grpc),
        ENGINE_REST_PORT: String(ports.rest),
        ENGINE_MANAGEMENT_PORT: String(ports.management),
        ...env,
        ...more,
      },
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (data) => {
        output += data;
      });
    const message = await Promise.race([
      once(child, 'message').then(([given]) => given as { ready: boolean; ports: Ports }),
      once(child, 'close').then(([code]) => {
        throw new Error(`The engine left with ${code}: ${output}`);
      }),
    ]);
    ports = message.ports;
  }

  try {
    await start();
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
  return {
    get pid() {
      return child.pid!;
    },
    get ports() {
      return ports;
    },
    get address() {
      return `127.0.0.1:${ports.grpc}`;
    },
    get restUrl() {
      return `http://127.0.0.1:${ports.rest}`;
    },
    get managementUrl() {
      return `http://127.0.0.1:${ports.management}`;
    },
    dataDir,
    output: () => output,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    start,
    async dispose() {
      await end('SIGKILL');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
