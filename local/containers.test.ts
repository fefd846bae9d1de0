/** The container files as far as they can be tried without containers: secrets, settings that exist, files that are there. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runtimeFlags } from '../engine/runtime-flags.ts';
import { root } from './settings.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'containers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8');

async function run(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, ...env } });
  let said = '';
  const hear = (part: Buffer): void => {
    said += part;
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const [code] = await once(child, 'close');
  return { code, said };
}
const withSecrets = (args: string[], env: Record<string, string>) =>
  run(['--import', './deploy/with-secrets.mjs', ...args], env);
const alive = (env: Record<string, string>) => run(['deploy/alive.mjs'], env);

test('the engine is started with its flags wherever it is started', () => {
  const command = [...runtimeFlags, 'engine/main.ts'];
  expect(text('compose.yml')).toContain(`command: [${command.join(', ')}]`);
  expect(text('systemd/field-reports-engine.service')).toContain(command.join(' '));
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(scripts.engine).toContain([...runtimeFlags, 'engine/run.ts'].join(' '));
});

test('a program gets its settings from files, and so do those that it starts', async () => {
  await mkdir(join(folder, 'secrets'));
  await writeFile(join(folder, 'secrets', 'MONGODB_URI'), 'mongodb://geheim\n');
  await writeFile(join(folder, 'secrets', 'tls.key'), 'no setting');
  const program = join(folder, 'program.mjs');
  await writeFile(
    program,
    `import { fork } from 'node:child_process';
    console.log(process.argv[2], process.env.MONGODB_URI);
    if (import.meta.main && process.argv[2] === 'first') fork(import.meta.filename, ['second']);`,
  );
  const secrets = { SECRETS_DIR: join(folder, 'secrets') };
  const { code, said } = await withSecrets([program, 'first'], secrets);
  expect([code, said]).toEqual([0, 'first mongodb://geheim\nsecond mongodb://geheim\n']);
  const twice = await withSecrets([program, 'first'], { ...secrets, MONGODB_URI: 'mongodb://other' });
  expect([twice.code, twice.said]).toEqual([1, expect.stringMatching(/^MONGODB_URI stands in the environment and in/)]);
  expect(twice.said).not.toContain('geheim');
});

test('a server is started by it: a wrong setting is said as ever', async () => {
  await writeFile(join(folder, 'MONGODB_URI'), 'http://no');
  const { code, said } = await withSecrets(['server/main.ts'], { SECRETS_DIR: folder, DATA_DIR: folder });
  expect(code).toBe(1);
  expect(said).toContain('MONGODB_URI must be the address of a MongoDB replica set');
});

test('the health check tells a part that answers from one that does not', async () => {
  const server = createServer((request, response) => response.writeHead(request.url === '/healthz' ? 200 : 503).end());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  expect((await alive({ PORT: String(port) })).code).toBe(0);
  expect((await alive({ ALIVE_URL: `http://127.0.0.1:${port}/ready` })).code).toBe(1);
  server.close();
  expect((await alive({ PORT: '1' })).code).toBe(1);
});

test('what the files name is there: settings in the table, programs in the repository, secrets in the explanation', () => {
  const settings = readFileSync(join(root, 'docs', 'settings.md'), 'utf8');
  const compose = text('compose.yml');
  const own = new Set(['ALIVE_URL', 'JAVA_TOOL_OPTIONS', 'BACKUP_NAME', 'MONGO_IMAGE', 'ZEEBE_IMAGE', 'NGINX_IMAGE']);
  const named = [
    ...compose.matchAll(/^ {4,6}([A-Z][A-Z_]+): /gm),
    ...text('env.example').matchAll(/^([A-Z][A-Z_]+)=/gm),
  ]
    .map(([, name]) => name!)
    .filter((name) => !own.has(name) && !/^(MONGO_INITDB|ZEEBE_BROKER)_/.test(name));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !settings.includes(name))).toEqual([]);
  for (const [, program] of compose.matchAll(/^ {2,4}command: \[(?:--[^,]+, )*([^,\]]+)/gm))
    expect([program, existsSync(join(root, program!))]).toEqual([program, true]);
  const readme = text('README.md');
  for (const [, secret] of compose.matchAll(/file: \.\/secrets\/(\S+) \}/g)) expect(readme).toContain(secret);
});
