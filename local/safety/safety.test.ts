/** What `npm run audit` finds, and what it says when the registry does not answer. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weakMachine } from './machine.ts';
import { askRegistry, read } from './registry.ts';
import { weakSettings } from './settings.ts';

const sound = {
  PUBLIC_URL: 'https://paht.example.vn',
  TRUSTED_PROXIES: '127.0.0.1',
  SECOND_FACTOR_FOR: 'ioc-duty, admin',
  MONGODB_URI: 'mongodb://paht:x@db.example.vn/quangnam?replicaSet=rs0&tls=true',
  ZEEBE_REST_ADDRESS: 'https://zeebe.example.vn',
  ZEEBE_CLIENT_ID: 'paht',
  SERVER_SECRET: 'pQ9vK2xW7mZ4tR8yB3nH6jL1sD5fG0cA',
  SMTP_URL: 'smtps://u:p@mail.example.vn',
  IMAP_URL: 'imaps://u:p@mail.example.vn',
};

describe('settings', () => {
  it('that are sound, or of one’s own machine alone, are left in peace', () => {
    expect(weakSettings(sound)).toEqual([]);
    expect(weakSettings({ DEMO: '1', SMTP_URL: 'smtp://127.0.0.1:2525' })).toEqual([]);
  });

  it.each([
    [{ DEMO: '1' }, 'DEMO'],
    [{ PUBLIC_URL: 'http://paht.example.vn' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: undefined, HOST: '10.0.0.5' }, 'PUBLIC_URL'],
    [{ HOST: '0.0.0.0' }, 'HOST'],
    [{ TRUSTED_PROXIES: undefined }, 'TRUSTED_PROXIES'],
    [{ SECOND_FACTOR_FOR: 'ioc-duty' }, 'SECOND_FACTOR_FOR'],
    [{ SERVER_SECRET: 'changeme-changeme-changeme-changeme' }, 'SERVER_SECRET'],
    [{ SERVER_SECRET: 'abababababababababababababababababab' }, 'SERVER_SECRET'],
    [{ RECORDS_HOST: '10.0.0.5', RECORDS_USER: 'engine', RECORDS_PASSWORD: 'engine' }, 'RECORDS_PASSWORD'],
    [{ METRICS_TOKEN: '12345678' }, 'METRICS_TOKEN'],
    [{ ENGINE_HOST: '0.0.0.0' }, 'ENGINE_HOST'],
    [{ MONGODB_URI: 'mongodb://db.example.vn/quangnam?tls=true' }, 'MONGODB_URI'],
    [{ MONGODB_URI: 'mongodb://paht:x@db1.example.vn,db2.example.vn/quangnam' }, 'MONGODB_URI'],
    [{ ZEEBE_REST_ADDRESS: 'http://zeebe.example.vn' }, 'ZEEBE_REST_ADDRESS'],
    [{ ZEEBE_CLIENT_ID: undefined }, 'ZEEBE_REST_ADDRESS'],
    [{ SMTP_URL: 'smtp://mail.example.vn' }, 'SMTP_URL'],
    [{ IMAP_URL: 'imap://u:p@mail.example.vn' }, 'IMAP_URL'],
    [{ CLOCK_CONTROLLED: '1' }, 'CLOCK_CONTROLLED'],
    [{ WEBHOOK_LOOPBACK: '1' }, 'PUSH_LOOPBACK, WEBHOOK_LOOPBACK'],
    [{ LOGIN_FAILURES_PER_15MIN: '1000' }, 'LOGIN_FAILURES_PER_15MIN'],
  ])('%j weakens', (change, where) => {
    expect(weakSettings({ ...sound, ...change }).map((one) => one.where)).toEqual([where]);
  });

  it('are never told with their values: those are secrets', () => {
    const told = JSON.stringify(
      weakSettings({ ...sound, SERVER_SECRET: 'changeme-0123', METRICS_TOKEN: 'short-token' }),
    );
    expect(told).not.toMatch(/changeme-0123|short-token/);
  });
});

describe('the machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'safety-'));
  const machine = (dataDir: string) => ({
    dataDir,
    keysDir: join(dataDir, 'keys'),
    envFile: join(dataDir, '.env'),
    uid: 1000,
    nodeVersion: 'v26.1.0',
  });
  function laid(name: string, mode: number, fileMode: number): string {
    const dataDir = join(folder, name);
    mkdirSync(join(dataDir, 'keys'), { recursive: true });
    for (const file of ['server-secret', '.env']) {
      writeFileSync(join(dataDir, file), 'x');
      chmodSync(join(dataDir, file), fileMode);
    }
    chmodSync(join(dataDir, 'keys'), mode);
    chmodSync(dataDir, mode);
    return dataDir;
  }

  it('is sound where only the user of the parts may read folders and secrets', () => {
    expect(weakMachine(machine(laid('sound', 0o700, 0o600)))).toEqual([]);
    expect(weakMachine(machine(join(folder, 'not-there')))).toEqual([]);
  });

  it('is told with each folder and file that others may read', () => {
    const dataDir = laid('open', 0o755, 0o644);
    expect(weakMachine(machine(dataDir)).map(({ where }) => where)).toEqual([
      dataDir,
      join(dataDir, 'keys'),
      join(dataDir, '.env'),
      join(dataDir, 'server-secret'),
    ]);
  });

  it('is told where it runs as root, or on a Node without fixes', () => {
    const one = machine(join(folder, 'not-there'));
    expect(weakMachine({ ...one, uid: 0 }).map(({ where }) => where)).toEqual(['root']);
    expect(weakMachine({ ...one, nodeVersion: 'v18.20.1' }).map(({ weight }) => weight)).toEqual(['high']);
  });
});

describe('the registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lock-'));
  let answer: { status: number; body: object };
  /** What there is of the package, which npm asks for to say which versions are concerned. */
  const version = { name: 'holey', version: '1.0.0', dist: {} };
  const known = { name: 'holey', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': version } };
  const server = createServer((request, response) => {
    const { status, body } = request.method === 'GET' ? { status: 200, body: known } : answer;
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const root = { name: 'x', version: '1.0.0', dependencies: { holey: '1.0.0' } };
    const holey = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(root));
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ ...root, lockfileVersion: 3, packages: { '': root, 'node_modules/holey': holey } }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: join(folder, 'cache') };
  });
  afterAll(() => server.close());

  it('that knows of a hole is told with package, weight and what to do', async () => {
    const advisory = {
      id: 1,
      title: 'Lets anyone in',
      severity: 'high',
      url: 'http://127.0.0.1/1',
      vulnerable_versions: '<2.0.0',
    };
    answer = { status: 200, body: { holey: [advisory] } };
    const told = await askRegistry(folder, env);
    expect(told).toMatchObject({ state: 'asked', findings: [{ where: 'holey', weight: 'high' }] });
    expect(JSON.stringify(told)).toContain('Lets anyone in');
  });

  it('that knows of none says so', async () => {
    answer = { status: 200, body: {} };
    expect(await askRegistry(folder, env)).toEqual({ state: 'asked', findings: [] });
  });

  it('that refuses the question is not taken for one that knows of none', async () => {
    answer = { status: 405, body: { error: 'no audits here' } };
    expect((await askRegistry(folder, env)).state).toBe('refused');
    expect(read('<html>').state).toBe('refused');
    expect(read('{"error":{"code":"ENOAUDIT","summary":"no"}}')).toEqual({ state: 'refused', why: 'no' });
  });

  it('makes the command end with 2 where it refuses, with 1 where something is found, and say which', () => {
    const dataDir = join(folder, 'not-there');
    const run = (more: object) =>
      spawnSync(process.execPath, [join(import.meta.dirname, 'audit-main.ts')], {
        env: { PATH: process.env.PATH, npm_config_registry: 'http://127.0.0.1:9/', DATA_DIR: dataDir, ...more },
        encoding: 'utf8',
      });
    const weak = run({ PUBLIC_URL: 'http://paht.example.vn', SECOND_FACTOR_FOR: 'admin' });
    expect([weak.status, weak.stdout, weak.stderr]).toEqual([
      1,
      expect.stringContaining('PUBLIC_URL'),
      expect.stringContaining('NOT ASKED'),
    ]);
    // As root, that is one finding of its own.
    const quiet = run({});
    expect(quiet.status).toBe(process.getuid?.() === 0 ? 1 : 2);
    expect(quiet.stderr).toContain('NOT ASKED');
  });
});
