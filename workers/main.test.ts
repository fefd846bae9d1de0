/** The workers as a process: settings, readiness, stop. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const file = join(import.meta.dirname, 'main.ts');

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text));
  return { child, said: () => said };
}

function database(): string {
  const uri = new URL(process.env.MONGODB_TEST_URI as string);
  uri.pathname = `/workers_${randomBytes(6).toString('hex')}`;
  return uri.href;
}

describe('the workers’ process', () => {
  it.each(['zeebe-node', 'camunda8-sdk'])(
    'with %s waits for an engine that is away, and stops at once',
    async (client) => {
      const { child, said } = start({ MONGODB_URI: database(), WORKER_CLIENT: client, ZEEBE_ADDRESS: '127.0.0.1:1' });
      const [message] = await once(child, 'message');
      expect(message).toEqual({ ready: true, ports: {} });
      const asked = performance.now();
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
      expect(performance.now() - asked).toBeLessThan(5_000);
      expect(said()).toBe(`workers: 9 job types, ${client} at 127.0.0.1:1\n`);
    },
  );

  it('ends when its parent is gone', async () => {
    const { child } = start({ MONGODB_URI: database(), ZEEBE_ADDRESS: '127.0.0.1:1' });
    await once(child, 'message');
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says which setting is wrong, and keeps an address with its password to itself', async () => {
    const missing = start({});
    expect(await once(missing.child, 'exit')).toEqual([1, null]);
    expect(missing.said()).toContain('MONGODB_URI is missing');
    const away = start({ MONGODB_URI: 'mongodb://me:secret@127.0.0.1:1/x?serverSelectionTimeoutMS=100' });
    expect(await once(away.child, 'exit')).toEqual([1, null]);
    expect(away.said()).not.toContain('secret');
    expect(away.said()).toContain("workers can't start");
  });
});

describe('the settings', () => {
  const good = { MONGODB_URI: 'mongodb://127.0.0.1/x' };
  it('have defaults for one machine', () => {
    expect(readSettings(good)).toEqual({
      connection: { address: '127.0.0.1:26500', tls: false },
      client: 'zeebe-node',
      mongodbUri: 'mongodb://127.0.0.1/x',
      clockControlled: false,
      managementUrl: 'http://127.0.0.1:9600',
      logLevel: 'warn',
    });
  });

  it.each([
    [{ WORKER_CLIENT: 'java' }, 'WORKER_CLIENT must be zeebe-node or camunda8-sdk'],
    [{ CLOCK_CONTROLLED: 'yes' }, 'CLOCK_CONTROLLED must be 1 or 0'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ WORKERS_METRICS_PORT: '70000' }, 'WORKERS_METRICS_PORT must be a port'],
  ])('%j: %s', (change, message) => {
    expect(() => readSettings({ ...good, ...change })).toThrow(message);
  });
});
