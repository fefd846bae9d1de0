/** `npm start` as a person runs it, on free ports and a data directory of the caller's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { choosePort } from '../../local/ports.ts';
import { root } from '../../local/settings.ts';
import { until } from './until.ts';

export interface Running {
  url: string;
  child: ChildProcess;
  ended: Promise<number | null>;
}

/** Resolves when `/readyz` answers. @throws when it ends before */
export async function npmStart(folder: string): Promise<Running> {
  const port = await choosePort('a test', 0);
  const child = spawn(process.execPath, [join(root, 'tools', 'run.mjs'), 'node', 'local/start.ts'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: String(port),
      RECORDS_PORT: '0',
      MONGOD_PORT: '0',
      ENGINE_GRPC_PORT: '0',
      ENGINE_REST_PORT: '0',
      ENGINE_MANAGEMENT_PORT: '0',
      DEMO_PASSWORD: 'mat-khau-thu',
    },
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([
    until(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok, 'npm start to be ready', 90_000),
    ended.then((code) => Promise.reject(new Error(`npm start ended with ${code}`))),
  ]);
  return { url, child, ended };
}
