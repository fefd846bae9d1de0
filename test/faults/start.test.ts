/**
 * `npm start` as a person runs it: ready, stopped by one signal with nothing left behind, started again on other
 * ports with all its data; and the database killed under it.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../local/settings.ts';
import { npmStart, type Running } from '../house/npm-start.ts';
import { Officer, Sender, Visitor } from '../house/people.ts';
import { until } from '../house/until.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (): Promise<Running> => npmStart(folder);

/** The processes that have this folder in their command line or environment. */
async function leftBehind(): Promise<string[]> {
  const { readdir } = await import('node:fs/promises');
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.includes(`DATA_DIR=${folder}`)) {
      found.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => pid));
    }
  }
  return found;
}

it('stops on one SIGTERM, and finds everything again on other ports', async () => {
  const first = await start();
  const sender = await new Visitor(first.url).sends();
  const officer = await Officer.logIn(first.url, 'ioc.intake', 'mat-khau-thu');
  await officer.task(sender.code, 'intake');
  const began = Date.now();
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await leftBehind()).toEqual([]);

  const second = await start();
  const again = await Officer.logIn(second.url, 'ioc.intake', 'mat-khau-thu');
  await again.does(sender, 'intake', { outcome: 'accepted', field: 'transport' });
  await new Sender(second.url, sender.code, sender.token).sees('in-progress');
  process.kill(-(second.child.pid as number), 'SIGTERM');
  expect(await second.ended).toBe(0);
  expect(await leftBehind()).toEqual([]);
}, 240_000);

it('leaves nothing behind when its parent is killed', async () => {
  const running = await start();
  process.kill(running.child.pid as number, 'SIGKILL');
  await until(async () => (await leftBehind()).length === 0, 'every part to end', 20_000);
}, 120_000);

it('waits for a start that is still stopping, and refuses a second one on the same data', async () => {
  const first = await start();
  const second = spawn(process.execPath, [join(root, 'local', 'start.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DATA_DIR: folder, PORT: '0' },
  });
  let said = '';
  second.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(1);
  expect(said).toContain('Another start');
  first.child.kill('SIGTERM');
  const third = await start();
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
  expect(await first.ended).toBe(0);
}, 240_000);
